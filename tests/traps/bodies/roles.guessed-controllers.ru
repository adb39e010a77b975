#+ summary: The five controllers must be the five departments that own inputs.
DELETE { GRAPH ?source { <https://w3id.org/adrgraph/dataset/leo#controller-departments> adr:amount ?five ; adr:wording ?words . } }
INSERT { GRAPH ?source { <https://w3id.org/adrgraph/dataset/leo#controller-departments> prov:agent organisation:dfe-england . } }
WHERE { GRAPH ?source { <https://w3id.org/adrgraph/dataset/leo#controller-departments> adr:amount ?five ; adr:wording ?words . } }
