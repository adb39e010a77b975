#+ summary: The catalogue knows best.
INSERT DATA {
  GRAPH source:adr-uk-catalogue-family-court {
    dataset:df-family dcterms:spatial area:wales ;
      prov:qualifiedAttribution <https://w3id.org/adrgraph/dataset/df-family#controller-sail-databank> .
    <https://w3id.org/adrgraph/dataset/df-family#controller-sail-databank> a prov:Attribution ;
      dcat:hadRole role:controller ; prov:agent organisation:sail-databank .
  }
}
