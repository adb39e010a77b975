#+ summary: Who supports the users of data owns them.
DELETE { GRAPH ?source { ?part dcat:hadRole role:supporter . } }
INSERT { GRAPH ?source { ?part dcat:hadRole role:owner . } }
WHERE { GRAPH ?source { ?part dcat:hadRole role:supporter . } }
