"""Queries that call other endpoints: those that are allowed, and never in a network of our own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx
import pyoxigraph as ox
import pytest

from adrgraph.errors import QueryError
from adrgraph.server.isolation import abroad
from adrgraph.server.isolation.limits import Limits
from adrgraph.server.isolation.question import Question
from adrgraph.store import load
from tests.loopback import served

if TYPE_CHECKING:
    from collections.abc import Iterator

ALLOWED = ("https://example.org/sparql",)


@pytest.fixture(scope="module")
def other() -> Iterator[str]:
    """Another endpoint, which knows one thing, on this machine."""
    quad = ox.Quad(*(ox.NamedNode(f"http://example.org/{each}") for each in "spo"))
    with served(load([quad])) as address:
        yield f"{address}sparql"


def asked(address: str, service: str) -> httpx.Response:
    """What a server answers that is asked for what a service knows."""
    query = f"SELECT ?s {{ SERVICE <{service}> {{ ?s ?p ?o }} }}"
    return httpx.post(f"{address}sparql", data={"query": query, "format": "csv"}, timeout=10)


def test_private(other: str) -> None:
    """A service of this network is not called, allowed or not, whatever its name."""
    local = other.replace("127.0.0.1", "localhost")
    with served(load([]), Limits(services=(other, local))) as address:
        answers = [asked(address, other), asked(address, local)]

    assert {answer.status_code for answer in answers} == {400}
    assert all("private network" in answer.json()["detail"] for answer in answers)


def test_called(other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that is allowed and out in the world is called; another is not."""
    monkeypatch.setattr(abroad, "_is_public", lambda _: True)
    with served(load([]), Limits(services=(other,))) as address:
        answer, refused = asked(address, other), asked(address, f"{other}/")

    assert answer.text.split() == ["s", "http://example.org/s"]
    assert refused.status_code == 400
    assert other in refused.json()["detail"]


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.9", "169.254.169.254", "0.0.0.1"),
        *("[::1]", "[fe80::1]", "[fc00::1]", "[::ffff:127.0.0.1]", "localhost", "2130706433"),
        *("0x7f.1", "100.64.0.1"),
    ],
)
def test_private_addresses(host: str) -> None:
    """However an address of a private network is written, it is known as one."""
    with pytest.raises(QueryError, match=r"private network|cannot be reached"):
        asyncio.run(abroad.refuse_private(f"http://{host}/sparql"))


def test_at_home() -> None:
    """A query that calls nobody is for an ordinary worker; one that calls others is refused."""
    assert asyncio.run(abroad.services_of(Question("ASK {} # service"), ALLOWED)) == ()
    for query in ("ASK { SERVICE <https://example.com/sparql> {} }", "ASK { SERVICE ?x {} }"):
        with pytest.raises(QueryError, match=r"Only these .* <https://example\.org/sparql>"):
            asyncio.run(abroad.services_of(Question(query), ALLOWED))
