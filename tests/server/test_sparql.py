"""SPARQL 1.1 Protocol, as the standard and its users have it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from threading import Barrier
from typing import TYPE_CHECKING
from urllib.parse import quote

import httpx
import pytest

from adrgraph.formats import holding
from adrgraph.results import Boolean, Result
from adrgraph.server.app import create_app
from adrgraph.server.sparql import FORM, MAX_BODY, QUERY, UPDATE
from adrgraph.store import open_store
from tests.asgi import Client

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

SELECT = "SELECT ?title { <dataset/npd> <http://purl.org/dc/terms/title> ?title }"
ASK = "ASK {}"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"
DESCRIBE = "DESCRIBE <dataset/leo>"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
JSON = "application/sparql-results+json"
TITLES = {
    "head": {"vars": ["title"]},
    "results": {"bindings": [{"title": {"type": "literal", "value": "é€😀", "xml:lang": "en"}}]},
}


@pytest.mark.parametrize("path", ["/sparql", "/sparql/", "/query", "/query/"])
def test_three_ways(client: Client, path: str) -> None:
    """GET, POST of a form and POST of the query itself answer alike, without redirects."""
    form = {"Content-Type": f"{FORM}; charset=UTF-8"}
    direct = {"Content-Type": "Application/SPARQL-Query; charset=utf-8"}
    answers = [
        client.get(path, params={"query": SELECT}),
        client.post(path, content=f"query={quote(SELECT)}", headers=form),
        client.post(path, content=SELECT, headers=direct),
    ]

    assert [answer.status_code for answer in answers] == [200] * 3
    assert [answer.json() for answer in answers] == [TITLES] * 3
    assert {answer.headers["content-type"] for answer in answers} == {JSON}


def test_head(client: Client) -> None:
    """HEAD is GET without a body: the same status, type and length."""
    head = client.head("/sparql", params={"query": SELECT})
    get = client.get("/sparql", params={"query": SELECT})

    assert head.status_code == 200
    assert head.content == b""
    for header in ("content-type", "content-length", "vary"):
        assert head.headers[header] == get.headers[header]


def test_options(client: Client) -> None:
    """OPTIONS tells the methods, and lets any page send a query."""
    answer = client.options("/sparql", headers={"Origin": "https://yasgui.org"})

    assert answer.status_code == 204
    assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Content-Type" in answer.headers["access-control-allow-headers"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods(client: Client, method: str) -> None:
    """Other methods are not allowed, and the answer says which are."""
    answer = client.request(method, "/sparql")

    assert answer.status_code == 405
    assert "POST" in answer.headers["allow"]
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("format", holding("solutions"), ids=lambda format: format.name)
@pytest.mark.parametrize("query", [SELECT, ASK])
def test_rows_by_accept(client: Client, query: str, format: object) -> None:
    """Each format of rows is sent under the type that was asked for."""
    media_type = getattr(format, "media_type", "")
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": media_type})

    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type


@pytest.mark.parametrize("format", holding("graph"), ids=lambda format: format.name)
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE])
def test_graphs_by_accept(client: Client, query: str, format: object) -> None:
    """Each format of graphs is sent under the type that was asked for, DESCRIBE's too."""
    media_type = getattr(format, "media_type", "")
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": media_type})

    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("query", "media_type"),
    [(SELECT, JSON), (ASK, JSON), (CONSTRUCT, "text/turtle"), (DESCRIBE, "text/turtle")],
)
def test_defaults(client: Client, query: str, media_type: str) -> None:
    """Who accepts anything gets JSON rows and Turtle; a list is cut down by query form."""
    for accept in ("*/*", f"{JSON},text/turtle"):
        answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})

        assert answer.headers["content-type"].partition(";")[0] == media_type


def test_several_accept_lines(client: Client) -> None:
    """Several header lines are one list."""
    lines = [("Accept", "image/png"), ("Accept", "text/csv")]
    answer = client.get("/sparql", params={"query": SELECT}, headers=lines)

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


