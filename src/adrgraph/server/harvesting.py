"""The catalogue as harvesters ask for it: page by page, what has changed, what words find."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pyoxigraph as ox
from starlette.exceptions import HTTPException

from adrgraph.iris import CATALOG, PREFIXES
from adrgraph.results import triples

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from starlette.requests import Request

    from adrgraph.history import History
    from adrgraph.results import Triples
    from adrgraph.server.cuts import Cuts
    from adrgraph.server.profiles import Profile
    from adrgraph.server.searching import Finder

PAGE = 100
"""Datasets of a page, as many as other catalogues give."""

LONGEST = 200
"""Characters of words that are searched for."""

_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records of the catalogue are asked for; those of all pages where no page is named."""

    page: int = 0
    since: str = ""
    words: str = ""

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return self == Selection()

    def address(self, href: str) -> str:
        """The address of this part of the catalogue, given that of all of it."""
        asked = {"modified_since": self.since, "q": self.words, "page": self.page}
        given = urlencode({name: value for name, value in asked.items() if value})
        return f"{href}{'&' if '?' in href else '?'}{given}"


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the catalogue in one profile: whose page it is, and how many records there are."""

    selection: Selection
    total: int
    listed: tuple[str, ...]

    @property
    def pages(self) -> dict[str, Selection]:
        """The pages around this one, by relation (RFC 8288); none where no page was asked for."""
        page, last = self.selection.page, max(1, -(-self.total // PAGE))
        if not page:
            return {}
        numbers = {"first": 1, "prev": page - 1, "next": page + 1, "last": last}
        return {
            relation: replace(self.selection, page=number)
            for relation, number in numbers.items()
            if 1 <= number <= last
        }

    def written(self, cuts: Cuts, profile: Profile, *, href: str) -> Triples:
        """What the export says of it, with the pages around it in the words of Hydra."""
        return triples([*cuts.part(profile, self.listed), *self._view(href)])

    def _view(self, href: str) -> Iterator[ox.Triple]:
        catalogue, total = ox.NamedNode(CATALOG), ox.Literal(self.total)
        yield ox.Triple(catalogue, _TYPE, _hydra("Collection"))
        yield ox.Triple(catalogue, _hydra("totalItems"), total)
        if not self.selection.page:
            return
        view = ox.NamedNode(self.selection.address(href))
        yield ox.Triple(catalogue, _hydra("view"), view)
        yield ox.Triple(view, _TYPE, _hydra("PartialCollectionView"))
        for relation, page in self.pages.items():
            name = "previous" if relation == "prev" else relation
            yield ox.Triple(view, _hydra(name), ox.NamedNode(page.address(href)))


def selection(request: Request) -> Selection:
    """What a request selects of the catalogue.

    Raises:
        HTTPException: A page or a time that is none, or too many words.
    """
    given = request.query_params
    page, since, words = (given.get(name, "").strip() for name in ("page", "modified_since", "q"))
    is_number = page.isascii() and page.isdigit() and len(page) <= 6  # noqa: PLR2004 — a million
    if page and not (is_number and int(page)):
        raise HTTPException(422, "page is a whole number, from 1.")
    if len(words) > LONGEST:
        raise HTTPException(422, f"q has at most {LONGEST} characters.")
    if since:
        _time(since)
    return Selection(int(page or 0), since, words)


def part(request: Request, asked: Selection, profile: Profile) -> Part:
    """The part of the catalogue that is selected, in the order of its addresses.

    Raises:
        HTTPException: There are not so many pages.
    """
    state = request.app.state
    found = state.cuts.listed(profile)
    if asked.since:
        found = _changed(found, state.cuts, profile, state.history, since=_time(asked.since))
    if asked.words:
        finder: Finder = state.finder
        matching = set(finder.index().every(asked.words).iris)
        found = [iri for iri in found if iri in matching]
    start = (asked.page - 1) * PAGE
    if asked.page > 1 and start >= len(found):
        raise HTTPException(404, f"There are {len(found)} datasets, {PAGE} on a page.")
    listed = found[start : start + PAGE] if asked.page else found
    return Part(asked, len(found), tuple(listed))


def _changed(
    listed: Sequence[str], cuts: Cuts, profile: Profile, history: History, *, since: datetime
) -> list[str]:
    """The records that changed since then; all of them, where changes are not known so far back.

    A record has changed where anything has that it tells of.
    """
    if not history.since or since < _time(history.since):
        return list(listed)
    changed = {each.resource for each in history.changes if _time(each.noted) >= since}
    return [iri for iri in listed if changed & cuts.documents(profile, iri)]


def _time(text: str) -> datetime:
    """A day or a time in ISO 8601; of a time without a zone, the one of Greenwich.

    >>> _time("2026-11-05").isoformat()
    '2026-11-05T00:00:00+00:00'

    Raises:
        HTTPException: It is none.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        detail = "modified_since is a day or a time in ISO 8601, such as 2026-11-05."
        raise HTTPException(422, detail) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _hydra(name: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES["hydra"] + name)
