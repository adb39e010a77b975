"""Datasets by facet: which match a choice, and how many each further choice would leave."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from adrgraph.server.pages.wording import period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
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
        pairs: list[tuple[str, object]] = [("q", self.words)] if self.words else []
        pairs += [(facet, self.of(facet)) for facet in FACETS if self.of(facet)]
        pairs += [("from", self.since)] if self.since is not None else []
        pairs += [("to", self.until)] if self.until is not None else []
        pairs += [("sort", self.sort)] if self.sort != "title" else []
        pairs += [("page", page)] if page > 1 else []
        return urlencode(pairs)


@dataclass(frozen=True, slots=True)
class Card:
    """A dataset as a list shows it."""

    iri: str
    title: str
    description: str
    spans: tuple[tuple[str, str], ...]

    def meets(self, since: int | None, until: int | None) -> bool:
        """Whether some period of the data meets the years; an unknown bound meets any."""
        if since is None and until is None:
            return True
        return any(
            (not start or until is None or int(start[:4]) <= until)
            and (not end or since is None or int(end[:4]) >= since)
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
class Index:
    """Every dataset by every value of every facet."""

    cards: tuple[Card, ...]
    values: Mapping[str, Mapping[str, frozenset[int]]]
    """The places of the cards, by facet and value."""

    labels: Mapping[str, str]
    """What values are called, by facet and value with a slash between."""

    def matching(self, choice: Choice, *, among: AbstractSet[str] | None = None) -> list[Card]:
        """The datasets that match a choice, sorted as it asks.

        Where words are chosen, `among` has the datasets that they find.
        """
        cards = [self.cards[place] for place in self._places(choice, among)]
        match choice.sort:
            case "latest":
                return sorted(cards, key=lambda card: (-card.latest, card.title, card.iri))
            case "earliest":
                return sorted(cards, key=lambda card: (card.earliest, card.title, card.iri))
            case _:
                return sorted(cards, key=lambda card: (card.title, card.iri))

    def options(
        self, choice: Choice, facet: str, *, among: AbstractSet[str] | None = None
    ) -> list[Option]:
        """The values of a facet with what each would leave, those that leave most first."""
        others = self._places(choice.with_value(facet, ""), among)
        chosen = choice.of(facet)
        found = [
            Option(slug, self.label(facet, slug), len(others & places), slug == chosen)
            for slug, places in self.values.get(facet, {}).items()
        ]
        shown = [option for option in found if option.count or option.is_chosen]
        return sorted(shown, key=lambda o: (o.slug == SILENT, -o.count, o.label.casefold(), o.slug))

    def label(self, facet: str, slug: str) -> str:
        """What a value is called."""
        return "not stated" if slug == SILENT else self.labels.get(f"{facet}/{slug}", slug)

    def tags(self, iri: str, facet: str) -> list[str]:
        """What a facet has of one dataset."""
        return sorted(
            self.label(facet, slug)
            for slug, places in self.values.get(facet, {}).items()
            if slug != SILENT and any(self.cards[place].iri == iri for place in places)
        )

    def _places(self, choice: Choice, among: AbstractSet[str] | None) -> set[int]:
        places = set(range(len(self.cards)))
        for facet, slug in choice.values:
            places &= self.values.get(facet, {}).get(slug, frozenset())
        return {
            place
            for place in places
            if self.cards[place].meets(choice.since, choice.until)
            and (among is None or self.cards[place].iri in among)
        }


def indexed(library: Library) -> Index:
    """The index of what a library holds."""
    cards = tuple(_cards(library.rows("spans")))
    places = {card.iri: place for place, card in enumerate(cards)}
    values: dict[str, dict[str, set[int]]] = {facet: defaultdict(set) for facet in FACETS}
    iris: dict[str, str] = {}
    for row in library.rows("facets"):
        facet, slug = row["facet"], slug_of(row["value"])
        if row["dataset"] in places:
            values[facet][slug].add(places[row["dataset"]])
            iris[f"{facet}/{slug}"] = row["value"]
    labels = library.labels(set(iris.values()))
    return Index(
        cards,
        {facet: dict(_with_silence(found, len(cards))) for facet, found in values.items()},
        {key: labels.get(iri) or key.rpartition("/")[2] for key, iri in iris.items()},
    )


def slug_of(iri: str) -> str:
    """The last part of an IRI.

    >>> slug_of("https://w3id.org/adrgraph/scheme/theme#education")
    'education'
    """
    return iri.replace("#", "/").rpartition("/")[2]


def _with_silence(
    found: Mapping[str, set[int]], number: int
) -> Iterator[tuple[str, frozenset[int]]]:
    yield from ((slug, frozenset(places)) for slug, places in found.items())
    silent = frozenset(range(number)).difference(*found.values())
    if silent:
        yield SILENT, silent


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
