#+ summary: One release is in both environments.
#+ caught: shape/release#environment
DELETE { GRAPH ?source { <https://w3id.org/adrgraph/dataset/df-probation#release-sail> ?property ?value . } }
INSERT { GRAPH ?source { <https://w3id.org/adrgraph/dataset/df-probation#release-ons-srs> ?property ?value . } }
WHERE { GRAPH ?source { <https://w3id.org/adrgraph/dataset/df-probation#release-sail> ?property ?value . } }
