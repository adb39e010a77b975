"""Which datasets cover topics, nations and years, found in what is read of all of them once.

The rows are those of the saved queries "covering" and "covering-together".
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from adrgraph.server.pages.library import Library, Line

_BEST = ("wholly", "partly", "not stated", "")
"""How far something is covered, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Years that a dataset or a copy of it is about, as they are written, and on which basis."""

    start: str
    end: str
    basis: str
    first: int | None
    last: int | None

    def meets(self, since: int | None, until: int | None) -> bool:
        """Whether it meets some years; an unknown bound meets any."""
        is_before = self.first is None or until is None or self.first <= until
        return is_before and (self.last is None or since is None or self.last >= since)

    def covers(self, since: int | None, until: int | None) -> str:
        """How far it covers some years, as far as its bounds are known."""
        if since is None and until is None:
            return ""
        early = True if since is None else None if self.first is None else self.first <= since
        late = True if until is None else None if self.last is None else self.last >= until
        if early is False or late is False:
            return "partly"
        return "wholly" if early and late else "not stated"


_UNKNOWN = Stretch("", "", "", None, None)


@dataclass(frozen=True, slots=True)
class Covered:
    """A dataset with what is known of where, of which areas and of which years it is."""

    iri: str
    titles: tuple[str, ...]
    areas: frozenset[str]
    reach: frozenset[str]
    """The areas, and those around them."""

    places: tuple[str, ...]
    """Where it is held: itself, or as a part of something where it is not held itself."""

    stretches: tuple[Stretch, ...]
    here: Mapping[str, tuple[Stretch, ...]]
    """What counts in one environment, where that is not the same as in any other."""

    elsewhere: tuple[Stretch, ...]
    """What counts in any other environment."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """All datasets by topic, and all environments that hold something on a topic."""

    on: Mapping[str, Sequence[Covered]] = field(repr=False)
    held: Mapping[str, AbstractSet[str]] = field(repr=False)
    names: Mapping[str, Sequence[str]] = field(repr=False)
    subjects: Mapping[str, Sequence[str]] = field(repr=False)
    around: Mapping[str, AbstractSet[str]] = field(repr=False)
    """Each area with those around it."""

    def covering(
        self, topic: str, nations: Sequence[str], years: tuple[int | None, int | None]
    ) -> list[Line]:
        """The data on a topic that cover nations and years, as "covering" tells them."""
        found = (
            _line(each, title, extent, stretch, years)
            for each, extent in self._within(topic, nations)
            for stretch in each.stretches or (_UNKNOWN,)
            if stretch.meets(*years)
            for title in each.titles
        )
        return sorted(found, key=_order)

    def together(
        self, topics: Sequence[str], nations: Sequence[str], years: tuple[int | None, int | None]
    ) -> list[Line]:
        """The data that sit in an environment with some on each topic: "covering-together"."""
        places = set.intersection(*(set(self.held.get(topic, ())) for topic in topics))
        found = (
            _line(each, title, extent, stretch, years)
            | {"environment": place, "name": name, "subject": subject}
            for topic in topics
            for each, extent in self._within(topic, nations)
            for place in each.places
            if place in places
            for stretch in _counting(each, place)
            if stretch.meets(*years)
            for title in each.titles
            for name in self.names.get(place, ())
            for subject in self.subjects.get(topic, ())
        )
        return sorted(
            found, key=lambda row: (row["name"], row["environment"], row["subject"], _order(row))
        )

    def _within(self, topic: str, nations: Sequence[str]) -> Iterable[tuple[Covered, str]]:
        """The data on a topic that cover some of each nation's area, and how far."""
        around = [self.around.get(nation, frozenset((nation,))) for nation in nations]
        for each in self.on.get(topic, ()):
            if not nations:
                yield each, ""
            elif all(not each.areas.isdisjoint(wider) for wider in around):
                yield each, "wholly"
            elif any(not each.areas.isdisjoint(wider) for wider in around) or any(
                nation in each.reach for nation in nations
            ):
                yield each, "partly"


def coverage(library: Library) -> Coverage:
    """What a library holds; read once."""
    return library.fresh("coverage", lambda: _read(library))


def _counting(each: Covered, place: str) -> tuple[Stretch, ...]:
    return each.here.get(place, each.elsewhere)


def _line(
    each: Covered,
    title: str,
    extent: str,
    stretch: Stretch,
    years: tuple[int | None, int | None],
) -> Line:
    return {
        "dataset": each.iri,
        "title": title,
        "nations": extent,
        "years": stretch.covers(*years),
        "start": stretch.start,
        "end": stretch.end,
        "basis": stretch.basis,
    }


