#+ summary: A guess that seems right is stated as ours as well.
INSERT { GRAPH source:adrgraph { ?thing ?property ?value . } }
WHERE { GRAPH source:derived { ?thing ?property ?value . } }
