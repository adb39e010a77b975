"""The application: routes, and which error has which status."""

from __future__ import annotations

from contextlib import asynccontextmanager
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from brotli_asgi import BrotliMiddleware
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import Route

from adrgraph.errors import AdrgraphError
from adrgraph.history import History
from adrgraph.layout import find_layout
from adrgraph.server import (
    description,
    editing,
    examples,
    feeds,
    graphs,
    linked,
    openapi,
    pages,
    profile_lists,
    resources,
    saved,
    searching,
    sitemaps,
    sparql,
    statistics,
)
from adrgraph.server.accounts import Observed
from adrgraph.server.addresses import Beneath
from adrgraph.server.agents import llms
from adrgraph.server.agents.endpoint import Agents
from adrgraph.server.agents.toolbox import Toolbox
from adrgraph.server.answering import Threads
from adrgraph.server.assets import icon, static
from adrgraph.server.caching import Caching, Revision
from adrgraph.server.choices import Choices
from adrgraph.server.cuts import Cuts
from adrgraph.server.encoding import OneCoding
from adrgraph.server.links import Links
from adrgraph.server.pages import cards, front, pictured
from adrgraph.server.pages.library import Library
from adrgraph.server.pages.linking import linking
from adrgraph.server.pages.listing import datasets
from adrgraph.server.pages.study import study
from adrgraph.server.prints import Prints
from adrgraph.server.records import Records
from adrgraph.server.responses import on_crash, on_error, on_leaving, on_refusal
from adrgraph.server.saved import Saved
from adrgraph.server.searching import Finder
from adrgraph.server.shelf import Shelf
from adrgraph.server.validating import Validating

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
    from pathlib import Path

    from mcp.server import Server
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from adrgraph.layout import Layout
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


SMALL = 1_000
"""Bytes below which compressing is not worth its while."""


