#+ summary: What its parts are in, the joined data are in too.
INSERT DATA {
  GRAPH brochure:data-first-family-court-cafcass-linked-dataset {
    dataset:family-cafcass dcat:distribution <https://w3id.org/adrgraph/dataset/family-cafcass#release-ons-srs> .
    <https://w3id.org/adrgraph/dataset/family-cafcass#release-ons-srs> a adr:Release ; adr:isHeldIn environment:ons-srs .
  }
}
