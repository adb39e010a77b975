"""Findings as a compiler prints them, and for the programs that show them beside the code."""

from __future__ import annotations

import json
from collections import Counter
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from adrgraph.findings import Severity
from adrgraph.iris import BASE, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adrgraph.findings import Finding

_SARIF_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = MappingProxyType(
    {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
)
_COMMANDS = MappingProxyType(
    {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
)


def as_text(findings: Sequence[Finding]) -> str:
    """One line a finding: `file:line: severity: thing property — what to do [shape]`.

    The gravest stand last, next to the prompt.
    """
    return "\n".join(map(str, sorted(findings, key=attrgetter("severity"))))


def as_json(findings: Sequence[Finding]) -> str:
    """A list of objects with the fields of a finding."""
    return json.dumps([_fields(finding) for finding in findings], indent=2, ensure_ascii=False)


def as_github(findings: Sequence[Finding]) -> str:
    """Workflow commands, which GitHub shows as annotations of the changed lines."""
    return "\n".join(
        f"::{_COMMANDS[finding.severity]} file={_property(finding.path)},line={finding.line},"
        f"title={_property(finding.about() or 'adrgraph')}::{_data(finding.message)}"
        for finding in findings
    )


def as_sarif(findings: Sequence[Finding]) -> str:
    """SARIF 2.1.0, which code hosts and editors read."""
    messages = {_rule(finding): finding.message for finding in findings}
    rules = sorted(messages)
    driver = {
        "name": "adrgraph",
        "informationUri": BASE,
        "rules": [{"id": rule, "shortDescription": {"text": messages[rule]}} for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The catalogue's folder."}}},
        "results": [_result(finding, rules.index(_rule(finding))) for finding in findings],
    }
    document = {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=False)


def counted(findings: Sequence[Finding]) -> str:
    """How many findings there are of each severity, worst first.

    >>> counted([])
    'No findings.'
    """
    counts = Counter(finding.severity for finding in findings)
    parts = [
        f"{counts[severity]} {severity}{'s' if counts[severity] > 1 else ''}"
        for severity in sorted(counts, reverse=True)
    ]
    return f"{', '.join(parts)}." if parts else "No findings."


WRITERS = MappingProxyType(
    {"text": as_text, "json": as_json, "sarif": as_sarif, "github": as_github}
)


def _fields(finding: Finding) -> dict[str, Any]:
    return {
        "path": finding.path,
        "line": finding.line,
        "severity": str(finding.severity),
        "focus": finding.focus,
        "property": finding.property,
        "value": finding.value,
        "message": finding.message,
        "shape": finding.shape,
    }


def _rule(finding: Finding) -> str:
    return shorten(finding.shape) if finding.shape else "adrgraph"


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    from urllib.parse import quote

    about = finding.about()
    place = {
        "artifactLocation": {"uri": quote(finding.path), "uriBaseId": "SRCROOT"},
        "region": {"startLine": max(finding.line, 1)},
    }
    return {
        "ruleId": _rule(finding),
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{about} — {finding.message}" if about else finding.message},
        "locations": [{"physicalLocation": place}],
    }


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
