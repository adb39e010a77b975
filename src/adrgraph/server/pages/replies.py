"""A page as the answer to a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adrgraph.server.addresses import site
from adrgraph.server.profiles import HTML
from adrgraph.server.responses import respond

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from starlette.requests import Request
    from starlette.responses import Response

    from adrgraph.server.shelf import Shelf


def kept(request: Request, *key: Hashable, made: Callable[[], bytes]) -> Response:
    """A page that follows from the build and the key alone: made once, and given again."""
    shelf: Shelf = request.app.state.shelf
    return reply(request, shelf.body(("page", *key, site(request)), made))


def reply(request: Request, body: bytes) -> Response:
    """A page as a response."""
    return respond(request, body, media_type=HTML.media_type)
