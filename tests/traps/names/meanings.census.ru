#+ summary: There was one census in 2011.
DELETE { GRAPH ?source { dataset:census-2011-ni skos:altLabel "Census 2011"@en . } }
WHERE { GRAPH ?source { dataset:census-2011-ni skos:altLabel "Census 2011"@en . } }
