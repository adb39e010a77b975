"""The contract of a store, the same in memory, on disk and behind an endpoint."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from adrgraph.errors import QueryError, StoreError
from adrgraph.iris import BASE
from adrgraph.outline import MAX_LENGTH, Filled
from adrgraph.results import Boolean, Solutions, Triples, text
from adrgraph.store import BACKENDS, Store, load, open_store, write_store
from tests.far import fill, oxigraph, virtuoso
from tests.loopback import served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

A, B, C = (f"{BASE}graph/{name}" for name in "abc")

WORLD = """
PREFIX : <http://example.org/>
PREFIX graph: <graph/>
:x :p 1 . :x :p 2 . :x :p "drei"@de .
GRAPH graph:a { :x :p 1 . }
GRAPH graph:b { :x :p 1 . :x :p 2 . }
GRAPH graph:c { :x :p "drei"@de . }
"""

DEVIATIONS = {
    ("test_merged_once", "oxigraph"): "it joins graphs without removing duplicates",
    ("test_merged_once", "virtuoso"): "it joins graphs without removing duplicates",
    ("test_arguments_over_from", "virtuoso"): "it adds the graphs of FROM to those of the request",
    ("test_syntax_error", "virtuoso"): "it names the line alone, and says what is wrong in its way",
}
"""What a store of others does not do as we do, and why."""


def world() -> list[ox.Quad]:
    """Three statements, one of them said twice."""
    return list(ox.parse(WORLD, format=ox.RdfFormat.TRIG, base_iri=BASE))


@contextmanager
def on_disk(path: Path) -> Iterator[Store]:
    """The world in a folder, opened for reading."""
    write_store(path / "store", world())
    yield open_store(f"file:{path / 'store'}")


@contextmanager
def far_away() -> Iterator[Store]:
    """The world behind an endpoint of ours."""
    with served(load(world())) as address:
        yield open_store(f"{address}sparql")


@contextmanager
def in_oxigraph(path: Path) -> Iterator[Store]:
    """The world in Oxigraph's own server."""
    with oxigraph(path) as place:
        fill(place, world())
        yield open_store(place.store)


@contextmanager
def in_virtuoso(path: Path) -> Iterator[Store]:
    """The world in Virtuoso, its default graph in a graph of its own."""
    with virtuoso(path) as place:
        fill(place, world())
        yield open_store(place.store)


@pytest.fixture(scope="module", params=["memory", "file", "http", "oxigraph", "virtuoso"])
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """The world in each backend; of those far away, in ours, in Oxigraph and in Virtuoso."""
    folder = tmp_path_factory.mktemp("world")
    places: dict[str, Callable[[], AbstractContextManager[Store]]] = {
        "memory": lambda: nullcontext(load(world())),
        "file": lambda: on_disk(folder),
        "http": far_away,
        "oxigraph": lambda: in_oxigraph(folder),
        "virtuoso": lambda: in_virtuoso(folder),
    }
    with places[request.param]() as opened:
        yield opened


@pytest.fixture(autouse=True)
def _deviating(request: pytest.FixtureRequest) -> None:
    """Expect a deviation, and only where one is known."""
    if "store" not in request.fixturenames:
        return
    case = request.node.callspec.params["store"]
    why = DEVIATIONS.get((request.node.originalname, case))
    if why:
        request.applymarker(pytest.mark.xfail(reason=f"{case}: {why}"))


def count(store: Store, sparql: str, **graphs: list[str]) -> int:
    """The one number that a query answers."""
    answer = store.query(sparql, **graphs)
    assert isinstance(answer, Solutions)
    return int(text(answer[0][0]))


def test_select(store: Store) -> None:
    """Rows come in order, with their terms whole."""
    answer = store.query("SELECT ?o { ?s ?p ?o } ORDER BY STR(?o)")

    assert isinstance(answer, Solutions)
    assert [row.o for row in answer] == [
        ox.Literal(1),
        ox.Literal(2),
        ox.Literal("drei", language="de"),
    ]


