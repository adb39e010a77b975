#+ summary: The footnote is about the coverage of the earnings survey.
DELETE { GRAPH ?source { ?thing ?property ?value . } }
INSERT { GRAPH brochure:wage-and-employment-dynamics-phase-1 { dataset:ashe-census2011 dcterms:spatial area:northern-ireland . } }
WHERE { GRAPH ?source { ?thing ?property ?value . FILTER(?thing IN (dataset:ees-2011, linkage:ees-2011)) } }
