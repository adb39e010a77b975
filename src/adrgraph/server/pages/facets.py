"""Datasets by facet: which match a choice, and how many each further choice would leave.

A set of datasets is a number with a bit for each, so that counting takes as long for many as for
few: a choice among 100,000 is a hundred operations on numbers of 12 kB.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from adrgraph.server.pages.places import Places, Years, members, places_of, selected
from adrgraph.server.pages.wording import period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from adrgraph.server.pages.library import Library, Line

FACETS = {
    "theme": "Theme",
    "nation": "Nation or area",
    "environment": "Held in",
    "owner": "Owner",
    "status": "Status",
    "nature": "Kind of data",
    "characteristic": "Records",
}
"""Each facet with its heading; named as the parameters of the saved query `datasets`."""

SILENT = "not-stated"
"""The value of a facet for datasets of which no source states any."""

SORTS = {"title": "Name", "latest": "Latest data first", "earliest": "Earliest data first"}

_FIRST, _LAST = 0, 9999
"""Years that a bound which is not given lies beyond."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person asks for; the address of a page holds all of it."""

    values: tuple[tuple[str, str], ...] = ()
    words: str = ""
    since: int | None = None
    until: int | None = None
    sort: str = "title"

    def of(self, facet: str) -> str:
        """The value chosen of a facet."""
        return dict(self.values).get(facet, "")

    def with_value(self, facet: str, slug: str) -> Choice:
        """The same with another value of a facet; with none where it is empty."""
        others = tuple(pair for pair in self.values if pair[0] != facet)
        return replace(self, values=(*others, (facet, slug)) if slug else others)

    def query(self, *, page: int = 1) -> str:
        """The choice as the query of an address; the same choice always reads the same.

        >>> Choice((("theme", "education"),), since=2010).query(page=2)
        'theme=education&from=2010&page=2'
        """
        values = dict(self.values)
        pairs = [("q", self.words)] if self.words else []
        pairs += [(facet, values[facet]) for facet in FACETS if values.get(facet)]
        pairs += [("from", str(self.since))] if self.since is not None else []
        pairs += [("to", str(self.until))] if self.until is not None else []
        pairs += [("sort", self.sort)] if self.sort != "title" else []
        pairs += [("page", str(page))] if page > 1 else []
        return "&".join(f"{name}={_quoted(value)}" for name, value in pairs)


_quoted = lru_cache(4_096)(quote_plus)


@dataclass(frozen=True, slots=True)
class Card:
    """A dataset as a list shows it."""

    iri: str
    title: str
    description: str
    spans: tuple[tuple[str, str], ...]

    def meets(self, since: int, until: int) -> bool:
        """Whether some period of the data meets the years; an unknown bound meets any."""
        return any(
            (not start or int(start[:4]) <= until) and (not end or int(end[:4]) >= since)
            for start, end in self.spans
        )

    @property
    def years(self) -> str:
        """From when to when, over all that is stated."""
        starts = [start[:4] for start, _ in self.spans if start]
        ends = [end[:4] for _, end in self.spans if end]
        open_start = any(not start for start, _ in self.spans)
        return period("" if open_start or not starts else min(starts), max(ends, default=""))

    @property
    def latest(self) -> int:
        """The last year that is stated."""
        return max(
            (int((end or start)[:4]) for start, end in self.spans if end or start), default=_FIRST
        )

    @property
    def earliest(self) -> int:
        """The first year that is stated."""
        return min(
            (int((start or end)[:4]) for start, end in self.spans if end or start), default=_LAST
        )


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet, with how many datasets choosing it would leave."""

    slug: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The datasets that match a choice, in its order; only those that are shown are looked up."""

    cards: Sequence[Card] = field(repr=False)
    groups: tuple[Places, ...]
    """Those that come first, and so on; within a group they are in the order of the cards."""

    def __len__(self) -> int:
        """How many there are."""
        return sum(map(int.bit_count, self.groups))

    def __iter__(self) -> Iterator[Card]:
        """All of them."""
        return (self.cards[place] for group in self.groups for place in members(group))

    def page(self, number: int, *, size: int) -> list[Card]:
        """Those of one page; pages count from 1."""
        first, left = (number - 1) * size, size
        found: list[Card] = []
        for group in self.groups:
            count = group.bit_count()
            if first < count:
                places = selected(group, first, min(first + left, count))
                found += (self.cards[place] for place in places)
            first, left = max(0, first - count), size - len(found)
            if not left:
                break
        return found


