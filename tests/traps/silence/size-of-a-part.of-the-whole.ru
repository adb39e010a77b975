#+ summary: The joined data are as large as one of their parts.
DELETE { GRAPH ?source { <https://w3id.org/adrgraph/dataset/family-cafcass#size-records> adr:countedThing ?part . } }
WHERE { GRAPH ?source { <https://w3id.org/adrgraph/dataset/family-cafcass#size-records> adr:countedThing ?part . } }
