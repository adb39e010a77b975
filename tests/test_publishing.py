"""Publishing into Oxigraph's server and Virtuoso: what is written, dropped, and left alone."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from adrgraph.errors import RemoteFailure, StoreError, UnfaithfulStore
from adrgraph.iris import BASE, STAGED
from adrgraph.publishing import GraphStore, Updates, publish
from adrgraph.publishing import content as content_module
from adrgraph.remote import RemoteStore, remote_store
from adrgraph.transport import Credentials
from tests.far import Far, fill, oxigraph, virtuoso
from tests.scripted import Reply, scripted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from adrgraph.publishing import Writer

FIRST = """
PREFIX : <http://example.org/>
PREFIX graph: <graph/>
:x :p 1, 2, "drei"@de , [ :q "of the default graph" ] .
GRAPH graph:a { :x :p 1 , [ :q "of a" ] . }
GRAPH graph:b { :x :p 2 . }
"""
SECOND = """
PREFIX : <http://example.org/>
PREFIX graph: <graph/>
:x :p 1, 4 , [ :q "of the default graph" ] .
GRAPH graph:a { :x :p 1 , [ :q "of a" ] . }
GRAPH graph:c { :x :p 4 . }
"""
FOREIGN = ox.Quad(
    ox.NamedNode("http://example.org/y"),
    ox.NamedNode("http://example.org/p"),
    ox.Literal("theirs"),
    ox.NamedNode("http://example.org/theirs"),
)


def quads(trig: str) -> list[ox.Quad]:
    """Statements in our graphs."""
    return list(ox.parse(trig, format=ox.RdfFormat.TRIG, base_iri=BASE))


def within(graph: str, triple: ox.Triple) -> ox.Quad:
    """A statement in a graph."""
    return ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(graph))


@pytest.fixture(params=["update", "staged", "graph-store", "virtuoso"])
def way(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[Far, RemoteStore, Writer]]:
    """A store that holds what is not ours, and a way to write to it."""
    with (virtuoso if request.param == "virtuoso" else oxigraph)(tmp_path) as far:
        fill(far, [FOREIGN])
        writers: dict[str, Writer] = {
            "update": Updates(far.update),
            "staged": Updates(far.update, whole=0),
            "graph-store": GraphStore(far.graph_store),
            "virtuoso": GraphStore(far.graph_store, far.credentials),
        }
        yield far, remote_store(far.store), writers[request.param]


def test_publish(way: tuple[Far, RemoteStore, Writer]) -> None:
    """All statements are there, in their graphs; what is not ours is left alone."""
    _, store, writer = way
    done = publish(quads(FIRST), store, writer)

    assert (done.graphs, done.written, done.dropped) == (3, 3, 0)
    assert content_module.differences(store.afresh(), content_module.contents(quads(FIRST))) == []
    assert store.afresh().graphs() == (f"{BASE}graph/a", f"{BASE}graph/b")
    assert bool(store.query(f"ASK FROM {FOREIGN.graph_name} {{ ?s ?p 'theirs' }}"))


def test_publish_again(way: tuple[Far, RemoteStore, Writer]) -> None:
    """What has not changed is not written again, and what is no more is dropped."""
    _, store, writer = way
    publish(quads(FIRST), store, writer)
    same = publish(quads(FIRST), store, writer)
    other = publish(quads(SECOND), store, writer)

    assert (same.written, same.dropped) == (0, 0)
    assert (other.written, other.dropped) == (2, 1)  # the default graph and c; b
    assert store.afresh().graphs() == (f"{BASE}graph/a", f"{BASE}graph/c")
    assert bool(store.query(f"ASK FROM {FOREIGN.graph_name} {{ ?s ?p 'theirs' }}"))


def test_all_at_once(tmp_path: Path) -> None:
    """Who reads meanwhile sees one build or the other, never a part of each."""
    sums, over = set(), threading.Event()
    with oxigraph(tmp_path) as far:
        store = remote_store(far.store)
        builds = [quads(FIRST), quads(SECOND)]
        publish(builds[0], store, Updates(far.update))

        def read() -> None:
            while not over.is_set():
                sums.add(store.query(ALL_NUMBERS).write("csv").decode().split()[1])

        reader = threading.Thread(target=read)
        reader.start()
        for number in range(20):
            publish(builds[number % 2 - 1], store, Updates(far.update))
        over.set()
        reader.join()

    assert sums == {"6", "10"}


ALL_NUMBERS = """
SELECT (SUM(?n) AS ?sum) {
  { ?s <http://example.org/p> ?n } UNION { GRAPH ?g { ?s <http://example.org/p> ?n } }
  FILTER(ISNUMERIC(?n))
}
"""


def test_taken_up_again(tmp_path: Path) -> None:
    """What was staged before a publication failed is not staged again, and does not stay behind."""
    with oxigraph(tmp_path) as far:
        store = remote_store(far.store)
        staged = content_module.contents(quads(FIRST))[f"{BASE}graph/b"]
        name = STAGED + content_module.digest(staged)
        marked = ox.Triple(staged[0].subject, staged[0].predicate, ox.Literal("left behind"))
        fill(far, [within(name, triple) for triple in staged])
        fill(far, [within(f"{STAGED}other", marked)])
        told: list[str] = []
        publish(quads(FIRST), store, Updates(far.update, whole=0), progress=told.append)

        assert store.afresh().graphs() == (f"{BASE}graph/a", f"{BASE}graph/b")

    assert told == [
        "Comparing",
        *(f"Staging graph {number} of 3" for number in (1, 2, 3)),
        "Putting 3 graphs in place",
        "Reading back",
    ]


def test_default_graph_of_others(tmp_path: Path) -> None:
    """A default graph that is not ours is not touched."""
    theirs = ox.Quad(*FOREIGN.triple)
    with oxigraph(tmp_path) as far:
        fill(far, [theirs])
        with pytest.raises(StoreError, match="holds 1 statements that are not from here"):
            publish(quads(FIRST), remote_store(far.store), Updates(far.update))
        merged = remote_store(f"{far.store}?default-graph-uri={BASE}graph/merged")
        publish(quads(FIRST), merged, Updates(far.update))

        assert set(remote_store(far.store).dump()) >= {theirs}
        assert not bool(merged.query("ASK { ?s ?p 'theirs' }"))
        assert bool(merged.query("ASK { ?s ?p 'drei'@de }"))


def test_not_let_in(tmp_path: Path) -> None:
    """Who may not write is told so, and nothing has changed."""
    with virtuoso(tmp_path) as far:
        store = remote_store(far.store)
        writer = GraphStore(far.graph_store, Credentials("dba", "wrong"))
        with pytest.raises(RemoteFailure, match=r"does not let us in \(401"):
            publish(quads(FIRST), store, writer)

        assert store.afresh().graphs() == ()


def test_unfaithful(tmp_path: Path) -> None:
    """What a store gives back otherwise is told: Virtuoso makes a number of a year's duration."""
    year = ox.Literal("P1Y", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#duration"))
    odd = ox.Quad(FOREIGN.subject, FOREIGN.predicate, year, ox.NamedNode(f"{BASE}graph/a"))
    with (
        virtuoso(tmp_path) as far,
        pytest.raises(UnfaithfulStore, match=r'graph/a>: 1 statements.*without.*"P1Y"'),
    ):
        publish([odd], remote_store(far.store), GraphStore(far.graph_store, far.credentials))


def test_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large store is counted and sampled: what is missing is found."""
    monkeypatch.setattr(content_module, "LARGE", 0)
    wanted = content_module.contents(quads(FIRST))
    with oxigraph(tmp_path) as far:
        store = remote_store(far.store)
        publish(quads(FIRST), store, Updates(far.update))
        assert content_module.differences(store, wanted) == []

        replaced = [within(f"{BASE}graph/b", FOREIGN.triple)]
        fill(far, replaced)
        (other,) = content_module.differences(store, wanted)
        fill(far, [*replaced, within(f"{BASE}graph/b", quads(FIRST)[0].triple)])
        (more,) = content_module.differences(store, wanted)

    assert (other.name, other.example) == (f"{BASE}graph/b", "1 of a sample")
    assert (more.expected, more.found) == (1, 2)


def answer(body: bytes) -> Reply:
    """An answer with this body."""
    return Reply(body=body)


def test_refused_update() -> None:
    """What the store says of an update that it refuses is passed on."""
    none = b'{"head":{"vars":["size"]},"results":{"bindings":[]}}'
    zero = none.replace(b"[]", b'[{"size":{"type":"literal","value":"0"}}]')
    with (
        scripted(*map(answer, (none, zero, none, zero, none, none))) as endpoint,
        scripted(Reply(400, "text/plain", b"no INSERT here")) as update,
        pytest.raises(RemoteFailure, match=r"failed \(400\).*no INSERT here"),
    ):
        publish(quads(FIRST), remote_store(endpoint.address), Updates(update.address))
