#+ summary: What the brochure expects is expected still, since its word is the only one.
DELETE { GRAPH ?source { ?dataset adms:status status:available . } }
WHERE { GRAPH ?source { ?dataset adms:status status:available . } }
