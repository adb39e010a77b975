#+ summary: What is in Wales is like all that is in Wales.
DELETE { GRAPH ?source { ?release adr:isAccessedUnder legal-gateway:dea-2017 . } }
WHERE { GRAPH ?source { ?release adr:isAccessedUnder legal-gateway:dea-2017 . } GRAPH ?other { ?release adr:isHeldIn environment:sail . } }
