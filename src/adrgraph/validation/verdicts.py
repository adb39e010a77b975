"""What both SHACL engines find: validation results (SHACL §3.6.2), written alike."""

from __future__ import annotations

from dataclasses import dataclass

BLANK = "[]"
"""How any blank node is written: its label would differ from run to run."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One validation result; an empty string says that there is none.

    Focus and value are terms in N-Triples syntax, the path is a SPARQL property path, severity,
    component and shape are IRIs. The shape is the nearest one around the constraint that has an
    IRI. Messages are those of the constraint, else those of its shape.
    """

    focus: str
    path: str
    value: str
    severity: str
    messages: tuple[str, ...]
    component: str
    shape: str
