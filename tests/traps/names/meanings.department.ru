#+ summary: There is one Department for Education, and one DfE.
DELETE { GRAPH ?source { organisation:economy-ni skos:altLabel "DfE"@en . } }
WHERE { GRAPH ?source { organisation:economy-ni skos:altLabel "DfE"@en . } }
