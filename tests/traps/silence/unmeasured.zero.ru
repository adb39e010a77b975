#+ summary: Where no rate is given, it is none.
INSERT {
  GRAPH source:adrgraph {
    ?linkage dqv:hasQualityMeasurement ?quality .
    ?quality a adr:LinkageQuality ; dqv:isMeasurementOf metric:match-rate ; dqv:value 0.0 ; adr:denominator "Records"@en .
  }
}
WHERE {
  GRAPH ?source { ?linkage a adr:Linkage . }
  FILTER NOT EXISTS { GRAPH ?other { ?linkage dqv:hasQualityMeasurement ?any . } }
  BIND(IRI(CONCAT(STR(?linkage), "#match-rate")) AS ?quality)
}
