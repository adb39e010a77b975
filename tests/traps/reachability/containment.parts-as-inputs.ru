#+ summary: The linkage read the parts of what it read.
INSERT { GRAPH source:adrgraph { linkage:grade prov:used ?part . } }
WHERE { GRAPH ?source { ?part dcterms:isPartOf dataset:npd . } }
