#+ summary: A dataset has a legal basis.
DELETE { GRAPH ?source { ?thing ?power ?law . } }
INSERT { GRAPH ?source { ?thing adr:isAccessedUnder ?law . } }
WHERE { GRAPH ?source { ?thing ?power ?law . FILTER(?power IN (adr:isLinkedUnder, adr:isAcquiredUnder)) } }
