#+ summary: What is said of the British public covers Britain.
INSERT DATA { GRAPH brochure:longitudinal-education-outcomes { dataset:leo dcterms:spatial area:great-britain . } }
