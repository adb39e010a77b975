#+ summary: A dataset has one frequency.
DELETE { GRAPH ?source { ?dataset dcterms:accrualPeriodicity ?one . } }
WHERE {
  GRAPH ?source { ?dataset dcterms:accrualPeriodicity ?one . }
  GRAPH ?second { ?dataset dcterms:accrualPeriodicity ?other . }
  FILTER(STR(?one) < STR(?other))
}
