"""The RDF files of a layout, read into named graphs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyoxigraph as ox

    from adrgraph.layout import Layout


@dataclass(frozen=True, slots=True)
class Document:
    """One RDF file: its path from the layout's root, its IRI, its text and what it states."""

    path: str
    iri: str
    text: str
    quads: tuple[ox.Quad, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """Every RDF file of a layout, in the order of their paths."""

    layout: Layout
    documents: tuple[Document, ...]

    @property
    def data(self) -> tuple[Document, ...]:
        """What the sources say, one resource a document."""
        return self._under("data/")

    @property
    def ontology(self) -> tuple[Document, ...]:
        """Our terms, their alignments and the borrowed ones."""
        return tuple(d for d in self._under("ontology/") if d.path.count("/") == 1)

    @property
    def schemes(self) -> tuple[Document, ...]:
        """The concept schemes."""
        return self._under("ontology/schemes/")

    @property
    def shapes(self) -> tuple[Document, ...]:
        """What data must look like, one target class a document."""
        return self._under("shapes/")

    def _under(self, folder: str) -> tuple[Document, ...]:
        return tuple(document for document in self.documents if document.path.startswith(folder))
