#+ summary: Who was a partner once is one in the guide as well.
INSERT DATA {
  GRAPH source:grade-user-guide-2025 {
    dataset:grade prov:qualifiedAttribution <https://w3id.org/adrgraph/dataset/grade#partner-ofsted> .
  }
}
