"""The way to data: its stages, the times that they take, and whom to write to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adrgraph.server.pages.facts import Value
from adrgraph.server.pages.known import by
from adrgraph.server.pages.sections import Entry, contact, grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from adrgraph.server.addresses import Site
    from adrgraph.server.pages.library import Library, Line
    from adrgraph.server.pages.sections import Group


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of one or several ways in: the data that it is for, its time and its steps."""

    title: str
    href: str
    depth: int
    """How many more general stages come before it."""

    data: tuple[str, ...]
    times: tuple[Value, ...]
    steps: tuple[Entry, ...]


def stages(library: Library, rows: Iterable[Line], here: Site) -> list[Stage]:
    """The stages of the ways to data, the general first; one that several share is told once."""
    leads: dict[str, dict[str, None]] = {}
    for dataset, place, title in dict.fromkeys(
        (row["dataset"], row["environment"], row["title"]) for row in rows
    ):
        for way in library.told_of("where-is", "dataset", dataset):
            if way["route"] and way["environment"] == place:
                leads.setdefault(way["route"], {})[title] = None
    if not leads:
        return []
    times = [row for iri in sorted(leads) for row in library.told_of("durations", "route", iri)]
    told = library.told(row["source"] for row in times)
    found: dict[str, list[Line]] = {}
    for row in (row for iri in sorted(leads) for row in library.steps(iri)):
        found.setdefault(row["stage"], []).append(row)
    listed = []
    for iri, steps in found.items():
        routes = dict.fromkeys(row["route"] for row in steps)
        listed.append(
            Stage(
                title=steps[0]["stage_title"],
                href=here.address(iri),
                depth=int(steps[0]["depth"]),
                data=tuple(sorted({title for route in routes for title in leads[route]})),
                times=tuple(
                    dict.fromkeys(
                        Value(row["words"], sources=(told[row["source"]],))
                        for row in times
                        if row["stage"] == iri and row["source"] in told
                    )
                ),
                steps=tuple(_steps(steps)),
            )
        )
    return sorted(listed, key=lambda stage: (stage.depth, stage.title))


def _steps(rows: Iterable[Line]) -> Iterator[Entry]:
    """Each step once, with who acts, on what condition and for which data only."""
    several: dict[str, list[Line]] = {}
    for row in rows:
        several.setdefault(row["step"], []).append(row)
    for lines in several.values():
        actors = dict.fromkeys(row["actor_name"] for row in lines if row["actor_name"])
        only = dict.fromkeys(row["only_name"] for row in lines if row["only_name"])
        conditions = dict.fromkeys(row["condition"] for row in lines if row["condition"])
        yield Entry(
            " / ".join(dict.fromkeys(row["words"] for row in lines)),
            notes=(
                ", ".join(actors) or "who acts is not stated",
                *((f"only for {', '.join(only)}",) if only else ()),
                *conditions,
            ),
        )


def contacts(library: Library, datasets: Sequence[str]) -> tuple[Group, ...]:
    """Addresses by dataset."""
    known = mail(library)
    rows = [row for iri in datasets for row in known.get(iri, ())]
    return grouped(
        library, rows, heading=lambda _: "", entry=lambda row: contact(row, of=row["title"])
    )


def mail(library: Library) -> dict[str, list[Line]]:
    """Where to write to, by dataset."""
    return library.fresh("contacts", lambda: by(library.rows("contacts"), "dataset"))
