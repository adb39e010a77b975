#+ summary: The sizes of the files are moved to the collection as if it were one.
DELETE { GRAPH ?source { ?dataset dcterms:extent ?extent . } }
INSERT { GRAPH ?source { dataset:df-cjs-linked dcterms:extent ?extent . } }
WHERE { GRAPH ?source { ?dataset dcterms:isPartOf|dcterms:extent ?any ; dcterms:extent ?extent . }
        FILTER(?dataset IN (dataset:df-crown, dataset:df-magistrates, dataset:df-prisoner, dataset:df-probation)) }
