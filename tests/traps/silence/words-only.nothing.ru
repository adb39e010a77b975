#+ summary: A rate without a number is left out of the table.
#+ caught: shape/linkage-quality#said
DELETE { GRAPH ?source { <https://w3id.org/adrgraph/linkage/guie#match-rate-high> adr:wording ?words . } }
WHERE { GRAPH ?source { <https://w3id.org/adrgraph/linkage/guie#match-rate-high> adr:wording ?words . } }
