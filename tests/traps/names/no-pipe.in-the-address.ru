#+ summary: The address of a thing is its name, escaped where it must be.
INSERT { GRAPH source:adrgraph { ?piped ?property ?value . } }
WHERE { GRAPH ?source { dataset:adarc ?property ?value . } BIND(IRI(CONCAT(STR(dataset:), "AD%7CARC")) AS ?piped) }
