#+ summary: Whatever is counted is called records.
DELETE { GRAPH ?source { ?extent adr:hasUnit ?unit . } }
INSERT { GRAPH ?source { ?extent adr:hasUnit unit:records . } }
WHERE { GRAPH ?source { ?extent adr:hasUnit ?unit . } }
