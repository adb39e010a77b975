#+ summary: What holds by default is stated for each.
DELETE { GRAPH ?source { ?release adr:wording ?words . } }
WHERE { GRAPH ?source { ?release a adr:Release ; adr:wording ?words . } }
