#+ summary: Joined data cover what their survey covers.
INSERT DATA { GRAPH brochure:wage-and-employment-dynamics-phase-1 { dataset:ashe-census2011 dcterms:spatial area:great-britain . } }
