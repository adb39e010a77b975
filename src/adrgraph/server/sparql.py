"""SPARQL 1.1 Protocol: request → question → response; read-only."""

from __future__ import annotations

import re
from collections import defaultdict
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.responses import Response

from adrgraph.server import description, editing
from adrgraph.server.isolation.question import Question
from adrgraph.server.negotiation import OVERRIDES
from adrgraph.server.responses import accepted
from adrgraph.server.streaming import Answered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

MAX_BODY = 4_000_000
"""Bytes of a request: four for each character that a store takes."""

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

_CHARSET = re.compile(r';\s*charset\s*=\s*"?([^\s;"]+)', re.IGNORECASE)


async def endpoint(request: Request) -> Response:
    """Answer a query, or show it in the editor; without one, describe the service."""
    if request.method == "OPTIONS":
        return Response(status_code=HTTPStatus.NO_CONTENT, headers={"Allow": ", ".join(METHODS)})
    if request.method == "POST":
        pairs = await posted(request)
    else:
        pairs = parameters(request.scope["query_string"])
        if not {"query", "update"} & {name for name, _ in pairs}:
            return await description.endpoint(request)
        if editing.is_wanted(request, pairs):
            return editing.page(request, query=dict(pairs)["query"])
    question = _question(pairs, accept=accepted(request))
    return Answered(request.app.state.answerer, question, client=client_of(request))


def client_of(request: Request) -> str:
    """Who asks, as far as the connection tells."""
    return request.client.host if request.client else ""


async def posted(request: Request) -> list[tuple[str, str]]:
    """The parameters of a POST; a query sent directly counts as one (SPARQL Protocol §2.1)."""
    content_type = request.headers.get("content-type", "")
    media_type = content_type.partition(";")[0].strip().lower()
    if not media_type:
        raise _refused(HTTPStatus.BAD_REQUEST, f"Say what is posted: {FORM} or {QUERY}.")
    if media_type == UPDATE:
        raise _refused(HTTPStatus.FORBIDDEN, "The endpoint is read-only: updates are refused.")
    charset = _CHARSET.search(content_type)
    if media_type not in {FORM, QUERY} or (charset and charset[1].lower() != "utf-8"):
        raise _refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Post {FORM} or {QUERY}, both in UTF-8.")
    addressed = parameters(request.scope["query_string"])
    body = await _body(request)
    if media_type == FORM:
        return addressed + parameters(body)
    return [*addressed, ("query", _decoded(body))]


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise _refused(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"At most {MAX_BODY} bytes are read."
            )
    return bytes(body)


def query_of(pairs: Sequence[tuple[str, str]]) -> str:
    """The one query of a request.

    Raises:
        HTTPException: There is none, or more than one, or an update.
    """
    if "update" in dict(pairs):
        raise _refused(HTTPStatus.FORBIDDEN, "The endpoint is read-only: updates are refused.")
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) != 1:
        raise _refused(HTTPStatus.BAD_REQUEST, "Send one query: exactly one parameter `query`.")
    return queries[0]


def _question(pairs: Sequence[tuple[str, str]], *, accept: str) -> Question:
    query = query_of(pairs)
    values: dict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        values[name].append(value)
    return Question(
        query=query,
        default_graphs=tuple(values["default-graph-uri"]),
        named_graphs=tuple(values["named-graph-uri"]),
        wishes=tuple(wish for name in OVERRIDES for wish in values[name]),
        accept=accept,
    )


def parameters(encoded: bytes) -> list[tuple[str, str]]:
    """The names and values of an address or a form, as they were meant.

    Raises:
        HTTPException: They are not UTF-8.
    """
    try:
        return parse_qsl(_decoded(encoded), keep_blank_values=True, errors="strict")
    except ValueError as error:
        raise _refused(HTTPStatus.BAD_REQUEST, f"The parameters cannot be read: {error}") from error


def _decoded(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        raise _refused(HTTPStatus.BAD_REQUEST, "The request is not UTF-8.") from error


def _refused(status: HTTPStatus, detail: str) -> HTTPException:
    return HTTPException(status, detail)
