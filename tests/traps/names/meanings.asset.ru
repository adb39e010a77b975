#+ summary: A research database and a data asset on public health are one.
INSERT DATA { GRAPH source:adrgraph { dataset:phrd skos:altLabel "PHDA"@en . } }
