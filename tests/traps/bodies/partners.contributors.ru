#+ summary: Partners give data.
DELETE { GRAPH ?source { ?part dcat:hadRole role:partner . } }
INSERT { GRAPH ?source { ?part dcat:hadRole role:contributor . } }
WHERE { GRAPH ?source { ?part dcat:hadRole role:partner . } }
