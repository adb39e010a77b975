#+ summary: Data for research on society are about people.
DELETE { GRAPH ?source { ?dataset adr:hasPopulationKind ?population . } }
INSERT { GRAPH ?source { ?dataset adr:hasPopulationKind population:people . } }
WHERE { GRAPH ?source { ?dataset adr:hasPopulationKind ?population . } }
