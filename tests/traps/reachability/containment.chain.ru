#+ summary: What is built from a whole is built from its parts, by an axiom.
INSERT DATA {
  GRAPH <https://w3id.org/adrgraph/ontology> {
    adr:isBuiltFrom owl:propertyChainAxiom _:list .
    _:list rdf:first adr:isBuiltFrom ; rdf:rest _:rest .
    _:rest rdf:first dcterms:hasPart ; rdf:rest rdf:nil .
    dcterms:hasPart owl:inverseOf dcterms:isPartOf .
  }
}
