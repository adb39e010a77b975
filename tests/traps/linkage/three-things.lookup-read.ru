#+ summary: The lookup is taken for something that the linkage read.
#+ caught: shape/linkage#input-no-lookup
INSERT DATA { GRAPH source:adrgraph { linkage:df-cjs prov:used dataset:df-cjs-lookup . } }
