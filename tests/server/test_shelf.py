"""What is kept of what was written."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

import pytest

from adrgraph.server import answer_pages, openapi, resources, saved
from adrgraph.server.app import create_app
from adrgraph.server.shelf import WRITERS, Shelf
from adrgraph.store import Store, load, open_store
from tests.asgi import Client

if TYPE_CHECKING:
    from adrgraph.server.records import Records

ADDRESSES = (
    *("/dataset/leo", "/dataset/leo.ttl", "/void.ttl", "/sparql", "/graph?default"),
    *("/openapi.json", "/docs", "/queries", "/queries?format=html"),
)


class Written:
    """A body, and how often it was written."""

    def __init__(self, body: bytes) -> None:
        """Not written yet."""
        self.body = body
        self.times = 0

    def __call__(self) -> bytes:
        """Write it."""
        self.times += 1
        return self.body


def test_once() -> None:
    """A body is written once, and again only when others took its place."""
    shelf = Shelf(load(()), budget=10)
    first, second, third = Written(b"11111"), Written(b"22222"), Written(b"33333")
    for body in (first, second, first, third, first, second):
        assert shelf.body(id(body), body) == body.body

    assert (first.times, second.times, third.times) == (1, 2, 1)


def test_at_once() -> None:
    """A body that many ask for at once is not written for each, and few bodies are at once."""
    shelf, body, released = Shelf(load(())), Written(b"1"), Event()
    others = [Written(b"2") for _ in range(WRITERS)]

    def slow(written: Written) -> bytes:
        released.wait()
        return written()

    with ThreadPoolExecutor(20) as threads:
        asked = [threads.submit(shelf.body, "a", partial(slow, body)) for _ in range(10)]
        asked += [threads.submit(shelf.body, id(each), partial(slow, each)) for each in others]
        released.set()
        answers = {each.result() for each in asked}

    assert answers == {b"1", b"2"}
    assert body.times <= WRITERS
    assert [each.times for each in others] == [1] * WRITERS


def test_too_large() -> None:
    """A body larger than everything that may be kept is written each time."""
    shelf, body = Shelf(load(()), budget=3), Written(b"1111")

    assert [shelf.body("a", body) for _ in range(2)] == [b"1111"] * 2
    assert body.times == 2


def test_store_elsewhere() -> None:
    """Nothing is kept of a store that may change."""
    shelf, body = Shelf(open_store("http://127.0.0.1:9/sparql")), Written(b"1")

    assert [shelf.body("a", body) for _ in range(2)] == [b"1"] * 2
    assert body.times == 2


@pytest.mark.parametrize("address", ADDRESSES)
def test_any_address(store: Store, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """What a client adds to an address has nothing written anew, and changes nothing."""
    client = Client(create_app(store))
    first = client.get(address)
    monkeypatch.setattr("adrgraph.results.write_triples", None)
    monkeypatch.setattr(resources, "_written", None)
    monkeypatch.setattr(answer_pages, "docs", None)
    monkeypatch.setattr(answer_pages, "listing", None)
    monkeypatch.setattr(openapi, "document", None)
    monkeypatch.setattr(saved, "described", None)
    second = client.get(address + ("&" if "?" in address else "?") + "anything=1")

    assert second.status_code == 200
    assert second.content == first.content


def test_hosts(store: Store) -> None:
    """What names its host is written for each."""
    client = Client(create_app(store))
    texts = [client.get("/void.ttl", headers={"Host": host}).text for host in ("a", "b")]
    listed = [
        client.get("/dataset/leo.ttl?_profile=alt", headers={"Host": host}).text
        for host in ("a", "b")
    ]

    for one, other in (texts, listed):
        assert "http://a/" in one
        assert "http://b/" in other


def test_records(store: Store) -> None:
    """What is said of a document is read once."""
    records: Records = create_app(store).state.records
    iri = "https://w3id.org/adrgraph/dataset/leo"

    assert records.find(iri) is records.find(iri)
