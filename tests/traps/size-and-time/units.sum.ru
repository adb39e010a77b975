#+ summary: A total is made of children, episodes, placements and legal reasons.
INSERT {
  GRAPH source:adrgraph {
    dataset:lac-scotland dcterms:extent <https://w3id.org/adrgraph/dataset/lac-scotland#size-total> .
    <https://w3id.org/adrgraph/dataset/lac-scotland#size-total> a adr:Extent ; adr:amount ?total ; adr:hasUnit unit:records .
  }
}
WHERE {
  SELECT (SUM(?amount) AS ?total)
  WHERE { GRAPH ?source { dataset:lac-scotland dcterms:extent ?extent . ?extent adr:amount ?amount . } }
}