def create_app(  # noqa: PLR0913 — each is a choice of its own
    store: Store,
    *,
    answerer: Answerer | None = None,
    public_url: str | None = None,
    revision: Revision | None = None,
    layout: Layout | None = None,
    history: History | None = None,
    links: Path | None = None,
) -> Starlette:
    """The endpoint over a store; `public_url` is what the world calls it behind a proxy.

    Queries of clients are for the answerer, which is closed when the application ends; without one,
    they are answered in threads, within the usual limits. A store that stays as it is has a
    revision: its answers are kept and carry validators. The exports are those of the layout, or of
    the one that this package came with. What changed from build to build is told where there is a
    history. Queries of clients are given links where there is a folder.
    """
    asked = ["GET", "POST", "OPTIONS"]
    answers = Observed(answerer or Threads(store))
    headers = HEADERS | (answers.limits.headers() if answers.limits else {})

    prefix = urlsplit(public_url or "").path.rstrip("/")

    queries = Saved(layout or find_layout())
    choices = Choices(store, is_fixed=revision is not None)
    records = Records(store)
    finder = Finder(store, is_fixed=revision is not None)

    def protocol() -> Server[Any]:
        from adrgraph.server.agents.protocol import protocol_server

        toolbox = Toolbox(store, answers, queries, choices, finder)
        return protocol_server(toolbox, records, version=revision.short if revision else "")

    agents = Agents(protocol, public_url=public_url)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with agents.living():
            yield
        await answers.close()

    app = Starlette(
        routes=[  # tried in this order
            Route("/sparql", sparql.endpoint, methods=asked),
            Route("/sparql/", sparql.endpoint, methods=asked),
            *_read("/", description.root),
            *_read("/datasets", datasets),
            *_read("/link", linking),
            *_read("/study", study),
            *_read("/about", front.about),
            *_read("/pictures", pictured.gallery),
            *_read("/pictures/{name}", pictured.picture),
            *_read("/cards/{path:path}", cards.card),
            *(route for name in front.LISTS for route in _read(f"/{name}", front.listing)),
            *_read("/sparql/words.json", editing.words),
            *_read("/sparql/examples.json", editing.examples),
            Route("/query", sparql.endpoint, methods=asked),
            Route("/query/", sparql.endpoint, methods=asked),
            *_read("/static/{name}", static),
            *_read("/queries", saved.listing),
            *_read("/queries/", saved.listing),
            *_read("/queries/{name}", saved.endpoint),
            *_read("/openapi.json", openapi.endpoint),
            *_read("/docs", openapi.docs),
            *_read("/.well-known/sparql-examples", examples.endpoint),
            *_read("/.well-known/sparql-examples/", examples.endpoint),
            Route("/q", linked.keep, methods=["POST"]),
            Route("/q", _only_posted, methods=["GET", "OPTIONS"]),
            *_read("/q/{name}", linked.endpoint),
            *_read("/search", searching.page),
            *_read("/search.json", searching.as_json),
            *_read("/suggest", searching.suggestions),
            *_read("/graph", graphs.graph),
            *_read("/llms.txt", llms.endpoint),
            Route("/mcp", agents, methods=["POST"]),
            Route("/mcp", _only_posted, methods=["GET", "DELETE", "OPTIONS"]),
            *_read("/.well-known/void", statistics.void),
            *_read("/void", statistics.void),
            *_read("/void.{suffix}", statistics.void),
            *_read("/profiles", profile_lists.profiles),
            *_read("/profiles/", profile_lists.profiles),
            *_read("/profiles/{token}", profile_lists.profile),
            *_read("/prefixes", profile_lists.prefixes),
            *_read("/feed.atom", feeds.feed),
            *_read("/favicon.svg", icon),
            *_read("/favicon.ico", icon),  # which browsers ask for beside what is no page
            *_read("/sitemap.xml", sitemaps.sitemap),
            *_read("/robots.txt", sitemaps.robots),
            *_read("/{path:path}", resources.resource),
        ],
        middleware=[
            Middleware(OneCoding),
            Middleware(Caching, revision=revision) if revision else Middleware(Validating),
            Middleware(_WithHeaders, headers=headers),
            Middleware(BrotliMiddleware, minimum_size=SMALL),
            *([Middleware(Beneath, prefix=prefix)] if prefix else []),
        ],
        exception_handlers={
            HTTPException: on_refusal,
            AdrgraphError: on_error,
            ClientDisconnect: on_leaving,
            Exception: on_crash,
        },
        lifespan=lifespan,
    )
    app.router.default = _elsewhere
    app.router.redirect_slashes = False  # a redirect leads astray behind a proxy's sub-path
    app.state.store = store
    app.state.answerer = answers
    app.state.public_url = public_url
    app.state.revision = revision
    app.state.records = records
    app.state.shelf = Shelf(store)
    app.state.prints = Prints(store)
    app.state.cuts = Cuts(store, layout or find_layout())
    app.state.saved = queries
    app.state.links = Links(links, queries)
    app.state.choices = choices
    app.state.history = history or History()
    app.state.library = Library(
        store, queries, records, choices, app.state.history, is_fixed=revision is not None
    )
    app.state.finder = finder
    return app


def _read(
    path: str, endpoint: Callable[[Request], Response | Awaitable[Response]]
) -> Iterator[Route]:
    """What is only read: any page may ask for it, with any of the headers that we know."""
    yield Route(path, endpoint, methods=["GET"])
    yield Route(path, _allowed, methods=["OPTIONS"])


def _allowed(_: Request) -> Response:
    return Response(status_code=HTTPStatus.NO_CONTENT, headers={"Allow": "GET, HEAD, OPTIONS"})


async def _elsewhere(scope: Scope, receive: Receive, send: Send) -> None:
    """What no path leads to; `OPTIONS *` asks of the server as a whole (RFC 9110 §9.3.7)."""
    if (scope["method"], scope["path"]) != ("OPTIONS", "*"):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    allowed = {"Allow": ", ".join(sparql.METHODS)}
    await Response(status_code=HTTPStatus.NO_CONTENT, headers=allowed)(scope, receive, send)


def _only_posted(request: Request) -> Response:
    """What has nothing to be read: agents keep no session and no stream here."""
    allowed = {"Allow": "POST, OPTIONS"}
    if request.method != "OPTIONS":
        raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, "Post to this.", headers=allowed)
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=allowed)


class _WithHeaders:
    """Starlette's CORS middleware answers only who sends an Origin, which caches cannot know."""

    def __init__(self, app: ASGIApp, *, headers: Mapping[str, str]) -> None:
        self.app = app
        self.headers = Headers(headers).raw
        self.names = frozenset(name for name, _ in self.headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                others = [pair for pair in message["headers"] if pair[0] not in self.names]
                message["headers"] = others + self.headers
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.setdefault("Content-Security-Policy", pages.POLICY)
            await send(message)

        await self.app(scope, receive, send_with_headers)
