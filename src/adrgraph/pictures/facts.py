"""What pictures are drawn of: rows of saved queries, as values."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.pictures.picture import Thing
from adrgraph.results import Row, Solutions, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from adrgraph.catalogue import Catalogue

NATIONS = ("England", "Wales", "Scotland", "Northern Ireland")


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset with the aspects under which it is found; an empty one is unknown."""

    thing: Thing
    themes: tuple[Thing, ...] = ()
    environments: tuple[Thing, ...] = ()
    wholly: frozenset[str] = frozenset()
    partly: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Connection:
    """Two datasets, the sense in which they are connected, and the linkage that did it."""

    start: Thing
    sense: str
    end: Thing
    linkage: Thing | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Years that data are about, as one or more sources state them; an empty bound is unknown."""

    dataset: Thing
    of: str
    kind: str
    start: str = ""
    end: str = ""
    covers: str = ""
    wording: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """What was expected, and when: an empty month means that the source names none."""

    thing: Thing
    expected: str = ""
    stated: str = ""
    wording: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain between two datasets."""

    chain: str
    position: int
    start: Thing
    way: str
    end: Thing
    linkages: tuple[Thing, ...] = ()
    environments: tuple[Thing, ...] = ()
    together: str = ""
    restrictions: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def datasets_of(catalogue: Catalogue, *, only: Iterable[str] = ()) -> tuple[Dataset, ...]:
    """Every dataset by name, or only some, by IRI."""
    things: dict[str, Thing] = {}
    found: dict[str, dict[str, list[Thing]]] = defaultdict(lambda: defaultdict(list))
    for row in _rows_of(catalogue, "belongs-to", only):
        thing = _thing(row, "dataset", "title")
        things.setdefault(thing.iri, thing)
        aspect = " ".join(filter(None, (text(row["aspect"]), text(row["extent"]))))
        if aspect:
            found[thing.iri][aspect].append(_thing(row, "value", "name"))
    return tuple(
        Dataset(
            thing=thing,
            themes=tuple(found[iri]["theme"]),
            environments=tuple(found[iri]["environment"]),
            wholly=frozenset(map(str, found[iri]["nation wholly"])),
            partly=frozenset(map(str, found[iri]["nation partly"])),
        )
        for iri, thing in things.items()
    )


def connections_of(catalogue: Catalogue, *, end: str = "") -> tuple[Connection, ...]:
    """Every connection between two datasets, or only those of one, by IRI."""
    return tuple(
        Connection(
            start=_thing(row, "dataset", "title"),
            sense=text(row["sense"]),
            end=_thing(row, "other", "other_title"),
            linkage=_thing(row, "linkage", "linkage_title") if row["linkage"] else None,
        )
        for row in _rows(catalogue, "links", **({"end": ox.NamedNode(end)} if end else {}))
    )


def periods_of(catalogue: Catalogue, *, only: Iterable[str] = ()) -> tuple[Period, ...]:
    """Every period, cohort and reference date that a source states, the same ones once.

    Those of all datasets, or only of some, by IRI.
    """
    sources: dict[Period, list[str]] = defaultdict(list)
    for row in _rows_of(catalogue, "periods", only):
        period = Period(
            dataset=_thing(row, "dataset", "title"),
            of=text(row["of"]),
            kind=text(row["kind"]),
            start=text(row["start"]),
            end=text(row["end"]),
            covers=text(row["covers"]),
            wording=text(row["wording"]),
        )
        sources[period].append(text(row["source"]))
    return tuple(
        replace(each, sources=tuple(dict.fromkeys(told))) for each, told in sources.items()
    )


def forecasts_of(catalogue: Catalogue, *, only: Iterable[str] = ()) -> tuple[Forecast, ...]:
    """Everything that was expected, or only of some datasets, by IRI."""
    return tuple(
        Forecast(
            _thing(row, "thing", "title"),
            **{name: text(row[name]) for name in ("expected", "stated", "wording", "source")},
        )
        for row in _rows_of(catalogue, "expected", only)
    )


def steps_of(catalogue: Catalogue, start: str, end: str) -> tuple[Step, ...]:
    """The steps of every shortest chain between two datasets, in order."""
    several: dict[tuple[str, int, str], list[Row]] = defaultdict(list)
    for row in _rows(catalogue, "path", **{"from": ox.NamedNode(start), "to": ox.NamedNode(end)}):
        if row["position"] is not None:
            key = (text(row["chain"]), int(text(row["position"])), text(row["way"]))
            several[key].append(row)
    environments = {
        text(row["environment"]): text(row["title"]) for row in _rows(catalogue, "environments")
    }
    linkages = {
        text(ox.NamedNode(each.linkage.iri)): each.linkage.name
        for each in connections_of(catalogue)
        if each.linkage
    }
    return tuple(
        Step(
            chain=chain,
            position=position,
            start=_thing(rows[0], "here", "here_title"),
            way=way,
            end=_thing(rows[0], "next", "next_title"),
            linkages=_things(rows, "linkage", linkages),
            environments=_things(rows, "environment", environments),
            together=text(rows[0]["ends_together_in"]),
            restrictions=_texts(rows, "restriction"),
            unknown=_texts(rows, "not_known"),
        )
        for (chain, position, way), rows in several.items()
    )


def _rows_of(catalogue: Catalogue, query: str, datasets: Iterable[str]) -> Iterable[Row]:
    """The rows of a query about all datasets, or about each of some."""
    if not datasets:
        return _rows(catalogue, query)
    return [
        row
        for iri in dict.fromkeys(datasets)
        for row in _rows(catalogue, query, dataset=ox.NamedNode(iri))
    ]


def _rows(catalogue: Catalogue, query: str, **values: object) -> Solutions:
    found = catalogue.run(query, **values)
    assert isinstance(found, Solutions)  # noqa: S101 — these queries select
    return found


def _thing(row: Row, iri: str, name: str) -> Thing:
    term = row[iri]
    return Thing("" if term is None else str(getattr(term, "value", term)), text(row[name]))


def _things(rows: Iterable[Row], column: str, names: Mapping[str, str]) -> tuple[Thing, ...]:
    terms = {text(term): term for row in rows if (term := row[column]) is not None}
    return tuple(
        Thing(str(getattr(term, "value", term)), names.get(key, "")) for key, term in terms.items()
    )


def _texts(rows: Iterable[Row], column: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words for row in rows if (words := text(row[column]))))
