#+ summary: What is expected is written down as what came out.
#+ caught: check/foretold-release
DELETE { GRAPH ?source { ?forecast adr:expectedAvailability ?date ; adr:isForecastOf ?dataset . } }
INSERT { GRAPH ?source { ?dataset dcterms:issued ?date . } }
WHERE { GRAPH ?source { ?forecast adr:expectedAvailability ?date ; adr:isForecastOf ?dataset . } }
