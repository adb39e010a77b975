#+ summary: The years of one copy are taken for those of the dataset.
DELETE { GRAPH ?source { ?release dcterms:temporal ?period . } }
INSERT { GRAPH ?source { ?dataset dcterms:temporal ?period . } }
WHERE {
  GRAPH ?source { ?release a adr:Release ; dcterms:temporal ?period . }
  GRAPH ?other { ?dataset dcat:distribution ?release . }
}
