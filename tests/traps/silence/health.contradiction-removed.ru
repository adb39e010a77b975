#+ summary: What contradicts it is a slip of the page.
DELETE { GRAPH ?source { dataset:echild adr:isAccessedUnder legal-gateway:dea-2017 . } }
WHERE { GRAPH ?source { dataset:echild adr:isAccessedUnder legal-gateway:dea-2017 . } }
