"""The service description and the front page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from adrgraph.formats import FORMATS
from adrgraph.iris import PREFIXES
from adrgraph.results import text
from adrgraph.server.app import create_app
from tests.asgi import Client

if TYPE_CHECKING:
    from adrgraph.store import Store

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def described(client: Client) -> ox.Store:
    """What the endpoint says of itself."""
    answer = client.get("/sparql", headers={"Accept": "application/n-triples"})
    store = ox.Store()
    store.load(answer.content, format=ox.RdfFormat.N_TRIPLES)
    return store


def objects(store: ox.Store, predicate: str) -> list[str]:
    """The values of a property of the service description, sorted."""
    found = store.quads_for_pattern(None, ox.NamedNode(PREFIXES["sd"] + predicate), None)
    return sorted(text(quad.object) for quad in found)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "text/turtle"),
        ("text/turtle", "text/turtle"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
        (BROWSER, "text/html"),
    ],
)
def test_bare_get(client: Client, accept: str, media_type: str) -> None:
    """Without a query programs get RDF and browsers a page."""
    answer = client.get("/sparql", headers={"Accept": accept})

    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert answer.headers["vary"] == "Accept, Accept-Encoding, Accept-Profile"


def test_computed(client: Client) -> None:
    """Formats, graphs and sizes are those of the table and the store."""
    store = described(client)
    sizes = store.quads_for_pattern(None, ox.NamedNode(PREFIXES["void"] + "triples"), None)

    assert objects(store, "endpoint") == ["http://testserver/sparql"]
    assert objects(store, "resultFormat") == sorted(format.iri for format in FORMATS)
    assert objects(store, "name") == ["http://example.org/graph/a", "http://example.org/graph/b"]
    assert sorted(text(quad.object) for quad in sizes) == ["2", "3", "4"]


def test_feature(client: Client) -> None:
    """The store remembers a graph that becomes empty, as the description says."""
    graph, node = ox.NamedNode("http://example.org/graph"), ox.NamedNode("http://example.org/a")
    kept = ox.Store()
    kept.add(ox.Quad(node, node, node, graph))
    kept.remove(ox.Quad(node, node, node, graph))

    assert list(kept.named_graphs()) == [graph]
    assert objects(described(client), "feature") == ["sd:EmptyGraphs"]


def test_public_url(store: Store) -> None:
    """Behind a proxy the endpoint is what the world calls it."""
    client = Client(create_app(store, public_url="https://example.org/adr/"))

    assert objects(described(client), "endpoint") == ["https://example.org/adr/sparql"]


def test_front_page(client: Client) -> None:
    """The front page says what this is and where to ask; RDF is there for who asks for it."""
    page = client.get("/", headers={"Accept": BROWSER})
    rdf = client.get("/", headers={"Accept": "text/turtle"})

    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "linked administrative datasets" in page.text
    assert 'href="/sparql"' in page.text
    assert client.get("/").text == page.text
    assert rdf.headers["content-type"] == "text/turtle; charset=utf-8"


@pytest.mark.parametrize("host", ['"><script>alert(1)</script>', "a b", "<x>", "[", "é"])
def test_odd_host(client: Client, host: str) -> None:
    """A Host header that makes no address is refused or escaped, never echoed."""
    for accept in (BROWSER, "text/turtle"):
        answer = client.get("/sparql", headers={"Host": host.encode(), "Accept": accept})

        assert answer.status_code in {200, 400}
        assert "<script>" not in answer.text


def test_unacceptable(client: Client) -> None:
    """The description too is refused to those who accept nothing that it is written in."""
    assert client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406


def test_head(client: Client) -> None:
    """HEAD of the description has no body."""
    answer = client.head("/")

    assert answer.status_code == 200
    assert answer.content == b""
    assert int(answer.headers["content-length"]) > 0
