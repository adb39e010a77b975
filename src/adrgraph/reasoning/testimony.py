"""Who states something, and where."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.iris import shorten
from adrgraph.places import statements

if TYPE_CHECKING:
    from adrgraph.reasoning.rules import Statement
    from adrgraph.sources import Document, Sources


@dataclass(frozen=True, slots=True)
class Testimony:
    """A source that states something, with the place of the statement."""

    source: str
    path: str
    line: int

    def __str__(self) -> str:
        """`source/brochure-2022#… (data/datasets/leo.trig:14)`."""
        return f"{shorten(f'<{self.source}>')} ({self.path}:{self.line})"


class Testimonies:
    """Which sources state what, and where; a file is searched for places when one is asked for."""

    def __init__(self, sources: Sources) -> None:
        """Index what is stated."""
        self._stated: dict[Statement, list[tuple[Document, str]]] = defaultdict(list)
        self._lines: dict[str, dict[tuple[str, str, str], int]] = {}
        for document in sources.documents:
            for quad in dict.fromkeys(document.quads):
                if isinstance(quad.graph_name, ox.NamedNode):
                    statement = (quad.subject, quad.predicate, quad.object)
                    self._stated[statement].append((document, quad.graph_name.value))

    def of(self, statement: Statement) -> list[Testimony]:
        """Each source that states something, in the order of their documents."""
        stated = self._stated.get(statement, [])
        return [
            Testimony(graph, document.path, self._line(document, graph, statement))
            for document, graph in sorted(stated, key=lambda each: (each[0].path, each[1]))
        ]

    def _line(self, document: Document, graph: str, statement: Statement, /) -> int:
        """The line of the predicate in the block of its source; a file without blocks is one."""
        if document.path not in self._lines:
            self._lines[document.path] = _lines(document)
        lines = self._lines[document.path]
        name = statement[0].value if isinstance(statement[0], ox.NamedNode) else ""
        blocks = {"", graph} if graph == document.iri else {graph}
        found = (lines.get((block, name, statement[1].value)) for block in blocks)
        return min((line for line in found if line is not None), default=1)


def _lines(document: Document) -> dict[tuple[str, str, str], int]:
    """Where each graph first has a subject with a predicate."""
    lines: dict[tuple[str, str, str], int] = {}
    for each in statements(document.text):
        place = (each.graph, each.subject, each.predicate)
        lines.setdefault(place, each.predicate_at.line)
    return lines
