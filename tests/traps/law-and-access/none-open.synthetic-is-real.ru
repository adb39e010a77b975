#+ summary: Made-up rows are a linked dataset like the real ones.
#+ caught: [shape/dataset#kind-once]
INSERT { GRAPH source:adrgraph { ?dataset a adr:LinkedDataset . } }
WHERE { GRAPH ?source { ?dataset a adr:SyntheticDataset . } }
