#+ summary: Crown is the Crown Court.
INSERT DATA { GRAPH source:adrgraph { dataset:df-crown skos:altLabel "Crown"@en . } }
