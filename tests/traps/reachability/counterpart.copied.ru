#+ summary: The counterpart has what the original has.
INSERT { GRAPH source:adrgraph { dataset:eol dcat:theme ?theme ; adr:recordsCharacteristic ?characteristic . } }
WHERE {
  GRAPH ?source { dataset:leo dcat:theme ?theme . }
  GRAPH ?other { dataset:leo adr:recordsCharacteristic ?characteristic . }
}
