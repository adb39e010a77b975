"""What a shape or a check found, before its place in the files is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adrgraph.findings import Finding, Severity

if TYPE_CHECKING:
    import pyoxigraph as ox

    from adrgraph.sources import Sources


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


def located(outcome: Outcome, *, sources: Sources) -> Finding:
    """The outcome at the statement it is about, else at the subject, else at the demand itself.

    What has no name (a blank node, a literal) has the place of the demand.
    """
    if outcome.focus.startswith("<"):
        path, line = sources.place(outcome.focus[1:-1], outcome.property.strip("<>"))
    else:
        path, line = sources.place(outcome.shape)
    return Finding(
        path=path,
        line=line,
        focus=outcome.focus,
        property=outcome.property,
        value=outcome.value,
        severity=outcome.severity,
        message=outcome.message,
        shape=outcome.shape,
    )


def merged(sources: Sources) -> list[ox.Quad]:
    """The statements that are validated: what the sources say, the schemes and the ontology."""
    documents = (*sources.data, *sources.schemes, *sources.ontology)
    return [quad for document in documents for quad in document.quads]
