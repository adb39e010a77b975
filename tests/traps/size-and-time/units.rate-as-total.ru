#+ summary: Records a year are taken for all records.
DELETE { GRAPH ?source { ?extent adr:hasUnit unit:records-per-year . } }
INSERT { GRAPH ?source { ?extent adr:hasUnit unit:records . } }
WHERE { GRAPH ?source { ?extent adr:hasUnit unit:records-per-year . } }
