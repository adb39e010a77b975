"""Pages made before anybody asks for them: then the first visit is as quick as the next.

They are what follows from the build alone: every document, list and picture, and what can be linked
to each dataset. As many are made as there is room for; the others are made when they are asked for.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException

from adrgraph.errors import AdrgraphError
from adrgraph.iris import BASE
from adrgraph.server.pages import study
from adrgraph.server.pages.facets import slug_of
from adrgraph.server.pages.front import LISTS
from adrgraph.server.pages.listing import AT_ONCE
from adrgraph.server.pages.pictured import GROUPS, PICTURES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.applications import Starlette
    from starlette.types import Message

    from adrgraph.server.pages.library import Library
    from adrgraph.server.records import Records
    from adrgraph.server.shelf import Shelf

_LOG = logging.getLogger(__name__)

ROOM = 1 << 20
"""Bytes that are left free: what is made last never takes the place of what was made first."""

FEW = 300
"""Datasets of which the steps to others and the ways in are read before."""

TOGETHER = 20
"""Datasets of which the steps to others are read by one query."""

_BROWSER = (b"accept", b"text/html")


async def make_ahead(app: Starlette) -> None:
    """Make the pages of an application, those that most people see first."""
    shelf: Shelf = app.state.shelf
    if shelf.room < ROOM:  # as where the store may change, and nothing is kept
        return
    library: Library = app.state.library
    await asyncio.to_thread(app.state.finder.index)
    iris = [card.iri for card in await asyncio.to_thread(lambda: library.index.cards[:FEW])]
    await asyncio.to_thread(study.gather, library)
    for start in range(0, len(iris), TOGETHER):
        await asyncio.to_thread(_gather, library, iris[start : start + TOGETHER])
    for address in await asyncio.to_thread(list, addresses(app)):
        if shelf.room < ROOM:
            break
        (outcome,) = await asyncio.gather(visit(app, address), return_exceptions=True)
        if isinstance(outcome, Exception) and not isinstance(outcome, AdrgraphError):
            _LOG.error("The page %s cannot be made: %r", address, outcome)


def _gather(library: Library, iris: list[str]) -> None:
    """Read what pages that are asked for in countless ways are made from."""
    library.steps_from(iris)
    for iri in iris:
        for way in library.told_of("where-is", "dataset", iri):
            if way["route"]:
                library.steps(way["route"])
                library.told_of("durations", "route", way["route"])


def addresses(app: Starlette) -> Iterator[str]:
    """The pages that follow from the build alone, each by path and query."""
    records: Records = app.state.records
    yield from ("/", "/datasets", "/study", "/about", *(f"/{name}" for name in LISTS))
    for name in PICTURES:
        yield from (f"/pictures/{name}.svg", f"/pictures/{name}")
        yield from (f"/pictures/{name}?group={group}" for group in GROUPS[1:])
    cards = app.state.library.index.cards
    yield from (f"/datasets?page={page + 1}" for page in range(1, -(-len(cards) // AT_ONCE)))
    yield from (f"/link?dataset={slug_of(card.iri)}" for card in cards)
    yield from (f"/{iri.removeprefix(BASE)}" for iri in records.documents())


async def visit(app: Starlette, address: str) -> None:
    """Ask for a page as a browser does, behind what compresses and keeps whole answers."""
    path, _, query = address.partition("?")
    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [_BROWSER, (b"host", b"localhost")],
        "app": app,
    }
    try:
        await app.router(scope, _nothing, _nowhere)
    except HTTPException:
        return  # who visits is told


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


async def _nowhere(_: Message) -> None:
    """What is made is kept, not sent."""
