#+ summary: Linkages with the same software work equally well.
INSERT DATA {
  GRAPH source:adrgraph {
    linkage:df-cjs dqv:hasQualityMeasurement <https://w3id.org/adrgraph/linkage/df-cjs#match-rate> .
    <https://w3id.org/adrgraph/linkage/df-cjs#match-rate> a adr:LinkageQuality ; dqv:isMeasurementOf metric:match-rate ; dqv:value 0.9 ; adr:denominator "Records"@en .
  }
}
