"""What is new, for readers of feeds: events and documents by the dates that are stated (Atom)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool

from adrgraph.iris import CATALOG
from adrgraph.queries import read_query
from adrgraph.results import Solutions
from adrgraph.server.addresses import whole_site
from adrgraph.server.pages import rendered
from adrgraph.server.pages.wording import dated
from adrgraph.server.responses import respond

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from adrgraph.server.addresses import Site
    from adrgraph.server.caching import Revision
    from adrgraph.server.shelf import Shelf
    from adrgraph.store import Store

MOST = 100
"""Entries of a feed."""

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is new; its id is its IRI, so that no reader shows it twice."""

    iri: str
    title: str
    updated: str
    summary: str


async def feed(request: Request) -> Response:
    """The latest events and documents."""
    state = request.app.state
    shelf: Shelf = state.shelf
    revision: Revision | None = state.revision
    built = revision.built if revision else datetime.now(UTC)
    here = whole_site(request)
    body = await run_in_threadpool(
        shelf.body, ("feed", here), lambda: _written(state.store, site=here, built=built)
    )
    return respond(request, body, media_type="application/atom+xml")


def _written(store: Store, *, site: Site, built: datetime) -> bytes:
    with as_file(files(__package__).joinpath("feed.rq")) as path:
        found = store.query(read_query(path).text)
    assert isinstance(found, Solutions)  # noqa: S101 — what SELECT gives
    told = list(entries(_values(found)))[:MOST]
    updated = told[0].updated if told else built.strftime("%Y-%m-%dT%H:%M:%SZ")
    return rendered("feed.xml", id=CATALOG, entries=told, updated=updated, site=site)


def entries(rows: Iterable[Mapping[str, str]]) -> Iterator[Entry]:
    """The things with a date, each once, by the latest of its dates."""
    seen: set[str] = set()
    for row in rows:
        if row["thing"] not in seen and _DATE.fullmatch(row["date"]):
            seen.add(row["thing"])
            parts = [row.get("kind", "").capitalize(), dated(row["date"]), row.get("note", "")]
            summary = ". ".join(part.rstrip(".") for part in parts if part) + "."
            yield Entry(row["thing"], _plain(row["title"]), moment(row["date"]), _plain(summary))


def _values(found: Solutions) -> Iterator[dict[str, str]]:
    for row in found:
        pairs = zip(found.variables, row, strict=True)
        yield {k: term.value for k, term in pairs if isinstance(term, ox.NamedNode | ox.Literal)}


def moment(date: str) -> str:
    """The beginning of a day, month or year, as Atom has dates (RFC 3339).

    >>> moment("2024-08-05"), moment("2024")
    ('2024-08-05T00:00:00Z', '2024-01-01T00:00:00Z')
    """
    year, month, day = date.split("-") + ["01"] * (2 - date.count("-"))
    return f"{year}-{month}-{day}T00:00:00Z"


def _plain(words: str) -> str:
    """Words without the characters that XML knows no way to write."""
    return _NO_XML.sub("", words)
