"""What is wrong with the sources, said so that a person can mend it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from adrgraph.iris import shorten

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


class Severity(IntEnum):
    """How much a finding matters; greater is worse (SHACL §2.1.4)."""

    INFO = 0
    WARNING = 1
    VIOLATION = 2

    def __str__(self) -> str:
        """The word of the SHACL vocabulary in lower case: `violation`."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One mistake: where it stands, what it is about and what to do.

    `path` is relative to the layout's root, `line` counts from one. `focus` and `value` are RDF
    terms in N-Triples syntax, `property` is a SPARQL property path, `shape` the IRI of the demand
    (a shape, a check or an axiom); an empty string says that there is none.
    """

    path: str
    line: int
    focus: str
    property: str
    value: str
    severity: Severity
    message: str
    shape: str

    def about(self) -> str:
        """The thing and its property, as a person would write them."""
        return " ".join(shorten(term) for term in (self.focus, self.property) if term)

    def __str__(self) -> str:
        """One line, as a compiler has it: `file:line: thing property — what to do [shape]`.

        Control characters that values bring into a message do not break it.
        """
        demand = f" [{shorten(self.shape)}]" if self.shape else ""
        line = f"{self.path}:{self.line}: {self.severity}: {self.about()} — {self.message}{demand}"
        return _CONTROL.sub(" ", line)


@dataclass(frozen=True, slots=True)
class Report:
    """All findings on one set of sources, in the order of their places."""

    findings: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing forbids a build: no finding is a violation."""
        return not self.at_least(Severity.VIOLATION)

    def at_least(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings that matter at least this much."""
        return tuple(finding for finding in self.findings if finding.severity >= severity)

    def __str__(self) -> str:
        """One finding a line."""
        return "\n".join(map(str, self.findings))
