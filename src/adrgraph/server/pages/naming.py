"""What a person asks about by name, and what is near it where nothing has the name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adrgraph.errors import AmbiguousName, UnknownName
from adrgraph.names import resolve
from adrgraph.server.pages.facets import slug_of

if TYPE_CHECKING:
    from adrgraph.server.pages.library import Library

LONGEST = 200
"""Characters of a name that are looked for."""

LISTED = 300
"""Names that are offered to choose from: a longer list helps nobody."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A thing as it was asked for: found, not found, or not asked for at all."""

    given: str
    iri: str = ""
    title: str = ""
    problem: str = ""
    candidates: tuple[tuple[str, str], ...] = ()
    """Slugs and labels of those that may be meant."""

    @property
    def slug(self) -> str:
        """What stands for it in an address."""
        return slug_of(self.iri) if self.iri else self.given


def offered(library: Library) -> list[str]:
    """Names of datasets to choose from while one types; none where there are too many."""
    cards = library.index.cards
    return [card.title for card in cards] if len(cards) <= LISTED else []


def asked(library: Library, kind: str, given: str) -> Asked:
    """The thing of this kind that a name stands for."""
    name = given.strip()[:LONGEST]
    if not name:
        return Asked("")
    names = library.choices.names()
    try:
        iri = resolve(library.store, name, kind=kind, known=names).value
    except UnknownName as error:
        listed = {each.slug: each.label for each in names.listed(kind)}
        near = tuple((slug, listed.get(slug) or slug) for slug in error.nearest)
        return Asked(name, problem=str(error), candidates=near)
    except AmbiguousName as error:
        slugs = [(slug_of(iri), names.labels.get(iri, iri)) for iri in error.candidates]
        return Asked(name, problem=str(error), candidates=tuple(slugs))
    return Asked(name, iri, names.labels.get(iri) or slug_of(iri))
