"""The bytes of triples and rows."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from adrgraph.errors import UnknownFormat
from adrgraph.formats import Format, find_format, holding
from adrgraph.iris import BASE, PREFIXES
from adrgraph.results import Solutions, Triples, triples

TITLE = ox.NamedNode(PREFIXES["dcterms"] + "title")
LEO = ox.NamedNode(f"{BASE}dataset/leo")


@pytest.fixture
def graph() -> Triples:
    """A dataset with types, literals of every sort and a blank node."""
    text = """
        PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dcterms: <http://purl.org/dc/terms/>
        PREFIX dataset: <https://w3id.org/adrgraph/dataset/>
        PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        dataset:leo a dcat:Dataset ; dcterms:title "LEO"@en, "é €\\n<b>" ;
            dcterms:issued "2022"^^xsd:gYear ; dcterms:extent [ dcterms:extent 38 ] ;
            dcterms:subject <https://w3id.org/adrgraph/scheme/theme#education> .
    """
    return triples(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE))


@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")  # rdflib's own calls
@pytest.mark.parametrize("format", holding("graph"), ids=lambda format: format.name)
def test_read_by_another(graph: Triples, format: Format) -> None:
    """Every format of a graph is read by rdflib as the same graph."""
    names = {"ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}
    expected = rdflib.Graph().parse(data=graph.write("ntriples"), format="nt")
    dataset = rdflib.Dataset()
    dataset.parse(data=graph.write(format), format=names.get(format.name, format.name))

    assert isomorphic(expected, dataset.default_graph)


def test_turtle(graph: Triples) -> None:
    """Turtle begins with the prefixes that are used, sorted; a thing's type comes first."""
    assert str(graph).splitlines()[:6] == [
        "@prefix dataset: <https://w3id.org/adrgraph/dataset/> .",
        "@prefix dcat: <http://www.w3.org/ns/dcat#> .",
        "@prefix dcterms: <http://purl.org/dc/terms/> .",
        "@prefix theme: <https://w3id.org/adrgraph/scheme/theme#> .",
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .",
        "_:b0 dcterms:extent 38 .",
    ]
    assert "dataset:leo a dcat:Dataset ;" in str(graph)


def test_jsonld(graph: Triples) -> None:
    """JSON-LD names our prefixes in its context and types as @type."""
    document = json.loads(graph.write("jsonld"))
    leo = document["@graph"][1]

    assert document["@context"]["dcterms"] == PREFIXES["dcterms"]
    assert leo["@id"] == "dataset:leo"
    assert leo["@type"] == ["dcat:Dataset"]
    assert leo["dcterms:issued"] == [{"@type": "xsd:gYear", "@value": "2022"}]


def test_jsonld_with_odd_types() -> None:
    """A literal where a type should be is written as it is."""
    odd = triples([ox.Triple(LEO, ox.NamedNode(PREFIXES["rdf"] + "type"), ox.Literal("x"))])

    assert b'"@value": "x"' in odd.write("jsonld")


@pytest.mark.parametrize("name", ["http://example.org/1", "http://example.org/"])
def test_rdfxml_without_a_name(name: str) -> None:
    """RDF/XML refuses a property or type that makes no element, instead of writing bad XML."""
    node = ox.NamedNode(name)
    as_type = ox.Triple(LEO, ox.NamedNode(PREFIXES["rdf"] + "type"), node)

    for triple in (ox.Triple(LEO, node, LEO), as_type):
        with pytest.raises(UnknownFormat, match=f"RDF/XML cannot write <{name}>"):
            triples([triple]).write("rdfxml")


@pytest.mark.parametrize("format", ["rdfxml", "turtle", "ntriples", "jsonld"])
def test_control_characters(format: str) -> None:
    """A character that XML forbids is refused by RDF/XML and kept by the others."""
    bell = triples([ox.Triple(LEO, TITLE, ox.Literal("a\x07"))])

    if format == "rdfxml":
        with pytest.raises(UnknownFormat, match=r"cannot hold the character U\+0007"):
            bell.write(format)
    else:
        quads = ox.parse(bell.write(format), format=find_format(format, "graph").rdf)

        assert [quad.triple for quad in quads] == list(bell)


def test_rows_in_every_format() -> None:
    """Rows are written by the library in each format that holds them."""
    answer = {
        "head": {"vars": ["x", "y"]},
        "results": {"bindings": [{"x": {"type": "literal", "value": "é,1", "xml:lang": "en"}}]},
    }
    solutions = Solutions(json.dumps(answer).encode())

    assert solutions.write("csv").decode() == 'x,y\r\n"é,1",\r\n'
    assert solutions.write("tsv").decode() == '?x\t?y\n"é,1"@en\t\n'
    assert '<literal xml:lang="en">é,1</literal>' in solutions.write("xml").decode()
    assert json.loads(solutions.write(find_format("json"))) == answer


def test_rows_that_xml_cannot_hold() -> None:
    """Rows with a character that XML forbids are refused in XML alone."""
    bell = Solutions(
        b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"\\u0007"}}]}}'
    )

    assert bell.write("csv") == b"x\r\n\x07\r\n"
    with pytest.raises(UnknownFormat, match="Choose a format that is not XML"):
        bell.write("xml")
