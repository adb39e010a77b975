#+ summary: One number is enough where both are alike.
DELETE WHERE { GRAPH ?source { dataset:leo dcterms:extent <https://w3id.org/adrgraph/dataset/leo#size-records> . } }
