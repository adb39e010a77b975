"""A dataset in short: where it is held, how to get in, how long that takes, and whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.server.pages.facts import Fact, Value, merged
from adrgraph.server.pages.sections import contact

if TYPE_CHECKING:
    from adrgraph.server.pages.facts import Reading
    from adrgraph.server.pages.library import Line

ITSELF = "the dataset itself"
"""What the saved query `where-is` calls a dataset that is held, rather than its whole or a part."""

_PART = "a part of it"


def glance(reading: Reading) -> tuple[Fact, ...]:
    """The facts that a person who has a minute is after; silence is shown."""
    return (_held(reading), *_ways(reading), _contacts(reading))


def ways(reading: Reading) -> list[str]:
    """The routes by which a dataset is reached."""
    found = [row["route"] for row in reading.held if row["route"]]
    found += reading.nodes(reading.record.iri, "adr:isAccessedThrough")
    return sorted(set(found))


def _held(reading: Reading) -> Fact:
    rows = [row for row in reading.held if row["environment"]]
    rows = [row for row in rows if not row["held"].startswith(_PART)] or rows

    def value(row: Line) -> Value:
        detail = "" if row["held"] == ITSELF else row["held"]
        address = reading.address(row["environment"])
        return Value(row["name"], address, "", detail, reading.tellers(row))

    return Fact("Held in", merged(map(value, rows)))


def _ways(reading: Reading) -> tuple[Fact, ...]:
    routes = ways(reading)
    if not routes:
        return (Fact("Way in", ()),)
    names = reading.library.labels(routes)
    times = reading.library.rows("durations", route=[ox.NamedNode(iri) for iri in routes])
    return (
        Fact("Way in", tuple(Value(names.get(iri, iri), "#access") for iri in routes)),
        Fact(
            "Time to get in",
            merged(
                Value(row["words"], "", "", row["title"], reading.tellers(row)) for row in times
            ),
        ),
    )


def _contacts(reading: Reading) -> Fact:
    def value(row: Line) -> Value:
        entry = contact(row)
        about = "" if row["about"] == "the data" else row["about"]
        return Value(entry.title, entry.href, "", about, reading.tellers(row))

    return Fact("Write to", merged(map(value, reading.contacts)))
