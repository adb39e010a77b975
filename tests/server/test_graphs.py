"""SPARQL 1.1 Graph Store HTTP Protocol: whole graphs are read by name, nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from adrgraph.formats import holding
from adrgraph.server.app import create_app
from adrgraph.store import load
from tests.asgi import Client

if TYPE_CHECKING:
    import httpx

    from adrgraph.store import Store

GRAPH_A = {"graph": "http://example.org/graph/a"}


def statements(answer: httpx.Response) -> set[str]:
    """What an answer states."""
    media_type = answer.headers["content-type"].partition(";")[0]
    format = next(f for f in holding("graph") if f.media_type == media_type)
    return {str(quad.triple) for quad in ox.parse(answer.content, format=format.rdf)}


def stored(store: Store, name: ox.NamedNode | ox.DefaultGraph) -> set[str]:
    """What a graph of the store states."""
    return {str(quad.triple) for quad in store.dump() if quad.graph_name == name}


@pytest.mark.parametrize("format", holding("graph"), ids=lambda format: format.name)
def test_named(client: Client, store: Store, format: object) -> None:
    """A graph that is named is answered whole, in the format that is accepted."""
    media_type = getattr(format, "media_type", "")
    answer = client.get("/graph", params=GRAPH_A, headers={"Accept": media_type})

    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert statements(answer) == stored(store, ox.NamedNode(GRAPH_A["graph"])) != set()


def test_default(client: Client, store: Store) -> None:
    """The default graph is answered whole."""
    assert statements(client.get("/graph?default")) == stored(store, ox.DefaultGraph())


def test_default_is_empty() -> None:
    """There always is a default graph, with something in it or not."""
    assert Client(create_app(load(()))).get("/graph?default").status_code == 200


def test_direct() -> None:
    """A graph of ours is also answered at its own address (direct identification, §4.1)."""
    text = "<urn:a> <urn:b> <urn:c> <https://w3id.org/adrgraph/graph/inferred> ."
    client = Client(create_app(load(ox.parse(text, format=ox.RdfFormat.N_QUADS))))
    direct = client.get("/graph/inferred.nt")

    assert direct.text == "<urn:a> <urn:b> <urn:c> .\n"
    assert client.put("/graph/inferred", content=b"").status_code == 405


def test_head(client: Client) -> None:
    """HEAD tells whether there is such a graph."""
    there, nowhere = client.head("/graph", params=GRAPH_A), client.head("/graph?graph=urn:x")

    assert (there.status_code, nowhere.status_code) == (200, 404)
    assert there.content == b""


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("graph=http://example.org/graph/none", 404),
        ("", 400),
        ("graph=", 400),
        ("graph=relative", 400),
        ("graph=http://example.org/%3E%20%7B%7D", 400),
        ("default&graph=http://example.org/graph/a", 400),
        ("graph=http://example.org/graph/a&graph=http://example.org/graph/b", 400),
    ],
)
def test_refused(client: Client, query: str, status: int) -> None:
    """One graph has to be named, by its whole IRI, and to be there."""
    answer = client.get(f"/graph?{query}")

    assert answer.status_code == answer.json()["status"] == status


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_read_only(client: Client, method: str) -> None:
    """Nothing is written, and what may be done is told."""
    answer = client.request(method, "/graph", params=GRAPH_A)

    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
