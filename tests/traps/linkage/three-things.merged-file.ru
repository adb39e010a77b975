#+ summary: The collection is taken for one merged file.
DELETE { GRAPH ?source { dataset:df-cjs-linked a dcat:DatasetSeries . } }
INSERT { GRAPH ?source { dataset:df-cjs-linked a adr:LinkedDataset . } }
WHERE { GRAPH ?source { dataset:df-cjs-linked a dcat:DatasetSeries . } }
