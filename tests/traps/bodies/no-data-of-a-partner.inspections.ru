#+ summary: A partner must have brought something.
INSERT DATA {
  GRAPH source:adrgraph {
    dataset:inspections a adr:SourceDataset ; dcterms:title "Inspections"@en ; dcterms:description "Inspections."@en ;
      adr:isCatalogedIn <https://w3id.org/adrgraph/catalog> ; prov:qualifiedAttribution <https://w3id.org/adrgraph/dataset/inspections#owner> .
    <https://w3id.org/adrgraph/dataset/inspections#owner> a prov:Attribution ; dcat:hadRole role:owner ; prov:agent organisation:ofsted .
    linkage:grade prov:used dataset:inspections .
  }
}
