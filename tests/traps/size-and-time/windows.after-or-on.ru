#+ summary: Born after a day and born on it or after are taken for the same.
DELETE WHERE { GRAPH source:moj-dfe-fellowship-call { <https://w3id.org/adrgraph/linkage/moj-dfe#input-npd> adr:hasBirthCohort ?cohort . } }
