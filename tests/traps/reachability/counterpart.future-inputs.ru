#+ summary: What is planned to be added is there.
INSERT DATA { GRAPH source:adrgraph { linkage:eol prov:used dataset:paye-rti , dataset:dwp-benefits . } }
