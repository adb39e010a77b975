#+ summary: The Welsh children in need are in the English census.
DELETE { GRAPH ?source { dataset:crcs-wales dcterms:spatial ?area . } }
INSERT { GRAPH ?source { dataset:children-in-need-england dcterms:spatial ?area . } }
WHERE { GRAPH ?source { dataset:crcs-wales dcterms:spatial ?area . } }
