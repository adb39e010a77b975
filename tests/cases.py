"""Cases that are files: a few statements, and the findings that they must give."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.iris import CATALOG, document_iri, shorten
from adrgraph.sources import Document, Sources

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adrgraph.findings import Finding
    from adrgraph.layout import Layout

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Case:
    """`tests/<folder>/<demand>/valid.<case>.trig`, or `invalid.<case>.trig` with its findings."""

    path: Path

    @property
    def demand(self) -> str:
        """The shape file or check that the case is about."""
        return self.path.parent.name

    @property
    def is_valid(self) -> bool:
        """Whether nothing must be found."""
        return self.path.name.startswith("valid.")

    @property
    def findings(self) -> list[str]:
        """The findings it must give, one a line: `focus · path · message`."""
        if self.is_valid:
            return []
        return self.path.with_suffix(".txt").read_text("utf-8").splitlines()

    def __str__(self) -> str:
        """The name of the test."""
        return f"{self.demand}/{self.path.stem}"


def cases(folder: str) -> list[Case]:
    """The cases in a folder of tests, sorted."""
    return [Case(path) for path in sorted((HERE / folder).glob("*/*.trig"))]


def sources(layout: Layout, *, case: Case, shapes: Iterable[Path] = ()) -> Sources:
    """The ontology and schemes of a layout with some of its shapes, and the case as its data."""
    vocabulary = [*layout.ontology.glob("*.ttl"), *(layout.ontology / "schemes").glob("*.ttl")]
    documents = [
        document(path, iri=document_iri(name), name=name)
        for path in (*vocabulary, *shapes)
        for name in [path.relative_to(layout.root).as_posix()]
    ]
    data = document(case.path, iri=CATALOG, name=f"data/{case.path.name}")
    return Sources(layout, tuple(sorted([*documents, data], key=lambda entry: entry.path)))


@cache
def document(path: Path, *, iri: str, name: str) -> Document:
    """A file as a document called `name`; statements outside a graph stand in that of its IRI."""
    text = path.read_text("utf-8")
    quads = tuple(
        ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(iri))
        if isinstance(quad.graph_name, ox.DefaultGraph)
        else quad
        for quad in ox.parse(text, format=ox.RdfFormat.TRIG)
    )
    return Document(path=name, iri=iri, text=text, quads=quads)


def lines(findings: Iterable[Finding], *, case: Case) -> list[str]:
    """The findings on what the case speaks of, as it writes them."""
    about = {str(term) for quad in ox.parse(path=case.path) for term in (quad.subject, quad.object)}
    return sorted(
        " · ".join((shorten(found.focus), shorten(found.property), found.message))
        for found in findings
        if found.focus in about
    )
