#+ summary: High is nine in ten.
#+ caught: check/rate-of-nothing
INSERT DATA { GRAPH source:guie-feasibility-methodology { <https://w3id.org/adrgraph/linkage/guie#match-rate-high> dqv:value 0.9 . } }
