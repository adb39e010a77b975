"""The catalogue in Python: asked by name, in SPARQL, and through rdflib."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

import adrgraph
from adrgraph.errors import (
    AmbiguousName,
    InvalidParameter,
    InvalidQueryFile,
    LayoutError,
    QueryError,
    UnknownName,
    UnknownQuery,
)
from adrgraph.iris import BASE, PREFIXES
from adrgraph.results import Solutions
from tests.layouts import QUERY, world_layout

if TYPE_CHECKING:
    from pathlib import Path

    from adrgraph.catalogue import Catalogue

COUNT = "SELECT (COUNT(*) AS ?count) WHERE { ?subject ?predicate ?object }"
IMPORTED = """
import sys, adrgraph
loaded = {"rdflib", "click", "rich", "yaml", "pyoxigraph", "starlette"} & set(sys.modules)
print(sorted(loaded))
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The small world, built."""
    folder = tmp_path_factory.mktemp("catalogue")
    layout = world_layout(folder / "world")
    (layout.queries / "malformed.rq").write_text("SELECT")
    return adrgraph.load(layout.root, cache=folder / "cache")


@pytest.mark.parametrize(
    "name",
    ["pupils", "Pupil Register", "pupil-register", f"{BASE}dataset/pupils", "dataset/pupils"],
)
def test_run(graph: Catalogue, name: str) -> None:
    """A saved query answers for a dataset, however it is named."""
    rows = graph.run("linked-with", dataset=name)

    assert isinstance(rows, Solutions)
    assert [row.to_dict() for row in rows] == [
        {"linked": f"{BASE}dataset/hospital", "label": "Hospital Stays"}
    ]


def test_native_values(graph: Catalogue) -> None:
    """Dates, terms, several values and nothing at all are taken as Python has them."""
    pupils = ox.NamedNode(f"{BASE}dataset/pupils")
    both = graph.run("linked-with", dataset=pupils, since=date(2022, 9, 1), area=["Wales", "gb"])
    neither = graph.run("linked-with", dataset=pupils, since=None, area=[])

    assert isinstance(both, Solutions)
    assert isinstance(neither, Solutions)
    assert (len(both), len(neither)) == (2, 1)  # the query has a row for each area


@pytest.mark.parametrize(
    ("name", "values", "error", "message"),
    [
        ("linked", {}, UnknownQuery, 'No query is called "linked". Did you mean "linked-with"?'),
        ("xyz", {}, UnknownQuery, "`adrgraph queries` lists them"),
        ("../linked-with", {}, UnknownQuery, "No query is called"),
        ("malformed", {}, InvalidQueryFile, "malformed.rq:1:"),
        ("linked-with", {}, InvalidParameter, "linked-with needs dataset"),
        ("linked-with", {"dataset": None}, InvalidParameter, "linked-with needs dataset"),
        ("linked-with", {"datset": "pupils"}, InvalidParameter, 'Did you mean "dataset"'),
        ("linked-with", {"dataset": "pupil"}, UnknownName, 'Did you mean "pupils"'),
        ("linked-with", {"dataset": ["pupils", "cohort"]}, InvalidParameter, "one value, not 2"),
        ("linked-with", {"dataset": ox.Literal("x")}, InvalidParameter, "dataset takes a dataset"),
        ("linked-with", {"dataset": "pupils", "since": "soon"}, InvalidParameter, "2022-09-30"),
        ("linked-with", {"dataset": "pupils", "area": "atlantis"}, UnknownName, "No area"),
    ],
)
def test_refused(
    graph: Catalogue,
    name: str,
    values: dict[str, object],
    error: type[Exception],
    message: str,
) -> None:
    """What cannot be asked is refused with the nearest that can."""
    with pytest.raises(error) as caught:
        graph.run(name, **values)

    assert message in str(caught.value)


def test_misuse(graph: Catalogue, tmp_path: Path) -> None:
    """What is no name and no folder is refused as such; a cache may be named by text."""
    with pytest.raises(UnknownQuery, match='No query is called "None"'):
        graph.run(None)  # type: ignore[arg-type]
    with pytest.raises(LayoutError, match="cannot be reached"):
        adrgraph.load("\0")
    again = adrgraph.load(graph.layout.root, cache=str(tmp_path))

    assert set(again.store.dump()) == set(graph.store.dump())
    assert list(tmp_path.iterdir())


def test_ambiguous(graph: Catalogue) -> None:
    """A slug of two kinds is ambiguous where any thing is meant."""
    with pytest.raises(AmbiguousName) as caught:
        graph.names.resolve("cohort")

    assert caught.value.candidates == (f"{BASE}dataset/cohort", f"{BASE}linkage/cohort")


def test_queries(graph: Catalogue) -> None:
    """The saved queries are a mapping by name; malformed files stand apart."""
    assert list(graph.queries) == ["linked-with"]
    assert graph.queries["linked-with"].text == QUERY
    assert [error.line for error in graph.malformed] == [1]


def test_query(graph: Catalogue) -> None:
    """SPARQL is answered over the merged graph; a mistake says where it is."""
    rows = graph.query(COUNT)

    assert isinstance(rows, Solutions)
    assert int(rows[0].to_dict()["count"]) > 1000
    with pytest.raises(QueryError, match=r"^line 1, column "):
        graph.query("SELECT ?x {")


def test_rdflib(graph: Catalogue) -> None:
    """In rdflib the graph has the same statements, in the same graphs, with prefixes bound."""
    dataset = graph.to_rdflib()
    ours = {str(quad.graph_name) for quad in graph.store.dump()} - {"DEFAULT"}

    assert len(list(dataset.quads())) == len(list(graph.store.dump()))
    assert {f"<{each.identifier}>" for each in dataset.graphs()} >= ours
    assert {(name, str(iri)) for name, iri in dataset.namespaces()} >= set(PREFIXES.items())


def test_public_names() -> None:
    """The public names are sorted, complete, and all there."""
    assert list(adrgraph.__all__) == sorted(adrgraph.__all__)
    assert all(getattr(adrgraph, name).__name__ == name for name in adrgraph.__all__)
    assert set(dir(adrgraph)) == {*adrgraph.__all__, "__version__"}
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        adrgraph.nothing  # noqa: B018 — the look itself is tested


def test_light_import() -> None:
    """Importing adrgraph loads no library: each comes with what needs it."""
    command = [sys.executable, "-c", IMPORTED]

    assert subprocess.check_output(command, text=True).strip() == "[]"
