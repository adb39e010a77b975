#+ summary: The staff of those who take part are the staff of the regulator.
DELETE { GRAPH ?source { <https://w3id.org/adrgraph/linkage/grade#linker-not-named> adr:wording ?words . } }
INSERT { GRAPH ?source { <https://w3id.org/adrgraph/linkage/grade#linker-not-named> prov:agent organisation:ofqual . } }
WHERE { GRAPH ?source { <https://w3id.org/adrgraph/linkage/grade#linker-not-named> adr:wording ?words . } }
