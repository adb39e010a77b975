"""A server whose store is elsewhere: its limits, and what the store says passed on."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx
import pyoxigraph as ox
import pytest

from adrgraph.server.answering import PLACES, Threads
from adrgraph.server.app import create_app
from adrgraph.server.isolation.limits import Limits
from adrgraph.server.listener import address, listen, server_of
from adrgraph.store import load, open_store
from tests.scripted import Heard, Reply, scripted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from adrgraph.store import Store

ROWS = "SELECT ?x { VALUES ?x { 1 2 3 } }"


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait between attempts."""
    monkeypatch.setattr("adrgraph.transport.time.sleep", lambda _: None)


@contextmanager
def asked_elsewhere(store: Store, limits: Limits | None = None) -> Iterator[str]:
    """The address of the endpoint of a server that asks this store in threads."""
    with listen("127.0.0.1", 0) as listening:
        server = server_of(create_app(store, answerer=Threads(store, limits)))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"{address(listening)}sparql"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def in_front_of(
    reply: Reply,
    limits: Limits | None = None,
    judge: Callable[[Heard], Reply | None] = lambda _: None,
) -> Iterator[str]:
    """The address of a server of ours before an endpoint that gives this reply."""
    with (
        scripted(reply, judge=judge) as endpoint,
        asked_elsewhere(open_store(endpoint.address), limits) as ours,
    ):
        yield ours


def ask(endpoint: str, query: str = "ASK {}", **headers: str) -> httpx.Response:
    """The answer to a query."""
    return httpx.get(endpoint, params={"query": query}, headers=headers, timeout=30)


@pytest.mark.parametrize(
    ("reply", "status", "words"),
    [
        (Reply(400, "text/plain", b"I do not like MINUS."), 400, "I do not like MINUS."),
        (Reply(401, "text/plain", b""), 502, "does not let us in (401)"),
        (Reply(403, "text/plain", b""), 502, "does not let us in (403)"),
        (Reply(404, "text/plain", b""), 502, "nothing at"),
        (Reply(500, "text/plain", b"disk full"), 502, "disk full"),
        (Reply(504, "text/plain", b"too slow"), 504, "too slow"),
        (Reply(200, "text/html", b"<h1>Hello</h1>"), 503, "answered with text/html"),
    ],
)
def test_what_the_store_says(reply: Reply, status: int, words: str) -> None:
    """What the store says is passed on, with the status that fits."""
    with in_front_of(reply) as endpoint:
        response = ask(endpoint)

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert words in response.json()["detail"]


def test_busy_store() -> None:
    """A store that is busy makes us busy, for as long."""
    reply = Reply(503, "text/plain", b"", headers={"Retry-After": "90"})
    with in_front_of(reply) as endpoint:
        response = ask(endpoint)

    assert (response.status_code, response.headers["retry-after"]) == (503, "90")


def test_slow_store() -> None:
    """A store that does not answer in time is a 504."""
    over = threading.Event()

    def wait(_: Heard) -> None:
        over.wait(20)

    with in_front_of(Reply(), Limits(seconds=0.3), judge=wait) as endpoint:
        response = ask(endpoint)
        over.set()

    assert response.status_code == 504


def test_at_once() -> None:
    """The store is asked so many queries at once, and no more; the others wait for their turn."""
    lock, full = threading.Lock(), threading.Event()
    under_way, most = 0, 0

    def count(_: Heard) -> None:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
            if under_way == PLACES:
                full.set()
        full.wait(20)
        with lock:
            under_way -= 1

    with (
        in_front_of(Reply(), judge=count) as endpoint,
        ThreadPoolExecutor(2 * PLACES) as clients,
    ):
        asking = [clients.submit(ask, endpoint) for _ in range(2 * PLACES)]
        statuses = {each.result().status_code for each in asking}

    assert (statuses, most) == ({200}, PLACES)


def test_too_many_of_one_client() -> None:
    """A client with too many queries under way is refused one more."""
    over = threading.Event()

    def wait(_: Heard) -> None:
        over.wait(20)

    with (
        in_front_of(Reply(), Limits(per_client=1), judge=wait) as endpoint,
        ThreadPoolExecutor(2) as clients,
    ):
        asking = [clients.submit(ask, endpoint) for _ in range(2)]
        while not any(each.done() for each in asking):
            pass
        over.set()

    assert sorted(each.result().status_code for each in asking) == [200, 429]


@pytest.mark.parametrize("media_type", ["json", "xml", "csv", "tsv"])
def test_too_many_rows(media_type: str) -> None:
    """An answer with more rows than are sent says so, and ends without its end."""
    with (
        asked_elsewhere(load([]), Limits(rows=2)) as endpoint,
        httpx.stream("GET", endpoint, params={"query": ROWS, "format": media_type}) as response,
    ):
        with pytest.raises(httpx.RemoteProtocolError):
            response.read()

        assert response.headers["x-adrgraph-truncated"] == "rows=2"


def test_too_many_triples() -> None:
    """A graph with more triples than are sent says so, and ends without its end."""
    quads = ox.parse("<urn:a> <urn:b> 1, 2, 3 .", format=ox.RdfFormat.TURTLE)
    with (
        asked_elsewhere(load(quads), Limits(rows=2)) as endpoint,
        httpx.stream("GET", endpoint, params={"query": "CONSTRUCT WHERE { ?s ?p ?o }"}) as response,
    ):
        with pytest.raises(httpx.RemoteProtocolError):
            response.read()

        assert response.headers["x-adrgraph-truncated"] == "rows=2"


def test_limits_are_told() -> None:
    """Each answer tells the limits; one within them is whole."""
    with asked_elsewhere(load([]), Limits(rows=3)) as endpoint:
        response = ask(endpoint, ROWS, accept="text/csv")

    assert response.text.split() == ["x", "1", "2", "3"]
    assert response.headers["x-sparql-maxrows"] == "3"
    assert "x-adrgraph-truncated" not in response.headers


def test_large_answer() -> None:
    """An answer that takes more memory than it may is not read to its end."""
    with in_front_of(Reply(body=bytes(2 << 20)), Limits(memory=8 << 20)) as endpoint:
        response = ask(endpoint)

    assert response.status_code == 502
    assert "more than 1 MiB" in response.json()["detail"]
