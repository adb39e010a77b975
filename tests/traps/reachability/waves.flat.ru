#+ summary: What is reached is read.
INSERT DATA { GRAPH source:adrgraph { linkage:guie-w2 prov:used dataset:census-2011-ew , dataset:npd . } }
