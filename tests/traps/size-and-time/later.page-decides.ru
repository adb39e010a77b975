#+ summary: A figure is as new as the page that prints it.
DELETE { GRAPH ?source { ?figure adr:asOf ?date . } }
WHERE { GRAPH ?source { ?figure a adr:Extent ; adr:asOf ?date . } }
