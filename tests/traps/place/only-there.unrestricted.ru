#+ summary: That the data are in one environment only is not worth writing down.
DELETE { GRAPH ?source { ?rule ?property ?value . } }
WHERE { GRAPH ?source { ?rule a adr:Restriction ; ?property ?value . } }
