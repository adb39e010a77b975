"""The lists of profiles and prefixes, and what every path answers to HEAD and OPTIONS."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from starlette.routing import Route

from adrgraph.iris import PREFIXES
from adrgraph.server.profiles import ALTERNATES, EXPORTED, STATEMENTS

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.types import Message

    from tests.asgi import Client

TOKEN = ox.NamedNode(PREFIXES["prof"] + "hasToken")
KNOWN = {profile.token: profile for profile in (*EXPORTED, STATEMENTS, ALTERNATES)}
FILLED = {
    "/static/{name}": "/static/nothing",
    "/queries/{name}": "/queries/datasets",
    "/q/{name}": "/q/nothing",
    "/void.{suffix}": "/void.ttl",
    "/profiles/{token}": "/profiles/dcat3",
    "/pictures/{name}": "/pictures/nothing",
    "/cards/{path:path}": "/cards/nothing",
    "/{path:path}": "/dataset/leo",
}


def said(body: bytes, predicate: ox.NamedNode) -> dict[str, str]:
    """What a body states with a predicate: each object with its subject."""
    return {
        str(quad.object)[1:-1]: str(quad.subject)[1:-1]
        for quad in ox.parse(body, format=ox.RdfFormat.TURTLE)
        if quad.predicate == predicate
    }


def test_profiles(real_site: Client) -> None:
    """The list has each profile with its token, and the catalogue in forms that are there."""
    answer = real_site.get("/profiles")
    forms = said(answer.content, ox.NamedNode(PREFIXES["altr"] + "hasRepresentation"))

    assert said(answer.content, TOKEN) == {token: known.iri for token, known in KNOWN.items()}
    for token, profile in KNOWN.items():
        assert f'token="{token}"; anchor="<{profile.iri}>"' in answer.headers["link"]
    assert len(forms) > len(KNOWN)
    for form in forms:
        assert real_site.head(form).status_code == 200


@pytest.mark.parametrize("token", KNOWN)
def test_profile(real_site: Client, token: str) -> None:
    """One profile is found by its token."""
    found = real_site.get(f"/profiles/{token}")

    assert said(found.content, TOKEN) == {token: KNOWN[token].iri}


def test_unknown(real_site: Client) -> None:
    """Of a token that is none, those that there are are told."""
    answer = real_site.get("/profiles/dcat9")

    assert answer.status_code == 404
    assert "dcat3" in answer.json()["detail"]


def test_prefixes(real_site: Client) -> None:
    """Every prefix of the project is declared."""
    prefix = ox.NamedNode(PREFIXES["sh"] + "prefix")

    assert set(said(real_site.get("/prefixes").content, prefix)) == set(PREFIXES)


def test_every_path(real_app: Starlette, real_site: Client) -> None:
    """HEAD has the status and headers of GET without a body, and OPTIONS tells what is allowed."""
    known = [route.path for route in real_app.routes if isinstance(route, Route)]
    paths = sorted({FILLED.get(path, path) for path in known})

    assert len(paths) > 40
    for path in paths:
        got, head, options = (real_site.request(m, path) for m in ("GET", "HEAD", "OPTIONS"))
        assert "{" not in path
        assert head.content == b"", path
        if got.status_code != 405:
            assert (path, head.status_code) == (path, got.status_code)
            assert {**head.headers} == {**got.headers}, path
        assert options.status_code == 204, path
        allowed = set(options.headers["allow"].split(", "))
        assert ("GET" in allowed) == ("HEAD" in allowed) == (got.status_code != 405), path


@pytest.mark.parametrize(("path", "status"), [("*", 204), ("nowhere", 404)])
def test_whole_server(real_app: Starlette, path: str, status: int) -> None:
    """`OPTIONS *` is answered of the server as a whole."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "OPTIONS", "path": path, "raw_path": path.encode()}
    asyncio.run(real_app({**scope, "query_string": b"", "headers": []}, receive, send))
    headers = dict(sent[0]["headers"])

    assert sent[0]["status"] == status
    assert headers.get(b"allow") == (b"GET, HEAD, POST, OPTIONS" if status == 204 else None)
