#+ summary: Made-up rows are a source like any other.
DELETE { GRAPH ?source { ?dataset a adr:SyntheticDataset . } }
INSERT { GRAPH ?source { ?dataset a adr:SourceDataset . } }
WHERE { GRAPH ?source { ?dataset a adr:SyntheticDataset . } }
