#+ summary: A rate is a number.
#+ caught: check/rate-of-nothing
DELETE { GRAPH ?source { ?quality adr:denominator ?denominator . } }
WHERE { GRAPH ?source { ?quality adr:denominator ?denominator . } }
