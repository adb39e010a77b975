"""What is new, for readers of feeds (Atom): changes from build to build, events and documents."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import as_file, files
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool

from adrgraph.iris import BASE, CATALOG
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

    from adrgraph.history import History, Noted
    from adrgraph.server.addresses import Site
    from adrgraph.server.caching import Revision
    from adrgraph.server.shelf import Shelf
    from adrgraph.store import Store

MOST = 100
"""Entries of a feed that are changes, and as many that are not."""

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is new; its id stays the same, so that no reader shows it twice."""

    id: str
    title: str
    updated: str
    page: str
    summary: str = ""
    said: tuple[tuple[str, tuple[str, ...]], ...] = field(default=(), repr=False)


async def feed(request: Request) -> Response:
    """The latest changes, events and documents; with `of`, the changes of one thing.

    Raises:
        UnknownName: There is no such thing, and has not been one.
    """
    state = request.app.state
    shelf: Shelf = state.shelf
    revision: Revision | None = state.revision
    built = revision.built if revision else datetime.now(UTC)
    here = whole_site(request)
    of = request.query_params.get("of", "")

    def written() -> bytes:
        if of:
            title = _title(request, f"{BASE}{of}")
            return _of_one(state.history, f"{BASE}{of}", title=title, site=here, built=built)
        return _of_all(state.store, state.history, site=here, built=built)

    body = await run_in_threadpool(shelf.body, ("feed", of, here), written)
    return respond(request, body, media_type="application/atom+xml")


def _title(request: Request, iri: str) -> str:
    """What a thing is called, or was when it was last told of."""
    history: History = request.app.state.history
    for change in history.of(iri)[:1]:
        return change.label
    request.app.state.records.find(iri)
    return request.app.state.library.labels([iri]).get(iri) or iri


def _of_all(store: Store, history: History, *, site: Site, built: datetime) -> bytes:
    with as_file(files(__package__).joinpath("feed.rq")) as path:
        found = store.query(read_query(path).text)
    assert isinstance(found, Solutions)  # noqa: S101 — what SELECT gives
    told = [*islice(entries(_values(found)), MOST), *map(_changed, history.changes[:MOST])]
    return _rendered(
        told,
        id=CATALOG,
        title="adrgraph: what is new",
        subtitle="What changed in this catalogue from build to build, by the time it was noted; "
        "and events around linked administrative datasets and documents about them, by "
        "the date that they state.",
        own=site.at("feed.atom"),
        page=site.at(""),
        site=site,
        built=built,
    )


def _of_one(history: History, iri: str, *, title: str, site: Site, built: datetime) -> bytes:
    return _rendered(
        [*map(_changed, history.of(iri)[:MOST])],
        id=uuid.uuid5(uuid.NAMESPACE_URL, f"{iri} changes").urn,
        title=f"adrgraph: {title}",
        subtitle="What changed in this catalogue from build to build, by the time it was noted.",
        own=site.at(f"feed.atom?of={iri.removeprefix(BASE)}"),
        page=site.address(iri),
        site=site,
        built=built,
    )


def _rendered(told: list[Entry], *, built: datetime, **values: object) -> bytes:
    latest = sorted(told, key=lambda entry: entry.updated, reverse=True)
    updated = latest[0].updated if latest else built.strftime("%Y-%m-%dT%H:%M:%SZ")
    return _plain(rendered("feed.xml", entries=latest, updated=updated, **values).decode()).encode()


def _changed(change: Noted) -> Entry:
    page = "" if change.verb == "removed" else change.resource
    title = f"{change.label} was {change.verb}"
    return Entry(change.id, title, change.noted, page, said=change.said)


def entries(rows: Iterable[Mapping[str, str]]) -> Iterator[Entry]:
    """The things with a date, each once, by the latest of its dates."""
    seen: set[str] = set()
    for row in rows:
        if row["thing"] not in seen and _DATE.fullmatch(row["date"]):
            seen.add(row["thing"])
            parts = [row.get("kind", "").capitalize(), dated(row["date"]), row.get("note", "")]
            summary = ". ".join(part.rstrip(".") for part in parts if part) + "."
            yield Entry(row["thing"], row["title"], moment(row["date"]), row["thing"], summary)


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
