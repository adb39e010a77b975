"""What is sent back: bodies, and errors as RFC 9457 problems."""

from __future__ import annotations

import json
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from starlette.exceptions import HTTPException
from starlette.responses import Response

from adrgraph.errors import (
    InvalidParameter,
    LimitExceeded,
    Overloaded,
    QueryError,
    RemoteFailure,
    StoreError,
    UnknownFormat,
    UnknownName,
    UnknownQuery,
)
from adrgraph.formats import Format
from adrgraph.server import pages
from adrgraph.server.addresses import site
from adrgraph.server.negotiation import negotiate
from adrgraph.server.profiles import HTML

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

PROBLEM = Format(
    name="problem",
    label="Problem details",
    media_type="application/problem+json",
    suffix="json",
    iri="",
    kinds=(),
    aliases=("application/json",),
)
"""What programs are told of errors in (RFC 9457); people in a browser get a page."""

_LONGEST = 100
"""Characters of an address that may be words to search for."""

STATUS: Mapping[type[Exception], HTTPStatus] = MappingProxyType(
    {
        QueryError: HTTPStatus.BAD_REQUEST,
        InvalidParameter: HTTPStatus.UNPROCESSABLE_ENTITY,
        UnknownFormat: HTTPStatus.NOT_ACCEPTABLE,
        UnknownName: HTTPStatus.NOT_FOUND,
        UnknownQuery: HTTPStatus.NOT_FOUND,
        LimitExceeded: HTTPStatus.SERVICE_UNAVAILABLE,
        Overloaded: HTTPStatus.SERVICE_UNAVAILABLE,
        StoreError: HTTPStatus.SERVICE_UNAVAILABLE,
        RemoteFailure: HTTPStatus.BAD_GATEWAY,
    }
)


def accepted(request: Request) -> str:
    """What the client accepts; several header lines count as one (RFC 9110 §5.3)."""
    return ", ".join(request.headers.getlist("accept"))


def respond(request: Request, body: bytes, *, media_type: str) -> Response:
    """The body under its media type; HEAD gets the length alone."""
    headers = {"Content-Length": str(len(body))}
    content = b"" if request.method == "HEAD" else body
    return Response(content, headers=headers, media_type=media_type)


async def on_refusal(request: Request, error: Exception) -> Response:
    """A request that HTTP or the SPARQL Protocol forbids."""
    assert isinstance(error, HTTPException)  # noqa: S101 — what it is registered for
    return problem(request, HTTPStatus(error.status_code), error.detail, headers=error.headers)


async def on_error(request: Request, error: Exception) -> Response:
    """One of our errors; a syntax error carries its place, an unacceptable format the others."""
    status = STATUS.get(type(error), HTTPStatus.INTERNAL_SERVER_ERROR)
    message, headers = str(error), None
    members: dict[str, Any] = {}
    match error:
        case QueryError(line=int()):
            message, members = error.message, {"line": error.line, "column": error.column}
        case UnknownFormat(offered=offered):
            members = {"offered": list(offered)}
        case LimitExceeded(limit=limit):
            status = HTTPStatus.GATEWAY_TIMEOUT if limit == "seconds" else status
            members = {"limit": limit}
        case Overloaded(by_client=by_client, retry_after=seconds):
            status = HTTPStatus.TOO_MANY_REQUESTS if by_client else status
            headers = {"Retry-After": str(seconds)}
        case RemoteFailure(retry_after=int() as seconds):
            status = HTTPStatus.SERVICE_UNAVAILABLE
            headers = {"Retry-After": str(seconds)}
        case RemoteFailure(is_late=True):
            status = HTTPStatus.GATEWAY_TIMEOUT
    return problem(request, status, message, headers=headers, **members)


async def on_leaving(_: Request, __: Exception) -> Response:
    """Who left before all of the request had come: nobody hears this, and nothing is amiss."""
    return Response(status_code=HTTPStatus.BAD_REQUEST)


async def on_crash(request: Request, __: Exception) -> Response:
    """A fault of ours: it goes to the log, not to the client."""
    return problem(
        request, HTTPStatus.INTERNAL_SERVER_ERROR, "The server failed; its log says why."
    )


def problem(
    request: Request,
    status: HTTPStatus,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    **members: Any,
) -> Response:
    """A problem with members of its own, for programs; for people in a browser a page."""
    told = {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail}
    known = {name: value for name, value in members.items() if value is not None}
    body, media_type = json.dumps(told | known).encode(), PROBLEM.media_type
    if _is_browser(request):
        words = _words(request) if status == HTTPStatus.NOT_FOUND else ""
        body = pages.problem(status.phrase, detail, site=site(request), words=words)
        media_type = HTML.media_type
    response = Response(body, status_code=status, headers=headers, media_type=media_type)
    if media_type == HTML.media_type:
        response.headers["Content-Security-Policy"] = pages.POLICY
    return response


def _words(request: Request) -> str:
    """What the last part of an address may have meant, for a search."""
    last = request.url.path.rstrip("/").rpartition("/")[2]
    return " ".join(unquote(last).replace("-", " ").replace("_", " ").split())[:_LONGEST]


def _is_browser(request: Request) -> bool:
    try:
        return negotiate(accepted(request), (PROBLEM, HTML)).name == HTML.name
    except UnknownFormat:  # an error is told all the same
        return False
