"""Holds sources against the shapes and the checks, and says what a person has to mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adrgraph.findings import Report
from adrgraph.validation.checks import check_findings
from adrgraph.validation.conformance import ENGINES, shape_findings
from adrgraph.validation.vocabulary import mentions, vocabulary_findings

if TYPE_CHECKING:
    from adrgraph.sources import Sources

__all__ = [
    "ENGINES",
    "check_findings",
    "mentions",
    "shape_findings",
    "validate",
    "vocabulary_findings",
]


def validate(sources: Sources, *, engine: str = "shacl") -> Report:
    """What is wrong with data, schemes and ontology as they were written; nothing is inferred.

    Args:
        sources: The files of a layout.
        engine: A key of `ENGINES`; all of them give the same findings.

    Raises:
        SourceError: A shape that cannot be compiled.
        InvalidQueryFile: A check that does not parse or gives no `?focus` and `?message`.
        MissingExtra: The library of this engine is not installed.
    """
    findings = {*shape_findings(sources, engine=engine), *check_findings(sources)}
    return Report(tuple(sorted(findings)))
