#+ summary: Parties before a court are people.
DELETE { GRAPH ?source { dataset:df-civil adr:hasPopulationKind population:businesses . } }
WHERE { GRAPH ?source { dataset:df-civil adr:hasPopulationKind population:businesses . } }
