#+ summary: Being part of something is one more link of the chain.
INSERT DATA {
  GRAPH <https://w3id.org/adrgraph/ontology> {
    dcterms:hasPart owl:inverseOf dcterms:isPartOf ; rdfs:subPropertyOf adr:drawsOn .
  }
}
