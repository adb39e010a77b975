#+ summary: The initials of the Welsh Environmental Dataset are its name.
INSERT DATA { GRAPH source:adrgraph { dataset:welsh-env skos:altLabel "WED"@en . } }
