#+ summary: The environment is written on the dataset, as if its copies were one.
#+ caught: [shape/dataset#environment, shape/release#environment]
DELETE { GRAPH ?source { ?release adr:isHeldIn ?environment . } }
INSERT { GRAPH ?source { ?dataset adr:isHeldIn ?environment . } }
WHERE {
  GRAPH ?source { ?release adr:isHeldIn ?environment . }
  GRAPH ?other { ?dataset dcat:distribution ?release . }
}
