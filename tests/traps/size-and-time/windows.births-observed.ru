#+ summary: The years of birth that are printed as a time frame are taken for one.
#+ caught: check/birth-as-period
DELETE { GRAPH ?source { ?of adr:hasBirthCohort ?cohort . } }
INSERT { GRAPH ?source { ?of dcterms:temporal ?cohort . } }
WHERE { GRAPH ?source { ?of adr:hasBirthCohort ?cohort . } }
