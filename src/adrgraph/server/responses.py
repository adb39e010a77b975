"""What is sent back: bodies, and errors as RFC 9457 problems."""

from __future__ import annotations

import json
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from adrgraph.errors import (
    LimitExceeded,
    Overloaded,
    QueryError,
    RemoteFailure,
    StoreError,
    UnknownFormat,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

MEDIA_TYPE = "application/problem+json"

STATUS: Mapping[type[Exception], HTTPStatus] = MappingProxyType(
    {
        QueryError: HTTPStatus.BAD_REQUEST,
        UnknownFormat: HTTPStatus.NOT_ACCEPTABLE,
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


async def on_refusal(_: Request, error: Exception) -> Response:
    """A request that HTTP or the SPARQL Protocol forbids."""
    assert isinstance(error, HTTPException)  # noqa: S101 — what it is registered for
    return _problem(HTTPStatus(error.status_code), error.detail, headers=error.headers)


async def on_error(_: Request, error: Exception) -> Response:
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
    return _problem(status, message, headers=headers, **members)


async def on_crash(_: Request, __: Exception) -> Response:
    """A fault of ours: it goes to the log, not to the client."""
    return _problem(HTTPStatus.INTERNAL_SERVER_ERROR, "The server failed; its log says why.")


def _problem(
    status: HTTPStatus,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    **members: Any,
) -> Response:
    body = {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail}
    known = {name: value for name, value in members.items() if value is not None}
    return Response(
        json.dumps(body | known), status_code=status, headers=headers, media_type=MEDIA_TYPE
    )
