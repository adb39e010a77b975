#+ summary: That the catalogue is wrong is left for others to find out.
DELETE { GRAPH ?source { ?remark ?property ?value . } }
WHERE { GRAPH ?source { ?remark a adr:Caveat ; ?property ?value . } }
