#+ summary: A flagship dataset surely has a DOI of the same prefix.
INSERT DATA { GRAPH source:leo-dataset-page { dataset:leo dcterms:identifier "10.57906/leo" . } }
