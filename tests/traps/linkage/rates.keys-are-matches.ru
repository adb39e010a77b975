#+ summary: Records that have a key at all are counted as matched.
DELETE { GRAPH ?source { ?quality dqv:isMeasurementOf metric:key-completeness . } }
INSERT { GRAPH ?source { ?quality dqv:isMeasurementOf metric:match-rate . } }
WHERE { GRAPH ?source { ?quality dqv:isMeasurementOf metric:key-completeness . } }
