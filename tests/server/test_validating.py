"""Answers over a store that may change: known again by their bytes, and never taken to be fresh."""

from __future__ import annotations

import pytest

from adrgraph.server.app import create_app
from adrgraph.store import load
from tests.asgi import Client

SELECT = {"query": "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"}
ADDRESSES = ["/sparql", "/dataset/leo", "/dataset/leo.ttl", "/void.ttl", "/queries"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_unchanged(client: Client, address: str) -> None:
    """Who has an answer is told so, and has to ask each time."""
    first = client.get(address, params=SELECT)
    known = {"If-None-Match": first.headers["etag"]}
    again = client.get(address, params=SELECT, headers=known)
    others = {"If-None-Match": f'"other", W/{first.headers["etag"]}'}

    assert first.headers["cache-control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert client.get(address, params=SELECT, headers=others).status_code == 304
    assert client.head(address, params=SELECT).headers["etag"] == first.headers["etag"]
    assert client.head(address, params=SELECT).content == b""


def test_each_representation(client: Client) -> None:
    """Another format, another coding and another content are other representations."""
    fewer = Client(create_app(load(())))
    csv = {"Accept": "text/csv"}
    answers = [client.get("/sparql", params=SELECT, headers=each) for each in ({}, csv)]
    answers.append(fewer.get("/sparql", params=SELECT))
    codings = ({"Accept-Encoding": coding} for coding in ("identity", "gzip", "br"))
    answers += [client.get("/openapi.json", headers=each) for each in codings]

    assert len({answer.headers["etag"] for answer in answers}) == len(answers)


@pytest.mark.parametrize("query", ["SELECT (NOW() AS ?x) {}", "SELECT", "ASK { SERVICE <x:y> {} }"])
def test_not_kept(client: Client, query: str) -> None:
    """What differs each time, and what is no answer, is not known again."""
    assert "etag" not in client.get("/sparql", params={"query": query}).headers
