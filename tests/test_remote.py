"""An endpoint that misbehaves."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest

from adrgraph.errors import QueryError, StoreError
from adrgraph.results import Boolean, Solutions, Triples
from adrgraph.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

YES = (
    b'<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
    b"<head/><boolean>true</boolean></sparql>"
)


@contextmanager
def answering(status: int, media_type: str, body: bytes) -> Iterator[str]:
    """The address of an endpoint that gives everyone the same answer."""

    class Endpoint(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Endpoint) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/sparql"
        finally:
            server.shutdown()
            thread.join()


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
        ("application/problem+json", b'{"detail": "No.", "line": 1, "column": 2}', "column 2: No."),
        ("text/plain", b"Lexical error at line 1", "Lexical error at line 1"),
        ("application/json", b"[]", r"\[\]"),
        ("text/plain", b"", "without saying why"),
    ],
)
def test_refused_query(media_type: str, body: bytes, words: str) -> None:
    """What the endpoint says of a query reaches the person who wrote it."""
    with answering(400, media_type, body) as endpoint, pytest.raises(QueryError, match=words):
        open_store(endpoint).query("ASK {}")


def test_unreachable() -> None:
    """An endpoint that does not listen is named, with the remedy."""
    with pytest.raises(StoreError, match=r"cannot be reached: .*Check the address"):
        open_store("http://127.0.0.1:9/sparql").query("ASK {}")
