#+ summary: What has no end is ended in the year of the brochure.
INSERT { GRAPH ?source { ?period dcat:endDate "2022"^^xsd:gYear . } }
WHERE { GRAPH ?source { ?period a dcterms:PeriodOfTime ; dcat:startDate ?from . } FILTER NOT EXISTS { GRAPH ?source { ?period dcat:endDate ?to . } } }
