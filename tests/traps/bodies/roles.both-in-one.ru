#+ summary: One attribution serves for two roles.
#+ caught: shape/attribution#role
INSERT DATA { GRAPH source:leo-access-guidance { <https://w3id.org/adrgraph/dataset/leo#owner-dfe-england> dcat:hadRole role:controller . } }
