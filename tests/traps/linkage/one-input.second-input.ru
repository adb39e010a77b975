#+ summary: A second input is made up, since a linkage is thought to need two.
#+ caught: check/de-duplication
INSERT DATA { GRAPH source:adrgraph { linkage:dedup-crown prov:used dataset:df-magistrates . } }
