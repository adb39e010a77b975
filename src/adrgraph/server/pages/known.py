"""What is known of links between datasets: methods, rates, laws, restrictions and places."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from adrgraph.server.pages.library import Library, Line, Told


@dataclass(frozen=True, slots=True)
class Known:
    """What saved queries tell of linkages, laws, restrictions and places, by what it is of."""

    methods: Mapping[str, list[Line]]
    rates: Mapping[str, list[Line]]
    laws: Mapping[str, list[Line]]
    own_laws: Mapping[str, list[Line]]
    limits: Mapping[str, list[Line]]
    places: Mapping[str, list[Line]]
    told: Mapping[str, Told]


def rules_on(known: Known, iris: Iterable[str]) -> tuple[str, ...]:
    """The restrictions on datasets, with what each is on unless it is the dataset itself."""
    return tuple(dict.fromkeys(_rule(row) for iri in iris for row in known.limits[iri]))


def _rule(row: Line) -> str:
    on = "" if row["on"] == "the dataset" else f", {row['on']}"
    mark = f" ({row['standing']})" if row["standing"] else ""
    return f"{row['title']}{on}: {row['words']}{mark}"


def known_of(library: Library) -> Known:
    """What is known of all links; read once."""
    return library.fresh("linking", lambda: _read(library))


def _read(library: Library) -> Known:
    methods = [row for row in library.rows("linkage-methods") if row["matching"]]
    rates = [row for row in library.rows("match-rates") if row["measure"] == "match rate"]
    laws = library.rows("legal-basis")
    limits = library.rows("forbidden-with")
    places = [row for row in library.rows("facets") if row["facet"] == "environment"]
    names = library.labels({row["value"] for row in places})
    sources = {row["source"] for rows in (methods, rates, laws, limits) for row in rows}
    return Known(
        methods=by(methods, "linkage"),
        rates=by(rates, "linkage"),
        laws=by(laws, "stated_of"),
        own_laws=by(laws, "dataset"),
        limits=by(limits, "dataset"),
        places=by([row | {"label": names.get(row["value"], "")} for row in places], "dataset"),
        told=library.told(sources),
    )


def by(rows: Iterable[Line], column: str) -> defaultdict[str, list[Line]]:
    """Rows by what a column has."""
    found: defaultdict[str, list[Line]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found
