#+ summary: Two datasets with a component in common can be linked.
INSERT {
  GRAPH source:adrgraph { ?one adr:isLinkableWith ?other . }
}
WHERE {
  GRAPH ?first { ?linkage prov:used ?shared ; prov:generated ?one . }
  GRAPH ?second { ?shared a ?kind . }
  GRAPH ?third { ?another prov:used ?shared . }
  GRAPH ?fourth { ?another prov:generated ?other . }
  FILTER(?one != ?other && ?linkage != ?another)
}
