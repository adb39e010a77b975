"""What the SPARQL editor of SIB asks an endpoint when it opens, and how it asks.

The queries ask for what `packages/sparql-editor/src/metadata.ts` of sib-swiss/sparql-editor asks
for, at commit 2c65b736121b: examples, prefixes, VoID, and what it falls back on without VoID.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from adrgraph.iris import BASE, PREFIXES

if TYPE_CHECKING:
    from adrgraph.catalogue import Catalogue
    from tests.asgi import Client

EXAMPLES = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?example ?comment ?query
WHERE {
  ?example a sh:SPARQLExecutable ;
    rdfs:comment ?comment ;
    sh:select|sh:ask|sh:construct|sh:describe ?query .
}
ORDER BY ?example
"""
DECLARED = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace
WHERE {
  [] sh:namespace ?namespace ;
    sh:prefix ?prefix .
}
ORDER BY ?prefix
"""
PARTITIONS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
SELECT DISTINCT ?graph ?subject ?subjectLabel ?property ?propertyLabel ?triples ?object ?datatype
WHERE {
  {
    OPTIONAL {
      ?graph sd:graph ?described .
      ?described void:classPartition ?part .
    }
    ?part void:class ?subject ;
      void:propertyPartition ?propertyPart .
    OPTIONAL { ?subject rdfs:label ?subjectLabel }
    ?propertyPart void:property ?property .
    OPTIONAL { ?propertyPart void:triples ?triples }
    OPTIONAL { ?property rdfs:label ?propertyLabel }
    OPTIONAL {
      { ?propertyPart void:classPartition [ void:class ?object ] }
      UNION
      { ?propertyPart void-ext:datatypePartition [ void-ext:datatype ?datatype ] }
    }
  }
  UNION
  {
    ?linkset void:subjectsTarget [ void:class ?subject ] ;
      void:linkPredicate ?property ;
      void:objectsTarget [ void:class ?object ] .
  }
}
ORDER BY ?subject ?object ?datatype ?graph ?triples
"""
CLASSES = "SELECT DISTINCT ?class WHERE { [] a ?class . }"
PROPERTIES = "SELECT DISTINCT ?property WHERE { [] ?property [] . }"


def asked(client: Client, query: str) -> list[dict[str, str]]:
    """The rows of an answer, asked for as the editor asks: by GET, with a mark for statistics."""
    answer = client.get(
        "/sparql",
        params={"ac": "1", "query": query},
        headers={"Accept": "application/sparql-results+json", "Origin": "https://example.org"},
    )
    assert answer.status_code == 200, answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    bindings: list[dict[str, Any]] = answer.json()["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]


def test_examples(real: Catalogue, real_site: Client) -> None:
    """Every saved query is listed with its question, and its text is answered as it stands."""
    found = asked(real_site, EXAMPLES)

    assert {row["example"] for row in found} == {f"{BASE}query/{name}" for name in real.queries}
    assert {row["comment"] for row in found} == {q.summary for q in real.queries.values()}
    for row in found[::10]:
        assert asked(real_site, row["query"]), row["example"]


def test_prefixes(real_site: Client) -> None:
    """Every prefix is declared with its namespace."""
    found = {row["prefix"]: row["namespace"] for row in asked(real_site, DECLARED)}

    assert found == dict(PREFIXES)


def test_partitions(real_site: Client) -> None:
    """What properties each class has, how often, and to what they lead, is told in one graph."""
    found = asked(real_site, PARTITIONS)
    dataset, title = f"{PREFIXES['dcat']}Dataset", f"{PREFIXES['dcterms']}title"
    titled = [row for row in found if (row["subject"], row["property"]) == (dataset, title)]

    assert len(titled) == 1
    assert titled[0]["datatype"] == f"{PREFIXES['rdf']}langString"
    assert int(titled[0]["triples"]) > 100
    assert len({row["graph"] for row in found if "graph" in row}) == 1
    assert all("graph" in row for row in found if "triples" in row)
    assert any("object" in row and "subjectLabel" in row for row in found)


@pytest.mark.parametrize(
    ("query", "name"), [(CLASSES, "class"), (PROPERTIES, "property")], ids=["class", "property"]
)
def test_without_void(real_site: Client, query: str, name: str) -> None:
    """What it asks for where there is no VoID is answered with all that VoID tells, and more."""
    wanted = {
        row["subject" if name == "class" else "property"] for row in asked(real_site, PARTITIONS)
    }

    assert wanted <= {row[name] for row in asked(real_site, query)}
