#+ summary: The impossible figure is thrown away.
DELETE WHERE { GRAPH source:cafcass-england-data-resource { dataset:cafcass-england dcterms:extent <https://w3id.org/adrgraph/dataset/cafcass-england#size-adults> . } }
