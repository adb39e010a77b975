#+ summary: What is not mentioned is not needed.
INSERT { GRAPH source:adrgraph { ?dataset adr:condition "The Digital Economy Act does not apply."@en . } }
WHERE { GRAPH ?source { ?dataset adr:isAccessedThrough access-route:sail-two-stage . } }