def test_ask(store: Store) -> None:
    """Yes or no is a truth value."""
    assert store.query("ASK {}") == Boolean(value=True)
    assert store.query("ASK { ?s ?p 3 }") == Boolean(value=False)


@pytest.mark.parametrize(
    "sparql",
    [
        "CONSTRUCT { ?s ?p 1, 1 } WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }",
        f"DESCRIBE <http://example.org/x> FROM <{A}>",
    ],
)
def test_graphs(store: Store, sparql: str) -> None:
    """CONSTRUCT and DESCRIBE give triples, each once."""
    answer = store.query(sparql)
    x, p = (ox.NamedNode(f"http://example.org/{name}") for name in "xp")

    assert isinstance(answer, Triples)
    assert list(answer) == [ox.Triple(x, p, ox.Literal(1))]


def test_relative_iris(store: Store) -> None:
    """What an IRI is relative to is our base."""
    answer = store.query("SELECT ?x { BIND(<dataset/leo> AS ?x) }")

    assert isinstance(answer, Solutions)
    assert text(answer[0].x) == "dataset/leo"


def test_default_graph(store: Store) -> None:
    """The default graph is one of its own, not the sum of the named ones."""
    assert count(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == 3
    assert count(store, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == 4


@pytest.mark.parametrize(
    ("clauses", "number"),
    [
        (f"FROM <{A}>", 1),
        ("FROM g:b", 2),
        (f"FROM NAMED <{A}> FROM NAMED g:c", 0),
        ("FROM g:none", 0),
    ],
)
def test_from(store: Store, clauses: str, number: int) -> None:
    """FROM makes the default graph, and is empty where only FROM NAMED is written."""
    prologue = f"PREFIX g: <{BASE}graph/> SELECT (COUNT(*) AS ?n)"

    assert count(store, f"{prologue} {clauses} {{ ?s ?p ?o }}") == number


@pytest.mark.parametrize(
    ("clauses", "number"),
    [
        (f"FROM <{A}> FROM g:b", 0),
        (f"FROM <{A}> FROM g:b FROM NAMED g:c", 1),
        ("FROM NAMED g:b FROM NAMED g:c", 3),
    ],
)
def test_from_named(store: Store, clauses: str, number: int) -> None:
    """Only what FROM NAMED names is a named graph where there is a FROM."""
    prologue = f"PREFIX g: <{BASE}graph/> SELECT (COUNT(*) AS ?n)"

    assert count(store, f"{prologue} {clauses} {{ GRAPH ?g {{ ?s ?p ?o }} }}") == number


def test_merged_once(store: Store) -> None:
    """A statement of two graphs counts once where both make the default (SPARQL 1.1 §13.2.1)."""
    every = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    written = every.replace("{", f"FROM <{A}> FROM <{B}> {{")

    assert (count(store, written), count(store, every, default_graphs=[A, B, A])) == (2, 2)


def test_dataset_by_argument(store: Store) -> None:
    """Graphs that are named as arguments make the whole dataset."""
    every = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"

    assert count(store, every, default_graphs=[A]) == 1
    assert count(store, named, default_graphs=[A]) == 0
    assert count(store, named, named_graphs=[A, C]) == 2
    assert count(store, every, named_graphs=[A, C]) == 0
    assert count(store, named, default_graphs=[A, B], named_graphs=[C]) == 1
    assert count(store, every, default_graphs=["http://example.org/none"]) == 0


def test_arguments_over_from(store: Store) -> None:
    """Graphs that are named as arguments count, whatever FROM says (SPARQL 1.1 Protocol §2.1.4)."""
    every = f"SELECT (COUNT(*) AS ?n) FROM <{C}> {{ ?s ?p ?o }}"  # noqa: S608 — a constant

    assert count(store, every, default_graphs=[B]) == 2


def test_dump(store: Store) -> None:
    """A dump is every statement in its graph."""
    assert set(store.dump()) == set(world())


def test_syntax_error(store: Store) -> None:
    """A syntax error tells line and column."""
    with pytest.raises(QueryError) as caught:
        store.query("SELECT *\n{ ?s ?p }")

    assert (caught.value.line, caught.value.column) == (2, 10)
    assert "syntax error at the end of the text" in str(caught.value)


def test_undeclared_prefix(store: Store) -> None:
    """A prefix that is not declared is named, with the line that declares it."""
    with pytest.raises(QueryError) as caught:
        store.query("ASK {\n  ?s a dcat:Dataset }")

    assert str(caught.value) == (
        'line 2, column 8: The prefix "dcat:" is not declared. '
        "Begin with PREFIX dcat: <http://www.w3.org/ns/dcat#>"
    )


@pytest.mark.parametrize(
    ("sparql", "words"),
    [
        ("", "syntax error"),
        ("INSERT DATA { <urn:a> <urn:b> 1 }", "read-only"),
        ("DROP ALL", "read-only"),
        ("ASK { SERVICE <http://127.0.0.1:9/> {} }", "SERVICE is refused"),
        ("ASK { SERVICE SILENT <http://127.0.0.1:9/> {} }", "SERVICE is refused"),
        ("ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }", "at most 100"),
        ("ASK { FILTER(true" + " && true" * 5000 + ") }", "at most 1000"),
    ],
)
def test_refused(store: Store, sparql: str, words: str) -> None:
    """What does not parse, would write, call out or crash is refused in words."""
    with pytest.raises(QueryError, match=words):
        store.query(sparql)


def test_remote_graphs_are_not_fetched(store: Store) -> None:
    """FROM names graphs of the store; nothing is fetched from their addresses."""
    assert count(store, "SELECT (COUNT(*) AS ?n) FROM <http://127.0.0.1:9/> { ?s ?p ?o }") == 0


@pytest.mark.parametrize("graph", ["no iri", "relative", "http://[", "\ud800"])
def test_bad_graph(graph: str) -> None:
    """A graph whose name is no IRI is refused."""
    with pytest.raises(QueryError):
        load([]).query("ASK {}", default_graphs=[graph])


@pytest.mark.parametrize("sparql", ["\ud800", "ASK { ?s ?p '\ud800' }", "\x00"])
def test_no_text(sparql: str) -> None:
    """What is no Unicode text is refused."""
    with pytest.raises(QueryError):
        load([]).query(sparql)


def test_too_long() -> None:
    """A text beyond all reason is not read."""
    with pytest.raises(QueryError, match="longer than"):
        load([]).query("#" * (MAX_LENGTH + 1))


def test_memory_is_empty() -> None:
    """A fresh memory store holds nothing."""
    assert list(open_store("memory:").dump()) == []


def test_backends_are_tested() -> None:
    """Every scheme has a backend that the contract runs over; https is http."""
    assert set(BACKENDS) == {"memory", "file", "http", "https"}


@pytest.mark.parametrize("location", ["", "memory", "ftp://example.org/", "build/store"])
def test_no_such_backend(location: str) -> None:
    """A location without a backend is answered with what can be written."""
    with pytest.raises(StoreError, match='Write "memory:", "file:" and a folder'):
        open_store(location)


@pytest.mark.parametrize(
    ("words", "complaint"), [("SERVICE <urn:b> {}", "SERVICE"), ("FILTER {", "line 1")]
)
def test_what_is_filled_in_is_checked(words: str, complaint: str) -> None:
    """A query with terms filled in is held to what is demanded of any."""
    template = f"SELECT * {{ VALUES ?s {{ UNDEF }} {words} }}"
    with pytest.raises(QueryError, match=complaint):
        load(()).query(Filled(template.replace("UNDEF", "<urn:a>"), template=template))


def test_light() -> None:
    """Asking a local store loads neither rdflib nor a web framework nor the remote client."""
    code = (
        "import sys, adrgraph.store; adrgraph.store.open_store('memory:').query('ASK {}'); "
        "print({'rdflib', 'starlette', 'SPARQLWrapper', 'pandas'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"
