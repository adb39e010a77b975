"""Who states something, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.iris import shorten
from adrgraph.places import statements

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def testimonies(sources: Sources, statement: Statement) -> Iterator[Testimony]:
    """Each source that states something, in the order of their documents."""
    triple = ox.Triple(*statement)
    for document in sources.documents:
        graphs = {quad.graph_name for quad in document.quads if quad.triple == triple}
        for graph in sorted(each.value for each in graphs if isinstance(each, ox.NamedNode)):
            yield Testimony(graph, document.path, _line(document, graph, statement))


def _line(document: Document, graph: str, statement: Statement) -> int:
    """The line of the predicate in the block of its source; a file without blocks is one."""
    subject, predicate, _ = statement
    name = subject.value if isinstance(subject, ox.NamedNode) else ""
    blocks = {"", graph} if graph == document.iri else {graph}
    lines = (
        each.predicate_at.line
        for each in statements(document.text)
        if each.graph in blocks and (each.subject, each.predicate) == (name, predicate.value)
    )
    return next(lines, 1)
