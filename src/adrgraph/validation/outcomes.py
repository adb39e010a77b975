"""What a shape or a check found, before its place in the files is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph import iris
from adrgraph.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from adrgraph.sources import Document, Sources


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finding without its place; terms in N-Triples syntax, an empty string for none.

    `shape` is the IRI of the demand, without brackets.
    """

    focus: str
    property: str
    value: str
    severity: Severity
    message: str
    shape: str


def located(outcomes: Iterable[Outcome], *, sources: Sources) -> Iterator[Finding]:
    """Each outcome at the statement it is about, else at its subject, else at the demand itself.

    A thing that has no file of its own is found where something is first said about it; what has
    no name at all (a blank node, a literal) has the place of the demand.
    """
    homes: Mapping[str, str] | None = None
    for outcome in outcomes:
        if _is_ours(outcome.focus):
            path, line = sources.place(outcome.focus[1:-1], outcome.property.strip("<>"))
        elif outcome.focus.startswith("<"):
            homes = homes or _homes(merged(sources))
            path, line = homes.get(outcome.focus[1:-1], "data"), 1
        else:
            path, line = sources.place(outcome.shape) if _is_ours(outcome.shape) else ("shapes", 1)
        yield Finding(
            path=path,
            line=line,
            focus=outcome.focus,
            property=outcome.property,
            value=outcome.value,
            severity=outcome.severity,
            message=outcome.message,
            shape=outcome.shape,
        )


def merged(sources: Sources) -> tuple[Document, ...]:
    """The documents that are validated: what the sources say, the schemes and the ontology."""
    return (*sources.data, *sources.schemes, *sources.ontology)


def _is_ours(term: str) -> bool:
    try:
        iris.document_path(term.strip("<>"))
    except ValueError:
        return False
    return True


def _homes(documents: Iterable[Document]) -> dict[str, str]:
    homes: dict[str, str] = {}
    for document in documents:
        for quad in document.quads:
            if isinstance(quad.subject, ox.NamedNode):
                homes.setdefault(quad.subject.value, document.path)
    return homes
