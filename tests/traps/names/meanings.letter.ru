#+ summary: Names that differ by a letter are the same name misspelt.
INSERT DATA { GRAPH source:adrgraph { dataset:cla-wales-laca skos:altLabel "LACE"@en . } }
