#+ summary: The daily accrual of a source system, as a catalogue has it, is taken for the research file's.
#+ caught: check/dangling-reference
INSERT DATA { GRAPH source:adr-uk-catalogue-probation { dataset:df-probation dcterms:accrualPeriodicity frequency:daily . } }
