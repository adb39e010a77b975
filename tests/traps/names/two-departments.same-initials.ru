#+ summary: DfE on a page of Northern Ireland is the Department for Education.
DELETE { GRAPH ?source { ?part prov:agent organisation:economy-ni . } }
INSERT { GRAPH ?source { ?part prov:agent organisation:dfe-england . } }
WHERE { GRAPH ?source { ?part prov:agent organisation:economy-ni . } }
