#+ summary: The lookup is taken for linked data.
#+ caught: shape/linkage#lookup
DELETE { GRAPH ?source { dataset:df-cjs-lookup a adr:LookupDataset . } }
INSERT { GRAPH ?source { dataset:df-cjs-lookup a adr:LinkedDataset . } }
WHERE { GRAPH ?source { dataset:df-cjs-lookup a adr:LookupDataset . } }
