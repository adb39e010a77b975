#+ summary: The lookup is said to record what the data that it joins record.
#+ caught: shape/lookup#identifiers-only
INSERT DATA { GRAPH source:adrgraph { dataset:df-cjs-lookup adr:recordsCharacteristic characteristic:demographics . } }
