"""An endpoint that misbehaves."""

from __future__ import annotations

import re
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

from adrgraph.errors import QueryError, RemoteFailure, StoreError
from adrgraph.iris import BASE, NO_GRAPH
from adrgraph.results import Boolean, Solutions, Triples
from adrgraph.store import open_store
from tests.scripted import JSON, Heard, Reply, scripted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

YES = (
    b'<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
    b"<head/><boolean>true</boolean></sparql>"
)

ROWS = (
    b'{"head":{"vars":["x"]},"results":{"bindings":['
    b'{"x":{"type":"literal","value":"1"}},{"x":{"type":"literal","value":"2"}}]}}'
)


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait between attempts."""
    monkeypatch.setattr("adrgraph.transport.time.sleep", lambda _: None)


@contextmanager
def answering(
    status: int, media_type: str, body: bytes, headers: Mapping[str, str] = MappingProxyType({})
) -> Iterator[str]:
    """The address of an endpoint that gives everyone the same answer."""
    with scripted(Reply(status, media_type, body, headers)) as endpoint:
        yield endpoint.address


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        (
            "application/sparql-results+xml",
            YES,
        ),
        ("application/json; charset=utf-8", b'{"head":{},"boolean":true}'),
    ],
)
def test_other_formats(media_type: str, body: bytes) -> None:
    """An endpoint may answer in another format than the one we like best."""
    with answering(200, media_type, body) as endpoint:
        assert open_store(endpoint).query("ASK {}") == Boolean(value=True)


def test_rows_in_xml() -> None:
    """Rows that come as XML are the same rows."""
    body = (
        b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/></head>'
        b'<results><result><binding name="x"><literal>1</literal></binding></result></results>'
        b"</sparql>"
    )
    with answering(200, "application/sparql-results+xml", body) as endpoint:
        answer = open_store(endpoint).query("SELECT ?x {}")

    assert isinstance(answer, Solutions)
    assert answer.write("csv") == b"x\r\n1\r\n"


def test_triples_in_turtle() -> None:
    """Triples that come as Turtle, and twice, are the same triples, once."""
    with answering(200, "text/turtle", b"<urn:a> <urn:b> 1, 1 .") as endpoint:
        answer = open_store(endpoint).query("CONSTRUCT WHERE { ?s ?p ?o }")

    assert isinstance(answer, Triples)
    assert len(answer) == 1


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("text/html", b"<h1>Welcome</h1>"),
        ("application/sparql-results+json", b"{"),
        ("application/sparql-results+json", b""),
        ("application/sparql-results+xml", b"<oops/>"),
    ],
)
def test_no_answer(media_type: str, body: bytes) -> None:
    """An answer that cannot be read is an error of the store, with the address."""
    with (
        answering(200, media_type, body) as endpoint,
        pytest.raises(StoreError, match=re.escape(f"{endpoint} answered with {media_type}")),
    ):
        open_store(endpoint).query("SELECT * {}")


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 503])
def test_failure(status: int) -> None:
    """An endpoint that fails is named."""
    with (
        answering(status, "text/plain", b"no") as endpoint,
        pytest.raises(StoreError, match=endpoint),
    ):
        open_store(endpoint).query("ASK {}")


@pytest.mark.parametrize(
    ("media_type", "body", "words"),
    [
        ("application/problem+json", b'{"detail": "No.", "line": 2, "column": 3}', "column 3: No."),
        ("text/plain", b"Lexical error at line 1", "Lexical error at line 1"),
        ("application/json", b"[]", r"\[\]"),
        ("text/plain", b"", "without saying why"),
    ],
)
def test_refused_query(media_type: str, body: bytes, words: str) -> None:
    """What the endpoint says of a query reaches the person who wrote it."""
    with answering(400, media_type, body) as endpoint, pytest.raises(QueryError, match=words):
        open_store(endpoint).query("ASK {\n }")


def test_place_in_the_first_line() -> None:
    """A place is told as in the query that was asked, not as in the text that was sent."""
    sent = f"BASE <{BASE}> ASK {{ ?s ?p }}"
    problem = b'{"detail": "No.", "line": 1, "column": %d}' % (sent.index("}") + 1)
    with (
        answering(400, "application/problem+json", problem) as endpoint,
        pytest.raises(QueryError) as caught,
    ):
        open_store(endpoint).query("ASK { ?s ?p }")

    assert (caught.value.line, caught.value.column) == (1, 13)


@pytest.mark.parametrize(
    "sparql",
    ["DROP ALL", "ASK { SERVICE <http://127.0.0.1:9/> {} }", "ASK { FILTER(" + "(" * 200],
)
def test_never_sent(sparql: str) -> None:
    """What would write, call out or go too deep does not reach the endpoint."""
    with scripted(Reply()) as endpoint, pytest.raises(QueryError):
        open_store(endpoint.address).query(sparql)

    assert endpoint.heard == []


@pytest.mark.parametrize("comment", ["# to add", "# load, clear and move", ""])
def test_sent_as_a_query(comment: str) -> None:
    """A query is sent as one, whatever its comments say."""
    with scripted(Reply()) as endpoint:
        open_store(endpoint.address).query(f"{comment}\nASK {{}}")

    assert set(sent(endpoint.heard[0])) == {"query"}


@pytest.mark.parametrize("status", [401, 403])
def test_not_let_in(status: int) -> None:
    """That we are not let in is said as such."""
    with (
        answering(status, "text/plain", b"who?") as endpoint,
        pytest.raises(RemoteFailure, match=f"does not let us in .{status}.. Check user"),
    ):
        open_store(endpoint).query("ASK {}")


@pytest.mark.parametrize(
    "address",
    ["http://me:secret@127.0.0.1:9/sparql", "http://me@127.0.0.1:9/sparql"],
)
def test_no_secrets_in_addresses(address: str) -> None:
    """An address holds neither user nor password, for others can read it."""
    with pytest.raises(StoreError, match="ADRGRAPH_PASSWORD") as caught:
        open_store(address)

    assert "secret" not in str(caught.value)


def test_part_of_an_answer() -> None:
    """What Virtuoso found until its time was up is no answer."""
    with (
        answering(200, JSON, ROWS, {"X-SQL-State": "S1TAT"}) as endpoint,
        pytest.raises(RemoteFailure, match="a part of the answer") as caught,
    ):
        open_store(endpoint).query("SELECT ?x {}")

    assert caught.value.is_late


def test_rows_that_are_cut_off() -> None:
    """As many rows as Virtuoso gives at most are no answer; fewer are one."""
    with (
        answering(200, JSON, ROWS, {"X-SPARQL-MaxRows": "2"}) as endpoint,
        pytest.raises(StoreError, match="gives 2 rows of an answer at most"),
    ):
        open_store(endpoint).query("SELECT ?x {}")
    with answering(200, JSON, ROWS, {"X-SPARQL-MaxRows": "3"}) as endpoint:
        assert open_store(endpoint).query("SELECT ?x {}")


def test_terms_of_virtuoso() -> None:
    """Blank nodes and truth values are read in the way that Virtuoso writes them."""
    boolean = ox.Literal(value=False)
    body = (
        b'{"head":{"vars":["x","y"]},"results":{"bindings":['
        b'{"x": { "type": "typed-literal", "datatype": "%s", "value": "0" },'
        b'"y": { "type": "bnode", "value": "nodeID://b1" }}]}}' % boolean.datatype.value.encode()
    )
    with answering(200, JSON, body) as endpoint:
        answer = open_store(endpoint).query("SELECT ?x ?y {}")

    assert isinstance(answer, Solutions)
    assert tuple(answer[0]) == (boolean, ox.BlankNode("b1"))


def test_rows_cut_off_by_us() -> None:
    """An endpoint of ours says that it has cut an answer off, and that is no answer."""
    with (
        answering(200, JSON, ROWS, {"X-Adrgraph-Truncated": "rows=2"}) as endpoint,
        pytest.raises(StoreError, match="a part of the answer"),
    ):
        open_store(endpoint).query("SELECT ?x {}")


def sent(heard: Heard) -> dict[str, list[str]]:
    """The parameters of a request."""
    return parse_qs(heard.body.decode())


def test_parameters_of_the_address() -> None:
    """What the address of a store has beside the default graph is sent with each query."""
    with scripted(Reply()) as endpoint:
        open_store(f"{endpoint.address}?timeout=5").query("ASK {}", default_graphs=["urn:a"])

    assert endpoint.heard[0].path == "/sparql?timeout=5"
    assert sent(endpoint.heard[0])["default-graph-uri"] == ["urn:a"]


@pytest.mark.parametrize(
    ("sparql", "posed"),
    [
        ("ASK { ?s ?p ?o }", f"ASK  FROM <urn:m> FROM NAMED <{BASE}graph/a> {{ ?s ?p ?o }}"),
        (
            "CONSTRUCT { ?s ?p 1 } WHERE {}",
            f"CONSTRUCT {{ ?s ?p 1 }}  FROM <urn:m> FROM NAMED <{BASE}graph/a> WHERE {{}}",
        ),
        ("DESCRIBE <x>#", f"DESCRIBE <x>#\nFROM <urn:m> FROM NAMED <{BASE}graph/a> "),
    ],
)
def test_default_graph_that_is_a_union(sparql: str, posed: str) -> None:
    """Where one graph stands for the default graph, a query says which graphs it is over."""
    graphs = b'{"head":{"vars":["graph"]},"results":{"bindings":[%s]}}' % b",".join(
        b'{"graph":{"type":"uri","value":"%s"}}' % name.encode()
        for name in ("urn:m", "urn:theirs", f"{BASE}graph/a")
    )
    kind = JSON if sparql.startswith("ASK") else "application/n-triples"
    body = b'{"head":{},"boolean":true}' if kind == JSON else b""
    with scripted(Reply(body=graphs), Reply(media_type=kind, body=body)) as endpoint:
        open_store(f"{endpoint.address}?default-graph-uri=urn:m").query(sparql)

    assert [sent(heard)["query"] for heard in endpoint.heard][1] == [f"BASE <{BASE}> {posed}"]


def test_dataset_of_a_union() -> None:
    """A dataset that is named is completed, for what is left open would be every graph."""
    with scripted(Reply()) as endpoint:
        store = open_store(f"{endpoint.address}?default-graph-uri=urn:m")
        store.query("ASK FROM <urn:a> { ?s ?p ?o }")

    assert sent(endpoint.heard[0])["default-graph-uri"] == ["urn:a"]
    assert sent(endpoint.heard[0])["named-graph-uri"] == [NO_GRAPH]


def test_unreachable() -> None:
    """An endpoint that does not listen is named, with the remedy."""
    with pytest.raises(StoreError, match=r"cannot be reached: .*Check the address"):
        open_store("http://127.0.0.1:9/sparql").query("ASK {}")