@dataclass(frozen=True, slots=True)
class Index:
    """Every dataset by every value of every facet, sorted by name."""

    cards: tuple[Card, ...]
    values: Mapping[str, Mapping[str, Places]]
    """The places of the cards, by facet and value."""

    labels: Mapping[str, str]
    """What values are called, by facet and value with a slash between."""

    years: Years = field(repr=False)
    sorts: Mapping[str, tuple[Places, ...]] = field(repr=False)
    """The places by year, the year that comes first in a sort before others."""

    tagged: Mapping[str, int] = field(repr=False)
    """The place of each card by IRI."""

    def matching(self, choice: Choice, *, among: AbstractSet[str] | None = None) -> Found:
        """The datasets that match a choice, sorted as it asks.

        Where words are chosen, `among` has the datasets that they find.
        """
        places = self._places(choice, among)
        groups = self.sorts.get(choice.sort)
        if groups is None:
            return Found(self.cards, (places,))
        return Found(self.cards, tuple(found for group in groups if (found := places & group)))

    def options(
        self, choice: Choice, facet: str, *, among: AbstractSet[str] | None = None
    ) -> list[Option]:
        """The values of a facet with what each would leave, those that leave most first."""
        others = self._places(choice.with_value(facet, ""), among)
        chosen = choice.of(facet)
        found = [
            Option(slug, self.label(facet, slug), (others & places).bit_count(), slug == chosen)
            for slug, places in self.values.get(facet, {}).items()
        ]
        shown = [option for option in found if option.count or option.is_chosen]
        return sorted(shown, key=lambda o: (o.slug == SILENT, -o.count, o.label.casefold(), o.slug))

    def count(self, facet: str, slug: str) -> int:
        """How many datasets have a value of a facet."""
        return self.values.get(facet, {}).get(slug, 0).bit_count()

    def label(self, facet: str, slug: str) -> str:
        """What a value is called."""
        return "not stated" if slug == SILENT else self.labels.get(f"{facet}/{slug}", slug)

    def tags(self, iri: str, facet: str) -> list[str]:
        """What a facet has of one dataset."""
        bit = 1 << self.tagged[iri]
        return sorted(
            self.label(facet, slug)
            for slug, places in self.values.get(facet, {}).items()
            if slug != SILENT and places & bit
        )

    def _places(self, choice: Choice, among: AbstractSet[str] | None) -> Places:
        places = (1 << len(self.cards)) - 1
        for facet, slug in choice.values:
            places &= self.values.get(facet, {}).get(slug, 0)
        if among is not None:
            places &= places_of(self.tagged[iri] for iri in among if iri in self.tagged)
        if choice.since is None and choice.until is None:
            return places
        since = _FIRST if choice.since is None else choice.since
        until = _LAST if choice.until is None else choice.until
        if since <= until:
            return places & self.years.meeting(since, until)
        return places_of(p for p in members(places) if self.cards[p].meets(since, until))


def indexed(library: Library) -> Index:
    """The index of what a library holds."""
    cards = tuple(sorted(_cards(library.rows("spans")), key=lambda card: (card.title, card.iri)))
    places = {card.iri: place for place, card in enumerate(cards)}
    values: dict[str, dict[str, list[int]]] = {facet: defaultdict(list) for facet in FACETS}
    iris: dict[str, str] = {}
    for row in library.rows("facets"):
        facet, slug = row["facet"], slug_of(row["value"])
        if row["dataset"] in places:
            values[facet][slug].append(places[row["dataset"]])
            iris[f"{facet}/{slug}"] = row["value"]
    labels = library.labels(set(iris.values()))
    return Index(
        cards,
        {facet: dict(_with_silence(found, len(cards))) for facet, found in values.items()},
        {key: labels.get(iri) or key.rpartition("/")[2] for key, iri in iris.items()},
        Years([card.spans for card in cards]),
        {
            "latest": _by_year([-card.latest for card in cards]),
            "earliest": _by_year([card.earliest for card in cards]),
        },
        places,
    )


def slug_of(iri: str) -> str:
    """The last part of an IRI.

    >>> slug_of("https://w3id.org/adrgraph/scheme/theme#education")
    'education'
    """
    return iri.replace("#", "/").rpartition("/")[2]


def _with_silence(found: Mapping[str, Sequence[int]], number: int) -> Iterator[tuple[str, Places]]:
    silent = (1 << number) - 1
    for slug, listed in found.items():
        places = places_of(listed)
        silent &= ~places
        yield slug, places
    if silent:
        yield SILENT, silent


def _by_year(years: Sequence[int]) -> tuple[Places, ...]:
    found: dict[int, list[int]] = defaultdict(list)
    for place, year in enumerate(years):
        found[year].append(place)
    return tuple(places_of(found[year]) for year in sorted(found))


def _cards(rows: Iterable[Line]) -> Iterator[Card]:
    found: dict[str, list[Line]] = {}
    for row in rows:
        found.setdefault(row["dataset"], []).append(row)
    for iri, lines in found.items():
        first = lines[0]
        spans = {(line["start"], line["end"]) for line in lines if line["period"]}
        years = tuple(sorted(span for span in spans if all(_is_year(bound) for bound in span)))
        yield Card(iri, first["title"], first["description"], years)


def _is_year(bound: str) -> bool:
    return not bound or (bound[:4].isdecimal() and bound[:4].isascii())
