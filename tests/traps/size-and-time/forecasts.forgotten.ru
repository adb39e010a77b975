#+ summary: A forecast is dropped once the data are there.
DELETE { GRAPH ?source { ?forecast ?property ?value . } }
WHERE { GRAPH ?source { ?forecast a adr:Forecast ; ?property ?value . } }
