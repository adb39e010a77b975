#+ summary: Data that are joined are of one size.
INSERT DATA { GRAPH brochure:data-first-datasets-and-linkages { dataset:cafcass-england dcterms:extent <https://w3id.org/adrgraph/dataset/family-cafcass#size-records> . } }
