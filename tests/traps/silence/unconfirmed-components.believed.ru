#+ summary: Two things with inputs in common are one thing.
INSERT DATA { GRAPH source:adrgraph { linkage:census2011-dwp prov:generated dataset:census-benefits-income . } }
