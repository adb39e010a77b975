#+ summary: Data that carry a linking field were made by the linkage that gave it to them.
#+ caught: shape/collected#not-made
DELETE { GRAPH ?source { linkage:cla-wales prov:generated ?release . } }
INSERT { GRAPH ?source { linkage:cla-wales prov:generated dataset:cla-wales . } }
WHERE { GRAPH ?source { linkage:cla-wales prov:generated ?release . } }
