#+ summary: That the name misleads need not be said.
DELETE { GRAPH ?source { ?remark ?property ?value . } }
WHERE { GRAPH ?source { ?remark adr:appliesTo dataset:grade ; a adr:Caveat ; ?property ?value . } }
