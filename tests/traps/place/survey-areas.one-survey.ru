#+ summary: One survey covers the United Kingdom.
DELETE { GRAPH ?source { dataset:ashe-ni ?property ?value . } }
INSERT { GRAPH ?source { dataset:ashe ?property ?value . } }
WHERE { GRAPH ?source { dataset:ashe-ni ?property ?value . } FILTER(?property = dcterms:spatial) }
