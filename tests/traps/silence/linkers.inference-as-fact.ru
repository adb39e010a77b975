#+ summary: Who assesses the match has made it, as everybody knows.
DELETE { GRAPH ?source { ?part skos:note ?remark . } }
WHERE { GRAPH ?source { linkage:moj-dfe prov:qualifiedAssociation ?part . ?part skos:note ?remark . } }
