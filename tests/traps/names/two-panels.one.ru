#+ summary: PBPP is the Public Benefit and Privacy Panel for Health and Social Care.
DELETE { GRAPH ?source { organisation:s-pbpp foaf:name ?name . } }
INSERT { GRAPH ?source { organisation:s-pbpp foaf:name "Public Benefit and Privacy Panel for Health and Social Care"@en . } }
WHERE { GRAPH ?source { organisation:s-pbpp foaf:name ?name . } }
