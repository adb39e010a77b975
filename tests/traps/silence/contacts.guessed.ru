#+ summary: A team has an address like that of other teams.
INSERT DATA { GRAPH brochure:wage-and-employment-dynamics-phase-1 { <https://w3id.org/adrgraph/programme/wage-and-employment-dynamics#contact> vcard:hasEmail <mailto:wed@example.org> . } }