def test_unacceptable(client: Client) -> None:
    """A request that accepts only what we cannot write is answered 406, naming what we can."""
    answer = client.get("/sparql", params={"query": SELECT}, headers={"Accept": "image/png"})

    assert answer.status_code == 406
    assert answer.json()["offered"] == [format.media_type for format in holding("solutions")]


@pytest.mark.parametrize("name", ["_mediatype", "format", "output", "results"])
def test_overrides(client: Client, name: str) -> None:
    """A parameter may name the format, by short name or media type; it goes before Accept."""
    accept = {"Accept": "application/sparql-results+xml"}
    for value in ("csv", "text/csv"):
        answer = client.get("/sparql", params={"query": SELECT, name: value}, headers=accept)

        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert answer.text == "title\r\né€😀\r\n"


@pytest.mark.parametrize("value", ["", "turtle", "nonsense", "image/png"])
def test_overrides_that_do_not_suit(client: Client, value: str) -> None:
    """A parameter that names no format of rows is no reason to refuse; neither is any other."""
    answer = client.get("/sparql", params={"query": SELECT, "format": value, "ac": "1"})

    assert answer.json() == TITLES


def test_dataset(client: Client) -> None:
    """The graphs of the request make the dataset; a statement of both counts once."""
    a, b = "http://example.org/graph/a", "http://example.org/graph/b"

    def counted(**graphs: list[str]) -> str:
        dataset = {f"{name}-graph-uri": iris for name, iris in graphs.items()}
        answer = client.get("/sparql", params={"query": COUNT, "format": "csv", **dataset})
        return str(answer.text.split()[1])

    assert counted() == "4"
    assert counted(default=[a]) == "2"
    assert counted(default=[a, b]) == "4"
    assert counted(named=[a]) == "0"


def test_dataset_of_a_direct_post(client: Client) -> None:
    """A query sent directly has its dataset in the address."""
    answer = client.post(
        "/sparql?format=csv&default-graph-uri=http%3A%2F%2Fexample.org%2Fgraph%2Fa",
        content=COUNT,
        headers={"Content-Type": QUERY},
    )

    assert answer.text.split() == ["n", "2"]


@pytest.mark.parametrize(
    ("address", "content_type", "body", "status"),
    [
        ("", "", b"query=ASK%20%7B%7D", 400),
        ("", FORM, b"", 400),
        ("", FORM, b"foo=bar", 400),
        ("", FORM, b"query=ASK%20%7B%7D&query=ASK%20%7B%7D", 400),
        ("?query=ASK%20%7B%7D", FORM, b"query=ASK%20%7B%7D", 400),
        ("", FORM, b"query=%FF", 400),
        ("", FORM, b"query=\xff", 400),
        ("", FORM, b"update=DROP%20ALL", 403),
        ("", FORM, b"query=ASK%20%7B%7D&update=DROP%20ALL", 403),
        ("?update=DROP%20ALL", QUERY, b"ASK {}", 403),
        ("", FORM, b"query=DROP%20ALL", 400),
        ("", QUERY, b"DROP ALL", 400),
        ("", QUERY, b"", 400),
        ("", QUERY, b"ASK { ?s ?p '\xff' }", 400),
        ("", QUERY, "ASK {}".encode("utf-16"), 400),
        ("", f"{QUERY}; charset=utf-16", "ASK {}".encode("utf-16"), 415),
        ("", UPDATE, b"DROP ALL", 403),
        ("", "text/plain", b"ASK {}", 415),
        ("", "multipart/form-data", b"", 415),
        ("", QUERY, b"#" * (MAX_BODY + 1), 413),
        ("?default-graph-uri=no%20iri", QUERY, b"ASK {}", 400),
    ],
)
def test_bad_posts(
    client: Client, *, address: str, content_type: str, body: bytes, status: int
) -> None:
    """What the protocol forbids, or would write, is refused as a problem in JSON."""
    headers = {"Content-Type": content_type} if content_type else {}
    answer = client.post(f"/sparql{address}", content=body, headers=headers)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("query=ASK%20%7B%7D&query=ASK%20%7B%7D", 400),
        ("query=", 400),
        ("query=%FF", 400),
        ("update=DROP%20ALL", 403),
        ("query=ASK%20%7B%7D&update=DROP%20ALL", 403),
        ("query=LOAD%20%3Chttp%3A%2F%2F127.0.0.1%3A9%2F%3E", 400),
    ],
)
def test_bad_gets(client: Client, address: str, status: int) -> None:
    """A GET with none, two or unreadable queries, or an update, is refused."""
    assert client.get(f"/sparql?{address}").status_code == status


