"""The application: routes, and which error has which status."""

from __future__ import annotations

from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING

from brotli_asgi import BrotliMiddleware
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Route

from adrgraph.errors import AdrgraphError
from adrgraph.server import description, sparql
from adrgraph.server.accounts import Observed
from adrgraph.server.answering import Threads
from adrgraph.server.caching import Caching, Revision
from adrgraph.server.encoding import OneCoding
from adrgraph.server.responses import on_crash, on_error, on_refusal

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from adrgraph.server.answering import Answerer
    from adrgraph.store import Store

HEADERS = MappingProxyType(
    {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": ", ".join(sparql.METHODS),
        "Access-Control-Allow-Headers": "Accept, Accept-Language, Accept-Profile, Content-Type",
        "Access-Control-Expose-Headers": "Link, ETag, Content-Profile, Retry-After, "
        "X-SPARQL-MaxRows, X-Adrgraph-Limits, X-Adrgraph-Truncated",
        "Access-Control-Max-Age": "86400",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Referrer-Policy": "same-origin",
        "Vary": "Accept, Accept-Encoding, Accept-Profile",
        "X-Content-Type-Options": "nosniff",
    }
)
"""On every response: anyone may read, from any page, and caches keep formats apart."""

POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""What a page may load and who may frame it, where the page does not say so itself."""


SMALL = 1_000
"""Bytes below which compressing is not worth its while."""


def create_app(
    store: Store,
    *,
    answerer: Answerer | None = None,
    public_url: str | None = None,
    revision: Revision | None = None,
) -> Starlette:
    """The endpoint over a store; `public_url` is what the world calls it behind a proxy.

    Queries of clients are for the answerer, which is closed when the application ends; without one,
    they are answered in threads, with no limits. A store that stays as it is has a revision: its
    answers are kept and carry validators.
    """
    asked = ["GET", "POST", "OPTIONS"]
    answers = Observed(answerer or Threads(store))
    headers = HEADERS | (answers.limits.headers() if answers.limits else {})

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await answers.close()

    app = Starlette(
        routes=[
            Route("/", description.root, methods=["GET"]),
            Route("/sparql", sparql.endpoint, methods=asked),
            Route("/sparql/", sparql.endpoint, methods=asked),
            Route("/query", sparql.endpoint, methods=asked),
            Route("/query/", sparql.endpoint, methods=asked),
        ],
        middleware=[
            Middleware(OneCoding),
            *([Middleware(Caching, revision=revision)] if revision else []),
            Middleware(_WithHeaders, headers=headers),
            Middleware(BrotliMiddleware, minimum_size=SMALL),
        ],
        exception_handlers={
            HTTPException: on_refusal,
            AdrgraphError: on_error,
            Exception: on_crash,
        },
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False  # a redirect leads astray behind a proxy's sub-path
    app.state.store = store
    app.state.answerer = answers
    app.state.public_url = public_url
    return app


class _WithHeaders:
    """Starlette's CORS middleware answers only who sends an Origin, which caches cannot know."""

    def __init__(self, app: ASGIApp, *, headers: Mapping[str, str]) -> None:
        self.app = app
        self.headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self.headers)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.setdefault("Content-Security-Policy", POLICY)
            await send(message)

        await self.app(scope, receive, send_with_headers)