def _order(row: Line) -> tuple[int, int, str, str, str, str, str]:
    return (
        *(_BEST.index(row["nations"]), _BEST.index(row["years"])),
        *(row["title"], row["dataset"], row["start"], row["end"], row["basis"]),
    )


def _read(library: Library) -> Coverage:
    told: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in library.rows("coverage"):
        told[row["aspect"]][row["thing"]].append(row["value"])
    lines: dict[str, list[Line]] = defaultdict(list)
    for row in library.rows("stretches"):
        lines[row["dataset"]].append(row)
    around = {
        thing: _closed(thing, told["broader"])
        for thing in {*told["broader"], *told["subject"], *_values(told["area"])}
    }
    datasets = {
        iri: _covered(iri, told, lines[iri], around)
        for iri, titles in sorted(told["title"].items(), key=lambda pair: pair[1])
    }
    on: dict[str, list[Covered]] = defaultdict(list)
    held: dict[str, set[str]] = defaultdict(set)
    for iri, themes in told["theme"].items():
        for topic in set().union(*(around.get(theme, {theme}) for theme in themes)):
            held[topic].update(told["place"].get(iri, ()))
            if iri in datasets:
                on[topic].append(datasets[iri])
    return Coverage(on, held, told["name"], told["subject"], around)


def _values(found: Mapping[str, Sequence[str]]) -> Iterable[str]:
    return (value for values in found.values() for value in values)


def _closed(thing: str, broader: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """A concept with all that are broader."""
    met = {thing}
    ahead = [thing]
    while ahead:
        for wider in broader.get(ahead.pop(), ()):
            if wider not in met:
                met.add(wider)
                ahead.append(wider)
    return frozenset(met)


def _covered(
    iri: str,
    told: Mapping[str, Mapping[str, Sequence[str]]],
    lines: Sequence[Line],
    around: Mapping[str, frozenset[str]],
) -> Covered:
    areas = frozenset(told["area"].get(iri, ()))
    own = tuple(told["place"].get(iri, ()))
    wholes = told["whole"].get(iri, ())
    places = own or tuple(
        dict.fromkeys(place for whole in wholes for place in told["place"].get(whole, ()))
    )
    copies: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line["kind"] == "copy":
            copies[line["place"]].append(line)
    of_all = [line for line in lines if line["kind"] == "period"]
    dates = [_stretch(line, line["kind"]) for line in lines if line["kind"] == "reference date"]
    general = [_stretch(line, "period", share=True) for line in of_all]
    return Covered(
        iri=iri,
        titles=tuple(told["title"][iri]),
        areas=areas,
        reach=frozenset().union(*(around[area] for area in areas)),
        places=places,
        stretches=(*general, *_of_copies(lines), *dates),
        here={
            place: _here(here, general, dates, is_only_there=not {*own} - {place})
            for place, here in copies.items()
        },
        elsewhere=(*general, *dates) or (_UNKNOWN,),
    )


def _of_copies(lines: Iterable[Line]) -> Iterable[Stretch]:
    """The periods of copies, each with where the copy is and which edition it is of."""
    for line in lines:
        if line["kind"] == "copy" and line["period"] and line["name"]:
            edition = f"{line['version']} " if line["version"] else ""
            yield _stretch(line, "period", share=True, copy=f", {edition}in {line['name']}")


def _here(
    copies: Sequence[Line],
    general: Sequence[Stretch],
    dates: Sequence[Stretch],
    *,
    is_only_there: bool,
) -> tuple[Stretch, ...]:
    """What counts where copies are: a dated copy's own period in place of the dataset's."""
    columns = ("release", "period", "start", "end", "thing")
    dated = {tuple(line[each] for each in columns): line for line in copies if line["period"]}
    own = [_stretch(line, "period of this copy", share=True) for line in dated.values()]
    is_general = not own or is_only_there or any(not line["period"] for line in copies)
    found = (*(general if is_general else ()), *own, *dates)
    if found or general:
        return found
    return (_UNKNOWN,)


def _stretch(line: Line, what: str, *, share: bool = False, copy: str = "") -> Stretch:
    of = f" of {line['thing']}" if share and line["thing"] else ""
    first, last = _year(line["start"]), _year(line["end"])
    return Stretch(line["start"], line["end"], f"{what}{of}{copy}", first, last)


def _year(date: str) -> int | None:
    try:
        return int(date[:4])
    except ValueError:
        return None
