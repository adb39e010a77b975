#+ summary: A good guess is ours to state.
DELETE { GRAPH source:unverified { ?thing ?property ?value . } }
INSERT { GRAPH source:adrgraph { ?thing ?property ?value . } }
WHERE { GRAPH source:unverified { ?thing ?property ?value . } }
