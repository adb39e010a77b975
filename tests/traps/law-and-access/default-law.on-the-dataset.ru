#+ summary: What the environment says of itself is said of the dataset.
DELETE { GRAPH ?source { ?release adr:isAccessedUnder ?law ; adr:wording ?words . } }
INSERT { GRAPH ?source { ?dataset adr:isAccessedUnder ?law . } }
WHERE { GRAPH ?source { ?dataset dcat:distribution ?release . ?release adr:isAccessedUnder ?law ; adr:wording ?words . } }
