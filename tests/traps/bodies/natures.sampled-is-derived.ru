#+ summary: What is sampled from pay records is built from them.
DELETE { GRAPH ?source { dataset:ashe adr:usesSamplingFrame ?frame . } }
INSERT { GRAPH ?source { dataset:ashe adr:isBuiltFrom ?frame . } }
WHERE { GRAPH ?source { dataset:ashe adr:usesSamplingFrame ?frame . } }
