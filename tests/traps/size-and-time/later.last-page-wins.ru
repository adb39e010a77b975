#+ summary: What the brochure says is replaced once a page says otherwise.
DELETE { GRAPH ?source { ?of ?property ?figure . } }
WHERE {
  GRAPH ?source { ?of ?property ?figure . }
  FILTER(STRSTARTS(STR(?source), STR(brochure:)) && ?property IN (dcterms:extent, dcterms:temporal))
}
