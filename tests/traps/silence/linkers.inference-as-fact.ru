#+ summary: Who assesses the match has made it, as the page almost says.
DELETE { GRAPH source:derived { ?subject ?property ?value . } }
INSERT { GRAPH source:moj-dfe-imprisonment-methodology { ?subject ?property ?value . } }
WHERE { GRAPH source:derived { ?subject ?property ?value . FILTER(STRSTARTS(STR(?subject), STR(linkage:moj-dfe))) } }
