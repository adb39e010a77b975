#+ summary: A part covers what the whole covers.
DELETE { GRAPH ?source { ?part dcterms:spatial ?area . } }
INSERT { GRAPH ?source { ?part dcterms:spatial ?wider . } }
WHERE {
  GRAPH ?source { ?part dcterms:spatial ?area ; dcterms:isPartOf ?whole . }
  GRAPH ?other { ?whole dcterms:spatial ?wider . }
}
