"""The shortest chains between two datasets, found among steps between neighbours that are kept."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from adrgraph.pictures.facts import Step
from adrgraph.pictures.picture import Thing
from adrgraph.server.records import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from adrgraph.server.pages.library import Library, Line

LONGEST = 5
"""Steps of a chain at most, as the saved query "path" has them."""

MOST = 1_000
"""Datasets that are looked at from each end of a step: beyond, chains are cut short."""


def chains_between(library: Library, start: str, end: str) -> tuple[Step, ...]:
    """The steps of every shortest chain between two datasets, as the saved query tells them."""
    chains = _shortest(library, start, end)
    steps = library.steps_from({here for chain in chains for here in chain[:-1]})
    names = {
        end: next((r["next_title"] for here in steps for r in steps[here] if r["next"] == end), "")
    }
    names |= {here: rows[0]["here_title"] for here, rows in steps.items() if rows}
    told = {" → ".join(names[iri] or name_of(iri) for iri in chain): chain for chain in chains}
    linked = [row for rows in steps.values() for row in rows]
    labels = library.labels({row[each] for row in linked for each in _NAMED if row[each]})
    together = ", ".join(sorted({*library.places(start)} & {*library.places(end)}))
    return tuple(
        step
        for words, chain in sorted(told.items())
        for position, (here, there) in enumerate(pairwise(chain), start=1)
        for step in _steps(
            [row for row in steps[here] if row["next"] == there],
            Step(words, position, Thing(here, ""), "", Thing(there, ""), together=together),
            labels,
        )
    )


_NAMED = ("linkage", "environment")


def _shortest(library: Library, start: str, end: str) -> list[tuple[str, ...]]:
    """All chains of the least number of steps; none where there are more than that."""
    chains: list[tuple[str, ...]] = [(start,)]
    met = {start}
    for _ in range(LONGEST):
        ends = dict.fromkeys(chain[-1] for chain in chains)
        near = library.steps_from(list(ends)[:MOST])
        chains = [
            (*chain, there)
            for chain in chains
            for there in dict.fromkeys(row["next"] for row in near.get(chain[-1], ()))
            if there not in met
        ]
        if any(chain[-1] == end for chain in chains):
            return [chain for chain in chains if chain[-1] == end]
        met |= {chain[-1] for chain in chains}
    return []


def _steps(rows: Iterable[Line], step: Step, labels: Mapping[str, str]) -> Iterator[Step]:
    """One step in each of the ways in which it is made."""
    ways: dict[str, list[Line]] = {}
    for row in rows:
        ways.setdefault(row["way"], []).append(row)
    for way, lines in ways.items():
        yield Step(
            chain=step.chain,
            position=step.position,
            start=Thing(step.start.iri, lines[0]["here_title"]),
            way=way,
            end=Thing(step.end.iri, lines[0]["next_title"]),
            linkages=_things(lines, "linkage", labels),
            environments=_things(lines, "environment", labels),
            together=step.together,
            restrictions=_texts(lines, "restriction"),
            unknown=_texts(lines, "not_known"),
        )


def _things(rows: Sequence[Line], column: str, labels: Mapping[str, str]) -> tuple[Thing, ...]:
    iris = dict.fromkeys(row[column] for row in rows if row[column])
    return tuple(Thing(iri, labels.get(iri, "")) for iri in iris)


def _texts(rows: Iterable[Line], column: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row[column] for row in rows if row[column]))
