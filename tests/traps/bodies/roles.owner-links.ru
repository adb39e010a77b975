#+ summary: Who owns data links them.
DELETE { GRAPH ?source { ?part prov:agent ?linker . } }
INSERT { GRAPH ?source { ?part prov:agent organisation:dfe-england . } }
WHERE { GRAPH ?source { ?part prov:hadRole role:linker ; prov:agent ?linker . } }
