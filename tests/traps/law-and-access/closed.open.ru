#+ summary: Open data are public.
#+ caught: shape/dataset#access-rights
DELETE { GRAPH ?source { dataset:grade dcterms:accessRights ?right . } }
INSERT { GRAPH ?source { dataset:grade dcterms:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> . } }
WHERE { GRAPH ?source { dataset:grade dcterms:accessRights ?right . } }
