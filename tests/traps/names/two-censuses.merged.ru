#+ summary: There was one census in 2011, so what was linked with either was linked with it.
DELETE { GRAPH ?source { ?linkage prov:used dataset:census-2011-ni . } }
INSERT { GRAPH ?source { ?linkage prov:used dataset:census-2011-ew . } }
WHERE { GRAPH ?source { ?linkage prov:used dataset:census-2011-ni . } }
