"""What was answered is kept, compressed and validated, as HTTP has it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from adrgraph.server.answering import Threads
from adrgraph.server.app import create_app
from adrgraph.server.caching import Revision
from adrgraph.server.encoding import best_coding
from tests.asgi import Client

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from adrgraph.server.isolation.question import Question, Reply
    from adrgraph.store import Store

BUILT = datetime(2026, 9, 1, 12, 0, 0, 500, tzinfo=UTC)
QUERY = {"query": "SELECT ?s { ?s ?p ?o } ORDER BY ?s"}
LONG = {"query": "SELECT ?a ?b ?c ?d { ?a ?p ?o . ?b ?q ?r . ?c ?s ?t . ?d ?u ?v } ORDER BY ?a ?b"}


class Counted:
    """Threads that count what they are asked."""

    limits = None

    def __init__(self, store: Store) -> None:
        """Ask this store."""
        self._threads = Threads(store)
        self.asked = 0

    def asking(self, question: Question, *, client: str) -> AbstractAsyncContextManager[Reply]:
        """The reply, counted."""
        self.asked += 1
        return self._threads.asking(question, client=client)

    async def close(self) -> None:
        """Nothing to let go of."""


@pytest.fixture
def answerer(store: Store) -> Counted:
    """What is asked when nothing is kept."""
    return Counted(store)


@pytest.fixture
def kept(store: Store, answerer: Counted) -> Client:
    """A client of an application over a build."""
    return Client(create_app(store, answerer=answerer, revision=Revision("one", BUILT)))


def test_same_request(kept: Client, answerer: Counted) -> None:
    """The same request is answered with the same bytes without asking again; another is not."""
    first = kept.get("/sparql", params=QUERY)
    second = kept.get("/sparql", params=QUERY)
    head = kept.head("/sparql", params=QUERY)
    asked = answerer.asked
    kept.get("/sparql", params=QUERY, headers={"Accept": "text/csv"})

    assert first.content == second.content
    assert first.headers == second.headers == head.headers
    assert head.content == b""
    assert (asked, answerer.asked) == (1, 2)


def test_validators(kept: Client) -> None:
    """Answers carry a strong validator of their own each, the time of the build and a lifetime."""
    etags = set()
    for accept in ("text/csv", "application/json", "application/sparql-results+xml"):
        for coding in ("identity", "gzip", "br"):
            headers = {"Accept": accept, "Accept-Encoding": coding}
            answer = kept.get("/sparql", params=LONG, headers=headers)
            etags.add(answer.headers["etag"])
            assert answer.headers["last-modified"] == "Tue, 01 Sep 2026 12:00:00 GMT"
            assert answer.headers["cache-control"] == "public, max-age=300"
            assert answer.headers.get("content-encoding", "identity") == coding

    assert len(etags) == 9
    assert not any(etag.startswith("W/") for etag in etags)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("is_kept", [True, False])
def test_not_modified(
    store: Store,
    kept: Client,
    method: str,
    is_kept: bool,  # noqa: FBT001 — a case
) -> None:
    """Who has the representation is told so without a body, whether it is kept or not."""
    etag = kept.get("/sparql", params=QUERY).headers["etag"]
    for sent in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        client = kept if is_kept else Client(create_app(store, revision=Revision("one", BUILT)))
        answer = client.request(method, "/sparql", params=QUERY, headers={"If-None-Match": sent})

        assert answer.status_code == 304
        assert answer.content == b""
        assert answer.headers["etag"] == etag
        assert "vary" in answer.headers
        assert "content-length" not in answer.headers


def test_modified(kept: Client, store: Store) -> None:
    """After another build, or for another representation, the answer is sent."""
    etag = kept.get("/sparql", params=QUERY).headers["etag"]
    old = {"If-None-Match": etag}

    for newer in (Revision("two", BUILT), Revision("one", BUILT, appearance="other templates")):
        client = Client(create_app(store, revision=newer))
        assert client.get("/sparql", params=QUERY, headers=old).status_code == 200
    assert (
        kept.get("/sparql", params=QUERY, headers=old | {"Accept": "text/csv"}).status_code == 200
    )


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Tue, 01 Sep 2026 12:00:00 GMT", 304),
        ("Wed, 02 Sep 2026 12:00:00 GMT", 304),
        ("Tue, 01 Sep 2026 11:59:59 GMT", 200),
        ("yesterday", 200),
        ("Mon, 01 Jan 99999999999 00:00:00 GMT", 200),
        ("", 200),
    ],
)
def test_since(kept: Client, since: str, status: int) -> None:
    """`If-Modified-Since` counts by the time of the build, and not beside `If-None-Match`."""
    headers = {"If-Modified-Since": since}
    both = headers | {"If-None-Match": '"other"'}

    assert kept.get("/sparql", params=QUERY, headers=headers).status_code == status
    assert kept.get("/sparql", params=QUERY, headers=both).status_code == 200


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "StrUUID ()"])
def test_volatile(kept: Client, answerer: Counted, function: str) -> None:
    """What differs each time it is asked is not kept, and no cache is told to."""
    params = {"query": f"SELECT ({function} AS ?x) {{}}"}
    answers = [kept.get("/sparql", params=params) for _ in range(2)]

    assert answerer.asked == 2
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}
    assert "etag" not in answers[0].headers


def test_errors_are_not_kept(kept: Client) -> None:
    """A mistake has no validator and is not for caches."""
    answer = kept.get("/sparql", params={"query": "SELEC"})

    assert answer.status_code == 400
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


def test_no_revision(store: Store) -> None:
    """Nobody knows since when a store that may change is as it is; each answer is asked for."""
    answer = Client(create_app(store)).get("/sparql", params=QUERY)

    assert answer.headers["cache-control"] == "no-cache"
    assert "last-modified" not in answer.headers


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        *(("", ""), ("*", "br"), ("identity", ""), ("zstd", ""), ("gzip;q=nonsense", "")),
        *(("br, gzip", "br"), ("gzip, br;q=0.9", "gzip"), ("br;q=0, *", "gzip"), ("gzip;q=0", "")),
        *(("BR", "br"), ("gzip;q=0.5, identity", ""), ("gzip;q=0.5, identity;q=0.1", "gzip")),
    ],
)
def test_coding(accepted: str, coding: str) -> None:
    """The coding is that which the header likes best."""
    assert best_coding(accepted) == coding
