"""The examples of the ontology: they parse, they conform, and what they tell is true."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from adrgraph.findings import Severity
from adrgraph.iris import ADR, BASE, CATALOG, PREFIXES
from adrgraph.layout import find_layout
from adrgraph.reasoning import reason
from adrgraph.sources import Document, Sources, read
from adrgraph.validation import shape_findings

if TYPE_CHECKING:
    from collections.abc import Iterable

LAYOUT = find_layout()
SOURCES = read(LAYOUT)
EXAMPLE = ox.NamedNode(PREFIXES["skos"] + "example")
TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
DEFINITION = ox.NamedNode(PREFIXES["skos"] + "definition")


def of_ours(predicate: ox.NamedNode) -> dict[str, list[str]]:
    """What is told of each term of ours by one property."""
    found: dict[str, list[str]] = {}
    for quad in (quad for document in SOURCES.ontology for quad in document.quads):
        subject, value = quad.subject, quad.object
        if quad.predicate != predicate or not isinstance(value, ox.Literal):
            continue
        if isinstance(subject, ox.NamedNode) and subject.value.startswith(ADR):
            found.setdefault(subject.value.removeprefix(ADR), []).append(value.value)
    return found


EXAMPLES = {name: texts[0] for name, texts in of_ours(EXAMPLE).items()}
CLASSES = sorted(name for name in EXAMPLES if name[0].isupper())


def statements(text: str) -> list[ox.Triple]:
    """What an example states: Turtle with our prefixes, relative to our base."""
    schemes = {document.iri for document in SOURCES.schemes}
    prefixes = {iri.rpartition("/")[2]: f"{iri}#" for iri in schemes} | dict(PREFIXES)
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(prefixes.items()))
    quads = ox.parse(head + text, format=ox.RdfFormat.TURTLE, base_iri=BASE)
    return [quad.triple for quad in quads]


@pytest.fixture(scope="module")
def known() -> set[ox.Triple]:
    """All that holds in the graph: stated, or inferred from what is stated."""
    stated = {quad.triple for document in SOURCES.documents for quad in document.quads}
    return stated | {quad.triple for quad in reason(SOURCES).quads()}


def beside(triples: Iterable[ox.Triple]) -> Sources:
    """The sources, in which only the example describes what it describes."""
    described = {triple.subject for triple in triples}
    kept = [
        quad
        for document in SOURCES.data
        for quad in document.quads
        if quad.subject not in described
    ]
    graph = ox.NamedNode(CATALOG)
    shown = [ox.Quad(each.subject, each.predicate, each.object, graph) for each in triples]
    data = Document(path="data/example.trig", iri=CATALOG, text="", quads=(*kept, *shown))
    rest = [document for document in SOURCES.documents if document not in SOURCES.data]
    return Sources(LAYOUT, tuple(sorted([*rest, data], key=lambda each: each.path)))


def test_every_term_has_one() -> None:
    """Every class and property of ours has just one example."""
    examples = of_ours(EXAMPLE)

    assert examples.keys() == of_ours(DEFINITION).keys()
    assert {name for name, texts in examples.items() if len(texts) != 1} == set()


@pytest.mark.parametrize("name", EXAMPLES)
def test_shows_its_term(name: str) -> None:
    """An example of a class has a member of it; one of a property is a statement with it."""
    triples = statements(EXAMPLES[name])
    term = ox.NamedNode(ADR + name)
    members = [each for each in triples if each.predicate == TYPE and each.object == term]
    uses = [each for each in triples if each.predicate == term]

    assert members if name[0].isupper() else uses == triples


@pytest.mark.parametrize("name", EXAMPLES)
def test_is_true(name: str, known: set[ox.Triple]) -> None:
    """What an example states, the graph holds: mend the example when the data change."""
    assert [triple for triple in statements(EXAMPLES[name]) if triple not in known] == []


@pytest.mark.parametrize("name", CLASSES)
def test_conforms(name: str) -> None:
    """What an example describes satisfies the shapes, told by the example alone."""
    triples = statements(EXAMPLES[name])
    described = {str(triple.subject) for triple in triples}
    found = [
        finding
        for finding in shape_findings(beside(triples))
        if finding.severity == Severity.VIOLATION and finding.focus in described
    ]

    assert found == []


def test_incomplete_example_is_found() -> None:
    """An example without the statement that a shape demands would not pass."""
    triples = [each for each in statements(EXAMPLES["Extent"]) if "hasUnit" not in str(each)]
    found = [finding.property for finding in shape_findings(beside(triples))]

    assert f"<{ADR}hasUnit>" in found
