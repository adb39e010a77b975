"""The verb `check`: every finding on a layout, written as asked, and the exit code it means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from adrgraph.cli import FINDINGS, FINE, UNREADABLE
from adrgraph.cli.findings import WRITERS, counted
from adrgraph.cli.output import emit, tell
from adrgraph.cli.waiting import waiting
from adrgraph.errors import UnreadableSources
from adrgraph.findings import Finding, Report, Severity
from adrgraph.iris import mint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from adrgraph.errors import SourceError
    from adrgraph.layout import Layout


def check_layout(layout: Layout, *, fail_on: str, engine: str, format: str, output: str) -> int:
    """Write what is wrong with a layout's files; the exit code says whether it matters."""
    try:
        with waiting("Reading") as stage:
            report = _report(layout, engine, stage)
    except UnreadableSources as error:
        if format != "text":
            emit(WRITERS[format](_unread(error.errors)), output=output)
        tell(str(error))
        return UNREADABLE
    written = WRITERS[format](report.findings)
    if written or output != "-":
        emit(written, output=output)
    tell(counted(report.findings))
    return FINDINGS if report.at_least(Severity[fail_on.upper()]) else FINE


def _report(layout: Layout, engine: str, stage: Callable[[str], None]) -> Report:
    from adrgraph.catalogue import scheme_slugs
    from adrgraph.queries import read_queries
    from adrgraph.reasoning import reason
    from adrgraph.sources import read
    from adrgraph.validation import validate

    sources = read(layout)
    stage("Validating")
    report = validate(sources, engine=engine)
    _, malformed = read_queries(layout.queries, schemes=scheme_slugs(layout))
    findings = {*report.findings, *_malformed(malformed)}
    if report.conforms:
        stage("Reasoning")
        findings.update(reason(sources).contradictions)
    return Report(tuple(sorted(findings)))


def _malformed(errors: Iterable[SourceError]) -> list[Finding]:
    return [
        _finding(error, path=f"queries/{path.name}", focus=_focus(path.stem))
        for error in errors
        for path in [Path(error.path)]
    ]


def _focus(stem: str) -> str:
    try:
        return f"<{mint('query', stem)}>"
    except ValueError:  # the file's name is no slug
        return ""


def _unread(errors: Iterable[SourceError]) -> list[Finding]:
    return [_finding(error, path=error.path) for error in errors]


def _finding(error: SourceError, *, path: str, focus: str = "") -> Finding:
    return Finding(
        path=path,
        line=error.line,
        focus=focus,
        property="",
        value="",
        severity=Severity.VIOLATION,
        message=error.message,
        shape="",
    )
