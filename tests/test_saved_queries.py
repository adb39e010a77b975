"""The saved queries: what they answer over the small world and over the real data."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib

import adrgraph
from adrgraph.catalogue import Catalogue, bound_terms, scheme_slugs
from adrgraph.iris import BASE, PREFIXES
from adrgraph.layout import find_layout
from adrgraph.queries import Query, read_queries
from adrgraph.results import Solutions
from adrgraph.store import load
from tests.answers import Answer, answers, lines, real_catalogue, world_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from adrgraph.results import Row, Term

# rdflib warns of deprecated names that it uses itself.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")

LAYOUT = find_layout()
QUERIES, BROKEN = read_queries(LAYOUT.queries, schemes=scheme_slugs(LAYOUT))
ASKED = (
    *("links-to", "dataset", "datasets", "linkages", "components-of", "where-is", "how-to-access"),
    *("covering", "research-questions", "documentation-of", "contacts", "expected", "owners"),
    "who-said",
)
TAGS = {
    *("access", "catalogue", "contents", "linkage"),
    *("organisations", "research", "sources", "time"),
}
CHAIN = f"""
BASE <{BASE}dataset/>
PREFIX adr: <{PREFIXES["adr"]}>
PREFIX dcat: <{PREFIXES["dcat"]}>
PREFIX dcterms: <{PREFIXES["dcterms"]}>
PREFIX rdfs: <{PREFIXES["rdfs"]}>
<register> a dcat:Dataset ; rdfs:label "Register"@en .
<page> a dcat:Dataset ; rdfs:label "Page"@en ; dcterms:isPartOf <register> .
<one> a dcat:Dataset ; rdfs:label "One"@en ; adr:isBuiltFrom <page> .
<two> a dcat:Dataset ; rdfs:label "Two"@en ; adr:isBuiltFrom <one> .
<three> a dcat:Dataset ; rdfs:label "Three"@en ; adr:isBuiltFrom <two> .
<four> a dcat:Dataset ; rdfs:label "Four"@en ; adr:isBuiltFrom <three> .
<one> adr:drawsOn <page> .
<two> adr:drawsOn <page> , <one> .
<three> adr:drawsOn <page> , <one> , <two> .
<four> adr:drawsOn <page> , <one> , <two> , <three> .
"""


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Catalogue]:
    """The small world and the real data, built."""
    folder = tmp_path_factory.mktemp("graphs")
    return {"world": world_catalogue(folder / "world"), "data": real_catalogue(folder / "cache")}


@pytest.fixture(scope="module")
def copies(graphs: dict[str, Catalogue]) -> dict[str, rdflib.Dataset]:
    """The same graphs in rdflib."""
    return {name: catalogue.to_rdflib() for name, catalogue in graphs.items()}


def rows(catalogue: Catalogue, sparql: str) -> list[tuple[Term | None, ...]]:
    """The rows of an answer, in order."""
    found = catalogue.query(sparql)
    assert isinstance(found, Solutions)
    return [tuple(row) for row in found]


def rdflib_rows(dataset: rdflib.Dataset, sparql: str) -> list[tuple[Term | None, ...]]:
    """The rows of rdflib's answer, in its order, in the terms of ours."""
    found = dataset.query(sparql)
    assert found.vars is not None
    return [tuple(term(solution.get(name)) for name in found.vars) for solution in found.bindings]


def term(theirs: object) -> Term | None:
    """A term of rdflib's as one of ours."""
    if theirs is None:
        return None
    if isinstance(theirs, rdflib.Literal):
        if theirs.language:
            return ox.Literal(str(theirs), language=theirs.language)
        datatype = theirs.datatype or rdflib.XSD.string
        return ox.Literal(str(theirs), datatype=ox.NamedNode(str(datatype)))
    assert isinstance(theirs, rdflib.URIRef)
    return ox.NamedNode(str(theirs))


def portable() -> list[Answer]:
    """All answers of the small world, and of the real data the shortest of each query with rows."""
    filled = [answer for answer in answers("data") if len(answer.lines) > 2]
    shortest = {
        answer.query: answer
        for answer in sorted(filled, key=lambda answer: len(answer.lines), reverse=True)
    }
    return [*answers("world"), *shortest.values()]


def examples(query: Query) -> Iterable[dict[str, object]]:
    """What must be given, alone and with each other parameter, as the examples have it."""
    needed: dict[str, object] = {p.name: p.example for p in query.parameters if p.required}
    yield needed
    for parameter in query.parameters:
        if not parameter.required:
            yield needed | {parameter.name: parameter.example}


def test_files() -> None:
    """Every question that the catalogue promises is a file that can be read."""
    assert BROKEN == ()
    assert set(ASKED) <= set(QUERIES)


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_described(query: Query) -> None:
    """A query is a question, with known tags; its parameters have label, help and example."""
    assert query.summary.endswith("?")
    assert query.tags
    assert set(query.tags) <= TAGS
    assert [p for p in query.parameters if not (p.label and p.help and p.example)] == []


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_ordered(query: Query) -> None:
    """No two rows can tie: every column is a key of the order, and no row is cut off."""
    _, _, order = query.text.rpartition("ORDER BY")
    bare = re.sub(r"STR\([^)]*\)", "", order)

    assert set(query.columns) <= set(re.findall(r"\?(\w+)", bare))
    assert re.search(r"\b(LIMIT|OFFSET|REDUCED)\b", query.text) is None


