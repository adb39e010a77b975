"""A picture: SVG that stands alone or in a page, and the same facts as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from adrgraph.iris import BASE, parse

Link: TypeAlias = Callable[[str], str]
"""From the IRI of a thing to the address of its page."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What is shown and may be followed: its IRI and its name."""

    iri: str
    name: str

    @property
    def slug(self) -> str:
        """What it is called in addresses.

        >>> Thing("https://w3id.org/adrgraph/dataset/leo", "LEO").slug
        'leo'
        """
        try:
            return parse(self.iri)[1]
        except ValueError:  # not one of ours
            return self.iri

    @property
    def key(self) -> str:
        """What marks it within a picture, in one word: a dataset and a linkage share no slug here.

        >>> Thing("https://w3id.org/adrgraph/dataset/leo", "LEO").key
        'dataset/leo'
        """
        return "".join(self.iri.removeprefix(BASE).split())

    def __str__(self) -> str:
        """Its name, or what its address says where it has none."""
        return self.name or self.slug or "Without a name"


Cell: TypeAlias = "Thing | str | int"


@dataclass(frozen=True, slots=True)
class Picture:
    """What was drawn.

    `svg` is a document of its own, with title and style. `inline` is for a page, which brings
    `STYLE`, shows the title itself, and lets a wide picture scroll in a region with a name.
    """

    name: str
    title: str
    description: str = field(repr=False)
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] = field(repr=False)
    alone: Callable[[], str] = field(repr=False, compare=False)
    inline: str = field(repr=False)
    width: float = 0
    height: float = 0

    @property
    def svg(self) -> str:
        """The document of its own, written when it is asked for."""
        return self.alone()


def as_is(iri: str) -> str:
    """The link of a picture that belongs to no site: the IRI itself."""
    return iri
