#+ summary: Both figures are credited to the journal.
DELETE { GRAPH source:cafcass-england-data-resource-lancaster { ?s ?p ?o . } }
INSERT { GRAPH source:cafcass-england-data-resource { ?s ?p ?o . } }
WHERE { GRAPH source:cafcass-england-data-resource-lancaster { ?s ?p ?o . } }
