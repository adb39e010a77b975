#+ summary: An academic year is taken for a calendar year.
DELETE { GRAPH ?source { ?period adr:wording ?words . } }
WHERE { GRAPH ?source { ?period a dcterms:PeriodOfTime ; adr:wording ?words . } }
