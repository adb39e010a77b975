"""What was found: things, each with why it was found."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from adrgraph.names import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COLUMNS = ("iri", "kind", "title", "why", "text", "description")
"""The columns of an answer as CSV."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, and whether it is what was looked for."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found, and why."""

    iri: str
    kind: str
    title: str
    why: str
    """The field that has what was looked for, such as "other name" or "description"."""

    snippet: tuple[Piece, ...]
    """What that field says, or the part of it that matters."""

    description: str = ""
    areas: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    """What curators remark on the name that was typed: which other things it may mean."""

    @property
    def path(self) -> str:
        """The short form of its IRI, such as `dataset/leo`."""
        return slug(self.iri)

    @property
    def text(self) -> str:
        """The snippet without marks."""
        return "".join(piece.text for piece in self.snippet)

    def as_json(self) -> dict[str, Any]:
        """The hit as programs are told it; `snippet` has the marked pieces apart."""
        return {
            "iri": self.iri,
            "path": self.path,
            "kind": self.kind,
            "title": self.title,
            "why": self.why,
            "snippet": [{"text": each.text, "marked": each.is_marked} for each in self.snippet],
            "description": self.description,
            "areas": list(self.areas),
            "remarks": list(self.remarks),
        }


@dataclass(frozen=True, slots=True)
class Matching:
    """All things that match what was typed, the best first, and how it was read."""

    iris: tuple[str, ...]
    readings: Mapping[str, tuple[str, ...]]
    """Words that nothing has, with the words they were read as."""

    without: tuple[str, ...]
    """Words that were left out, as nothing has them together with the others."""


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search: the best hits first."""

    text: str
    hits: tuple[Hit, ...]
    has_more: bool = False
    clashing: int = 0
    """How many of all things have exactly the name that was typed, where several have."""

    readings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words that nothing has, with the words they were read as."""

    without: tuple[str, ...] = ()
    """Words that were left out, as nothing has them together with the others."""

    def __iter__(self) -> Iterator[Hit]:
        """The hits, the best first."""
        return iter(self.hits)

    def __len__(self) -> int:
        """How many hits there are here."""
        return len(self.hits)

    def as_json(self) -> dict[str, Any]:
        """The answer as programs are told it."""
        return {
            "q": self.text,
            "hits": [hit.as_json() for hit in self.hits],
            "has_more": self.has_more,
            "clashing": self.clashing,
            "readings": {word: list(read) for word, read in self.readings.items()},
            "without": list(self.without),
        }

    def as_csv(self) -> str:
        """The answer as a spreadsheet reads it: one line a hit."""
        written = io.StringIO()
        rows = csv.writer(written)
        rows.writerow(COLUMNS)
        rows.writerows([getattr(hit, column) for column in COLUMNS] for hit in self.hits)
        return written.getvalue()

    def __str__(self) -> str:
        """The answer as JSON."""
        return json.dumps(self.as_json(), ensure_ascii=False, indent=2)
