#+ summary: The lookup is said to join the collection with itself.
DELETE { GRAPH ?source { dataset:df-cjs-lookup adr:joins ?joined . } }
INSERT { GRAPH ?source { dataset:df-cjs-lookup adr:joins dataset:df-cjs-linked . } }
WHERE { GRAPH ?source { dataset:df-cjs-lookup adr:joins ?joined . } }
