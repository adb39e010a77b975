"""Cards of pages: what others show beside a link, drawn from the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from adrgraph.iris import BASE
from adrgraph.pictures.card import Card, draw_card
from adrgraph.server.addresses import Site
from adrgraph.server.pages import kinds
from adrgraph.server.pages.facts import Reading
from adrgraph.server.pages.figures import connections
from adrgraph.server.pages.front import LISTS
from adrgraph.server.pages.pictured import PICTURES
from adrgraph.server.pages.wording import clipped
from adrgraph.server.responses import respond

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request
    from starlette.responses import Response

    from adrgraph.server.pages.facts import Fact
    from adrgraph.server.pages.library import Library
    from adrgraph.server.prints import Prints
    from adrgraph.server.records import Records
    from adrgraph.server.shelf import Shelf

_CATALOGUE = "The UK\u2019s linked administrative datasets"

CARDS = {
    "home": (_CATALOGUE, "What links to what, who holds it, and how to get in."),
    "datasets": ("Datasets", "By theme, nation, environment, owner and year."),
    "link": (
        "What can I link to this?",
        "Linked with, built from, linkable, through a chain: how, where and under which law.",
    ),
    "study": (
        "Can I study this?",
        "Topics, nations and years in; data that cover them, gaps and the way in out.",
    ),
    "pictures": ("Pictures", "What links to what, which years, where."),
    "queries": ("Questions", "Answers as tables, spreadsheets and data."),
    "about": ("About", "Where all this comes from, and what is not known."),
    **{name: (title, told) for name, (_, title, told) in LISTS.items()},
    **{f"pictures/{name}": told for name, told in PICTURES.items()},
}
"""The cards of pages that are of no single thing: title, and what there is."""

_COUNTED = ("datasets", "linkages", "environments")
_KEY = {"dataset": ("Owner", "Area", "Years", "Status")}


def card(request: Request) -> Response:
    """The card of the page whose path follows.

    Raises:
        HTTPException: No such page has a card.
        UnknownName: The graph has no such thing.
    """
    path = request.path_params["path"].removesuffix(".png")
    shelf: Shelf = request.app.state.shelf
    prints: Prints = request.app.state.prints
    svg = shelf.body(("card", path), lambda: draw_card(_card(request, path)).encode())
    return respond(request, prints.png(svg.decode(), zoom=1), media_type="image/png")


def _card(request: Request, path: str) -> Card:
    library: Library = request.app.state.library
    if path in CARDS:
        title, lead = CARDS[path]
        numbers = library.census()
        facts = [(kind.capitalize(), str(numbers[kind])) for kind in _COUNTED if kind in numbers]
        return Card("" if title == _CATALOGUE else _CATALOGUE, title, lead, tuple(facts))
    kind = path.partition("/")[0]
    records: Records = request.app.state.records
    if kind not in kinds.NAMES or path.count("/") != 1:
        raise HTTPException(404, "There is no such card.")
    record = records.find(f"{BASE}{path}")
    reading = Reading(record, library, Site(""))
    described = reading.texts(record.iri, "dcterms:description")
    return Card(
        kind=kinds.NAMES[kind],
        title=reading.title,
        lead=clipped(described[0]) if described else "",
        facts=tuple(_told(kinds.facts(reading, kind), _KEY.get(kind, ()))),
        rays=_rays(library, record.iri),
    )


def _told(facts: Iterable[Fact], wanted: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    """The facts that are wanted, or all where none are, as far as anything is stated."""
    stated = {fact.label: fact.values for fact in facts if fact.values}
    for label in wanted or stated:
        if label in stated:
            yield label, ", ".join(dict.fromkeys(value.text for value in stated[label]))


def _rays(library: Library, iri: str) -> tuple[str, ...]:
    """The senses in which others are connected with a dataset, or through a linkage."""
    found: dict[str, str] = {}
    for each in connections(library)[1]:
        ends = (each.start.iri, each.end.iri)
        if iri in ends:
            found.setdefault(ends[ends[0] == iri], each.sense)
        elif each.linkage and each.linkage.iri == iri:
            found |= dict.fromkeys(set(ends) - found.keys(), each.sense)
    return tuple(sorted(found.values()))
