#+ summary: The environment that holds the result has matched the records.
DELETE { GRAPH ?source { ?part prov:hadRole role:agreement-party . } }
INSERT { GRAPH ?source { ?part prov:hadRole role:linker . } }
WHERE { GRAPH ?source { linkage:family-cafcass prov:qualifiedAssociation ?part . ?part prov:hadRole role:agreement-party . } }
