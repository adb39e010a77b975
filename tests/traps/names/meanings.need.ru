#+ summary: Children in need are English.
DELETE { GRAPH ?source { dataset:crcs-wales skos:altLabel "CIN"@en . } }
WHERE { GRAPH ?source { dataset:crcs-wales skos:altLabel "CIN"@en . } }
