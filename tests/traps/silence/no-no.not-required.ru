#+ summary: A column for yes has one for no.
#+ caught: check/undeclared-term
INSERT DATA { GRAPH source:adrgraph { dataset:cla-wales adr:requiresAccreditation false . } }
