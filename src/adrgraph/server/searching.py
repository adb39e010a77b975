"""Search for people and programs: a page with a form, JSON and CSV; suggestions as one types."""

from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from adrgraph.search import KINDS, open_index
from adrgraph.server.addresses import site
from adrgraph.server.negotiation import choose
from adrgraph.server.pages import rendered
from adrgraph.server.pages.tables import CSV, JSON
from adrgraph.server.paging import link_header
from adrgraph.server.profiles import HTML
from adrgraph.server.responses import accepted, respond
from adrgraph.server.sparql import parameters

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from adrgraph.search import Found, Hit, Index
    from adrgraph.server.addresses import Site
    from adrgraph.store import Store

SHOWN = 20
"""Finds on a page, where nobody asks for more."""

SUGGESTED = 8
"""Suggestions, where nobody asks for more."""

LONGEST = 8_000
"""Bytes of parameters; of the words that are typed, fewer are read."""

STALE = 600.0
"""Seconds for which the index of a store that may change is taken to be right."""

_NUMBERS = {"limit": (1, 100), "offset": (0, 1_000)}


class Finder:
    """The index of a store: opened when it is first asked; made anew where the store may change."""

    def __init__(self, store: Store, *, is_fixed: bool) -> None:
        """Open nothing yet."""
        self._store = store
        self._is_fixed = is_fixed
        self._index: Index | None = None
        self._opened_at = 0.0
        self._lock = threading.Lock()

    def index(self) -> Index:
        """The index; who asks while it is made waits for it."""
        with self._lock:
            is_old = not self._is_fixed and time.monotonic() - self._opened_at > STALE
            if self._index is None or is_old:
                self._index = open_index(self._store)
                self._opened_at = time.monotonic()
            return self._index


async def page(request: Request) -> Response:
    """What was found: a page for people, JSON or CSV for programs."""
    given = _given(request)
    format = choose(given, accepted(request), (HTML, JSON, CSV))
    found = await _found(request, given)
    if format.name == HTML.name:
        return _page(request, found, given)
    if format.name == CSV.name:
        return respond(request, found.as_csv().encode(), media_type=CSV.media_type)
    return _json(request, _told(found, site(request)))


async def as_json(request: Request) -> Response:
    """What was found, for programs."""
    found = await _found(request, _given(request))
    return _json(request, _told(found, site(request)))


async def suggestions(request: Request) -> Response:
    """What may be meant by what is typed so far, for the box in which it is."""
    given = _given(request)
    kind, limit = given.get("kind", ""), _number(given, "limit", SUGGESTED)
    finder: Finder = request.app.state.finder

    def suggested() -> list[Hit]:
        return finder.index().suggest(given.get("q", ""), kind=kind, limit=limit)

    hits = await run_in_threadpool(suggested)
    told = [_hit(hit, site(request)) for hit in hits]
    return _json(request, {"q": given.get("q", ""), "hits": told})


async def _found(request: Request, given: dict[str, str]) -> Found:
    limit, offset = _number(given, "limit", SHOWN), _number(given, "offset", 0)
    text, kind = given.get("q", ""), given.get("kind", "")
    finder: Finder = request.app.state.finder

    def search() -> Found:
        return finder.index().search(text, kind=kind, limit=limit, offset=offset)

    return await run_in_threadpool(search)


def _page(request: Request, found: Found, given: dict[str, str]) -> Response:
    limit, offset = _number(given, "limit", SHOWN), _number(given, "offset", 0)
    here = site(request)

    def at(start: int) -> str:
        asked = {"q": found.text, "kind": given.get("kind", ""), "limit": given.get("limit", "")}
        told = {name: value for name, value in asked.items() if value}
        return f"{here.at('search')}?{urlencode(told | ({'offset': start} if start else {}))}"

    links = {}
    if offset:
        links["prev"] = at(max(0, offset - limit))
    if found.has_more and offset + limit <= _NUMBERS["offset"][1]:
        links["next"] = at(offset + limit)
    body = rendered(
        "search.html",
        title=f"Search: {found.text}" if found.text.strip() else "Search",
        site=here,
        found=found,
        kinds=KINDS,
        kind=given.get("kind", ""),
        first=offset + 1,
        links=links,
    )
    response = respond(request, body, media_type=HTML.media_type)
    if links:
        response.headers["Link"] = link_header(links)
    return response


def _told(found: Found, site: Site) -> dict[str, Any]:
    return found.as_json() | {"hits": [_hit(hit, site) for hit in found]}


def _hit(hit: Hit, site: Site) -> dict[str, Any]:
    return hit.as_json() | {"address": site.address(hit.iri)}


def _json(request: Request, content: Any) -> Response:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return respond(request, body, media_type="application/json")


def _given(request: Request) -> dict[str, str]:
    encoded: bytes = request.scope["query_string"]
    if len(encoded) > LONGEST:
        raise HTTPException(414, f"At most {LONGEST} bytes of parameters are read.")
    return dict(parameters(encoded))


def _number(given: dict[str, str], name: str, usual: int) -> int:
    """A number among the parameters.

    Raises:
        HTTPException: It is none, or not within its bounds.
    """
    text, (least, most) = given.get(name, ""), _NUMBERS[name]
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 6 and least <= int(text) <= most):  # noqa: PLR2004
        raise HTTPException(422, f"{name} is a whole number from {least} to {most}.")
    return int(text)