def test_syntax_error(client: Client) -> None:
    """A syntax error is a 400 that tells line and column."""
    answer = client.get("/sparql", params={"query": "SELECT *\n{ ?s ?p }"})

    assert answer.status_code == 400
    assert answer.json() == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "SPARQL syntax error at the end of the text.",
        "line": 2,
        "column": 10,
    }


@pytest.mark.parametrize(
    "query",
    [
        "ASK { SERVICE <http://127.0.0.1:9/> {} }",
        "ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
        "ASK { FILTER(true" + " && true" * 5000 + ") }",
    ],
)
def test_danger(client: Client, query: str) -> None:
    """What would call out or crash the process is a bad request."""
    answer = client.post("/sparql", content=query, headers={"Content-Type": QUERY})

    assert answer.status_code == 400
    assert client.get("/sparql", params={"query": ASK}).status_code == 200


def test_xml_that_cannot_be(client: Client) -> None:
    """A result that the wanted format cannot hold is not acceptable in it."""
    query = "CONSTRUCT { <urn:a> <http://example.org/1> 1 } {}"
    answer = client.get("/sparql", params={"query": query, "format": "rdfxml"})

    assert answer.status_code == 406
    assert "ends in no XML name" in answer.json()["detail"]


def test_every_response_is_open(client: Client) -> None:
    """Pages of other sites may read every answer, errors too, whoever asked first."""
    answers = [
        client.get("/sparql", params={"query": ASK}),
        client.get("/sparql", params={"query": "nonsense"}),
        client.get("/nothing"),
    ]

    assert {answer.headers["access-control-allow-origin"] for answer in answers} == {"*"}
    assert {answer.headers["vary"] for answer in answers} == {
        "Accept, Accept-Encoding, Accept-Profile"
    }


@dataclass(frozen=True, slots=True)
class Meeting:
    """A store that answers no query before two are being asked."""

    barrier: Barrier

    def query(self, *_: object, **__: object) -> Result:
        """Wait for the other."""
        self.barrier.wait(timeout=20)
        return Boolean(value=True)

    def dump(self) -> Iterator[ox.Quad]:
        """Nothing."""
        return iter(())


def test_beside_each_other() -> None:
    """Queries run in threads: one does not wait for the other, nor does the event loop."""
    app = create_app(Meeting(Barrier(2)))

    async def both() -> list[int]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            asked = (client.get("/sparql", params={"query": ASK}) for _ in range(2))
            return [answer.status_code for answer in await asyncio.gather(*asked)]

    assert asyncio.run(both()) == [200, 200]


@dataclass(frozen=True, slots=True)
class Broken:
    """A store that fails in a way nobody foresaw."""

    def query(self, *_: object, **__: object) -> Result:
        """Fail."""
        raise RuntimeError("a secret")

    def dump(self) -> Iterator[ox.Quad]:
        """Nothing."""
        return iter(())


def test_crash() -> None:
    """A fault of ours is a 500 that tells nothing of its inside."""
    answer = Client(create_app(Broken())).get("/sparql", params={"query": ASK})

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


def test_store_out_of_reach() -> None:
    """A store that cannot be reached is a 502."""
    client = Client(create_app(open_store("http://127.0.0.1:9/sparql")))

    assert client.get("/sparql", params={"query": ASK}).status_code == 502
