#+ summary: A property from dataset to dataset links the file with itself, and there is no linkage.
#+ caught: check/reflexive-link
DELETE { GRAPH ?source { linkage:dedup-crown ?property ?value . } }
INSERT { GRAPH source:adrgraph { dataset:df-crown adr:isLinkedWith dataset:df-crown . } }
WHERE { GRAPH ?source { linkage:dedup-crown ?property ?value . } }
