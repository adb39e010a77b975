#+ summary: A DOI is a DOI, however it was come by.
DELETE { GRAPH source:derived { ?publication dcterms:identifier ?doi . } }
INSERT { GRAPH source:adrgraph { ?publication dcterms:identifier ?doi . } }
WHERE { GRAPH source:derived { ?publication dcterms:identifier ?doi . } }
