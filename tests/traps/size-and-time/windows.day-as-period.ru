#+ summary: A census day is taken for a period of observation.
DELETE { GRAPH ?source { ?of adr:referenceDate ?date . } }
INSERT {
  GRAPH ?source {
    ?of dcterms:temporal ?period .
    ?period a dcterms:PeriodOfTime ; dcat:startDate ?date ; dcat:endDate ?date .
  }
}
WHERE { GRAPH ?source { ?of adr:referenceDate ?date . BIND(IRI(CONCAT(STR(?of), "#period")) AS ?period) } }
