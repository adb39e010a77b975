#+ summary: What an environment holds is in its catalogue.
INSERT DATA { GRAPH brochure:welsh-environmental-dataset { dataset:welsh-env adr:isCatalogedIn catalogue:sail-catalogue . } }
