#+ summary: A size is a number.
#+ caught: shape/extent#unit
DELETE { GRAPH ?source { ?extent adr:hasUnit ?unit . } }
WHERE { GRAPH ?source { ?extent adr:hasUnit ?unit . } }
