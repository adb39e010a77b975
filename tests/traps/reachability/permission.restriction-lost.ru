#+ summary: Rules of custodians are no data.
DELETE { GRAPH ?source { ?rule ?property ?value . } }
WHERE { GRAPH ?source { ?rule a adr:Restriction ; ?property ?value . } }
