#+ summary: Who owns data controls them.
DELETE { GRAPH ?source { ?part dcat:hadRole role:owner . } }
INSERT { GRAPH ?source { ?part dcat:hadRole role:controller . } }
WHERE { GRAPH ?source { ?part dcat:hadRole role:owner . } }
