#+ summary: What was matched before an algorithm and after it is one rate.
DELETE { GRAPH ?source { ?quality adr:population ?population . } }
WHERE { GRAPH ?source { linkage:cla-wales dqv:hasQualityMeasurement ?quality . ?quality adr:population ?population . } }
