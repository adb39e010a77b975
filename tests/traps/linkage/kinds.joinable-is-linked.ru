#+ summary: What a programme of linking puts out is linked.
#+ caught: shape/linked#made-of
DELETE { GRAPH ?source { ?dataset a adr:SourceDataset . } }
INSERT { GRAPH ?source { ?dataset a adr:LinkedDataset . } }
WHERE { GRAPH ?source { ?dataset a adr:SourceDataset . } GRAPH ?other { ?dataset adr:isOutputOf programme:data-first . } }
