#+ summary: Looked after children are those of the dataset that is named so.
DELETE { GRAPH ?source { dataset:cla-wales skos:altLabel "LAC"@en . } }
WHERE { GRAPH ?source { dataset:cla-wales skos:altLabel "LAC"@en . } }
