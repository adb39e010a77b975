#+ summary: Administrative data research uses administrative data.
DELETE { GRAPH ?source { ?dataset dcterms:type ?nature . } }
INSERT { GRAPH ?source { ?dataset dcterms:type nature:administrative . } }
WHERE { GRAPH ?source { ?dataset a adr:SourceDataset ; dcterms:type ?nature . } }
