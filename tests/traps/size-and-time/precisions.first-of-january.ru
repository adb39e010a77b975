#+ summary: A year begins on the first of January, and so a day is written.
DELETE { GRAPH ?source { ?period dcat:startDate ?from . } }
INSERT { GRAPH ?source { ?period dcat:startDate ?day . } }
WHERE {
  GRAPH ?source { ?period dcat:startDate ?from . }
  FILTER(DATATYPE(?from) = xsd:gYear)
  BIND(STRDT(CONCAT(STR(?from), "-01-01"), xsd:date) AS ?day)
}
