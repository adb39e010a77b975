#+ summary: The largest figure replaces the others.
DELETE { GRAPH ?source { dataset:leo dcterms:extent ?smaller . } }
WHERE {
  GRAPH ?source { dataset:leo dcterms:extent ?smaller . ?smaller adr:amount ?less . }
  GRAPH ?other { dataset:leo dcterms:extent ?larger . ?larger adr:amount ?more . }
  FILTER(?less < ?more)
}