@pytest.mark.parametrize("graph", ["world", "data"])
def test_every_query_has_answers(graph: str) -> None:
    """Each query has expected rows over the small world and over the real data."""
    found = answers(graph)
    filled = {answer.query for answer in found if len(answer.lines) > 2}

    assert filled == set(QUERIES)
    assert [answer for answer in found if answer.path.name.split(".")[0] != answer.query] == []


@pytest.mark.parametrize("answer", answers(), ids=str)
def test_answer(answer: Answer, graphs: dict[str, Catalogue]) -> None:
    """A query answers with just the expected rows, in order and each once."""
    catalogue = graphs[answer.graph]
    found = catalogue.query(answer.sparql(catalogue))
    assert isinstance(found, Solutions)

    assert lines(answer.asked, found.variables, found) == answer.lines
    assert len({tuple(row) for row in found}) == len(found)


@pytest.mark.parametrize("answer", portable(), ids=str)
def test_portable(
    answer: Answer, graphs: dict[str, Catalogue], copies: dict[str, rdflib.Dataset]
) -> None:
    """Rdflib's engine gives the same rows in the same order.

    It is slow: over the real data each query is asked once, with its shortest answer that has rows.
    """
    catalogue = graphs[answer.graph]
    sparql = answer.sparql(catalogue)

    assert rdflib_rows(copies[answer.graph], sparql) == rows(catalogue, sparql)


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_unchanged(
    query: Query, graphs: dict[str, Catalogue], copies: dict[str, rdflib.Dataset]
) -> None:
    """A file runs as it stands; where nothing need be given, both engines answer the same."""
    ours = rows(graphs["world"], query.text)

    if not any(parameter.required for parameter in query.parameters):
        assert ours
        assert rdflib_rows(copies["world"], query.text) == ours


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_examples(query: Query, graphs: dict[str, Catalogue]) -> None:
    """The examples of the parameters have an answer in the real data."""
    catalogue = graphs["data"]
    for values in examples(query):
        assert rows(catalogue, query.bind(bound_terms(catalogue.store, query, values))), values


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_nothing(query: Query, graphs: dict[str, Catalogue]) -> None:
    """Of a thing that nobody speaks of there is nothing to say, not even an empty row."""
    things = [each for each in query.parameters if not each.is_literal] or query.parameters
    asked = [each for each in things if each.required] or things[:1]
    nobody = {each.name: ox.NamedNode(f"{BASE}{each.type}/nobody") for each in asked}
    given = {
        each.name: each.literal(each.example)
        for each in query.parameters
        if each.required and each.is_literal
    }

    assert rows(graphs["world"], query.bind({**given, **nobody})) == []


def test_direct_links_of_the_pupil_database(graphs: dict[str, Catalogue]) -> None:
    """LEO, GRADE, GUIE, MoJ-DfE and ECHILD link to the pupil database, all in one environment."""
    found = graphs["data"].run("links-to", dataset="National Pupil Database")
    assert isinstance(found, Solutions)
    products = {"leo", "grade", "moj-dfe", "echild", "guie"}
    held = {(slug(row), str(row.environment)) for row in found if row.environment is not None}

    assert held >= {(name, f"<{BASE}environment/ons-srs>") for name in products}
    assert "npd" not in {slug(row) for row in found}


def test_containment_is_not_transitive(graphs: dict[str, Catalogue]) -> None:
    """GRADE uses the pupil database, which holds children in care; GRADE does not hold them."""
    found = graphs["data"].run("links-to", dataset="children-looked-after-england")
    assert isinstance(found, Solutions)

    assert "grade" not in {slug(row) for row in found}
    assert "leo" in {slug(row) for row in found}


def test_answer_comes_from_the_graph(tmp_path: Path) -> None:
    """Without the one statement that LEO's linkage used it, LEO is not built from NPD."""
    for name in ("ontology", "shapes", "queries", "data"):
        shutil.copytree(LAYOUT.root / name, tmp_path / name)
    linkage = tmp_path / "data" / "linkages" / "leo.trig"
    text = linkage.read_text("utf-8")
    linkage.write_text(text.replace("        dataset:npd ,\n", ""), encoding="utf-8")
    found = adrgraph.load(tmp_path, cache=tmp_path / "cache").run("links-to", dataset="npd")
    assert isinstance(found, Solutions)
    built = {slug(row) for row in found if words(row, "sense") == "built from it"}

    assert linkage.read_text("utf-8") != text
    assert "grade" in built
    assert "leo" not in built


def test_chains() -> None:
    """A chain is shown with its steps, the shortest only, and ends in a part where one leads on."""
    store = load(ox.parse(CHAIN, format=ox.RdfFormat.TURTLE))
    query = QUERIES["links-to"]
    found = store.query(query.bind({"dataset": ox.NamedNode(f"{BASE}dataset/register")}))
    assert isinstance(found, Solutions)

    assert [(slug(row), words(row, "sense"), words(row, "through")) for row in found] == [
        ("one", "built from a part of it", "Page"),
        ("four", "through a chain", "Three → … → One → Page"),
        ("three", "through a chain", "Two → One → Page"),
        ("two", "through a chain", "One → Page"),
    ]


def slug(row: Row) -> str:
    """The last part of the first IRI of a row."""
    first = row[0]
    assert isinstance(first, ox.NamedNode)
    return first.value.rpartition("/")[2]


def words(row: Row, name: str) -> str:
    """The words of a literal in a row."""
    literal = row[name]
    assert isinstance(literal, ox.Literal)
    return literal.value
