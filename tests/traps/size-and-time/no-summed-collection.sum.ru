#+ summary: The sizes of the parts, homes and a number without a unit among them, are summed for the whole.
#+ caught: shape/series#extent
INSERT {
  GRAPH source:adrgraph {
    dataset:welsh-env dcterms:extent <https://w3id.org/adrgraph/dataset/welsh-env#size> .
    <https://w3id.org/adrgraph/dataset/welsh-env#size> a adr:Extent ; adr:amount ?total ; adr:hasUnit unit:homes .
  }
}
WHERE {
  SELECT (SUM(?amount) AS ?total)
  WHERE { GRAPH ?source { ?part dcterms:isPartOf dataset:welsh-env ; dcterms:extent ?extent . ?extent adr:amount ?amount . } }
}
