"""A page as the answer to a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adrgraph.server.pages.rendering import POLICY
from adrgraph.server.profiles import HTML
from adrgraph.server.responses import respond

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def reply(request: Request, body: bytes) -> Response:
    """The page, which may load nothing but files of this server."""
    response = respond(request, body, media_type=HTML.media_type)
    response.headers["Content-Security-Policy"] = POLICY
    return response
