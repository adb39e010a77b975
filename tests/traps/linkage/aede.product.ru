#+ summary: A linked dataset is there for researchers.
INSERT DATA { GRAPH source:adrgraph { dataset:aede dcat:distribution <https://w3id.org/adrgraph/dataset/aede#release-ons-srs> . <https://w3id.org/adrgraph/dataset/aede#release-ons-srs> a adr:Release ; adr:isHeldIn environment:ons-srs . } }
