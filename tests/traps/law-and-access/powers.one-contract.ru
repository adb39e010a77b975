#+ summary: An agreement on sharing data is an agreement on sharing data, whoever signs it.
DELETE { GRAPH ?source { ?thing ?power legal-gateway:echild-sublicence . } }
INSERT { GRAPH ?source { ?thing ?power legal-gateway:dsa-contract . } }
WHERE { GRAPH ?source { ?thing ?power legal-gateway:echild-sublicence . } }
