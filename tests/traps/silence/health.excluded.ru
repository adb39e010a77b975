#+ summary: Everybody knows that the Act leaves out health data.
DELETE { GRAPH source:unverified { legal-gateway:dea-2017 skos:note ?note . } }
INSERT { GRAPH source:uksa-dea-faq { legal-gateway:dea-2017 skos:note ?note . } }
WHERE { GRAPH source:unverified { legal-gateway:dea-2017 skos:note ?note . } }
