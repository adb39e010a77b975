#+ summary: The Act applies to data for research everywhere.
INSERT { GRAPH source:adrgraph { ?dataset adr:isAccessedUnder legal-gateway:dea-2017 . } }
WHERE { GRAPH ?source { ?dataset adr:isAccessedThrough access-route:sail-two-stage . } }
