"""What ontology, schemes and shapes state, asked by subject, property and value."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.iris import full, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adrgraph.sources import Document

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Statements:
    """The statements of some documents; names are written `prefix:name`."""

    def __init__(self, documents: Iterable[Document]) -> None:
        """Sort the statements once, so that each question is a look-up."""
        self._values: dict[tuple[str, str], list[Node]] = defaultdict(list)
        self._subjects: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._names: dict[str, None] = {}
        for document in documents:
            for quad in sorted(document.quads, key=str):
                subject, predicate = quad.subject, quad.predicate.value
                if not isinstance(subject, ox.Triple):
                    self._values[subject.value, predicate].append(quad.object)
                if isinstance(subject, ox.NamedNode):
                    self._names[subject.value] = None
                    if isinstance(quad.object, ox.NamedNode):
                        self._subjects[quad.object.value, predicate].append(subject.value)

    def described(self) -> list[str]:
        """The IRIs of all things that are told of, each once, in the order of their files."""
        return list(self._names)

    def values(self, subject: str, name: str) -> list[Node]:
        """All values of a property of a thing."""
        return list(dict.fromkeys(self._values.get((subject, full(name)), ())))

    def iris(self, subject: str, *names: str) -> list[str]:
        """The IRIs among the values of properties of a thing, sorted by the way they are read."""
        found = {
            value.value
            for name in names
            for value in self.values(subject, name)
            if isinstance(value, ox.NamedNode)
        }
        return sorted(found, key=_reading)

    def subjects(self, name: str, value: str) -> list[str]:
        """The things that have this value of a property, sorted by the way they are read."""
        return sorted(set(self._subjects.get((value, full(name)), ())), key=_reading)

    def text(self, subject: str, *names: str) -> str:
        """The first text that a thing has by one of these properties; empty where it has none."""
        texts = self.texts(subject, *names)
        return texts[0] if texts else ""

    def texts(self, subject: str, *names: str) -> list[str]:
        """The texts that a thing has by these properties, in their order."""
        return [
            value.value
            for name in names
            for value in self.values(subject, name)
            if isinstance(value, ox.Literal)
        ]

    def items(self, node: Node) -> list[Node]:
        """The members of a list."""
        found: list[Node] = []
        while isinstance(node, ox.BlankNode):
            found += self.values(node.value, "rdf:first")
            (node,) = self.values(node.value, "rdf:rest") or (ox.NamedNode(full("rdf:nil")),)
        return found

    def is_a(self, subject: str, name: str) -> bool:
        """Whether a thing is said to be of a class."""
        return ox.NamedNode(full(name)) in self.values(subject, "rdf:type")


def _reading(iri: str) -> tuple[str, str]:
    short = shorten(f"<{iri}>")
    return short.rpartition(":")[2].casefold(), short
