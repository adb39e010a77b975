"""The verb `check`: every finding on a layout, written as asked, and the exit code it means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from adrgraph.cli import FINDINGS, FINE, UNREADABLE
from adrgraph.cli.findings import WRITERS, counted
from adrgraph.cli.output import emit, tell
from adrgraph.cli.waiting import waiting
from adrgraph.errors import InvalidParameter, UnreadableSources
from adrgraph.findings import Finding, Report, Severity
from adrgraph.iris import document_iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from adrgraph.errors import SourceError
    from adrgraph.layout import Layout


def check_layout(  # noqa: PLR0913 — one keyword for each option
    layout: Layout,
    paths: Sequence[str] = (),
    *,
    fail_on: str,
    engine: str,
    format: str,
    output: str,
) -> int:
    """Write what is wrong with a layout's files, or some; the exit code says whether it matters.

    Raises:
        InvalidParameter: A path is none of the layout's.
    """
    wanted = [_inside(layout, path) for path in paths]
    try:
        with waiting("Reading") as stage:
            report = _report(layout, engine, stage)
    except UnreadableSources as error:
        if format != "text":
            emit(WRITERS[format](_unread(error.errors)), output=output)
        tell(str(error))
        return UNREADABLE
    everywhere = len(report.findings)
    if wanted:
        report = Report(tuple(each for each in report.findings if _is_in(each.path, wanted)))
    written = WRITERS[format](report.findings)
    if written or output != "-":
        emit(written, output=output)
    elsewhere = everywhere - len(report.findings)
    tell(counted(report.findings) + (f" {elsewhere} in other files." if elsewhere else ""))
    return FINDINGS if report.at_least(Severity[fail_on.upper()]) else FINE


def _inside(layout: Layout, given: str) -> str:
    """A path from the layout's root, which it may be given from already."""
    for full in (Path(given).absolute(), layout.root / given):
        if full.exists() and full.resolve().is_relative_to(layout.root):
            return full.resolve().relative_to(layout.root).as_posix()
        if layout.is_installed and full.exists():
            raise InvalidParameter(
                f"{given} is not among the files that came with the installed program, which are "
                "the ones checked. Name your checkout: adrgraph --root FOLDER check …"
            )
    raise InvalidParameter(
        f"{given} is no file or folder in {layout.root}. Name one such as data/datasets/leo.trig."
    )


def _is_in(path: str, wanted: Sequence[str]) -> bool:
    return any(each in (".", path) or path.startswith(f"{each}/") for each in wanted)


def _report(layout: Layout, engine: str, stage: Callable[[str], None]) -> Report:
    from adrgraph.catalogue import scheme_slugs
    from adrgraph.queries import read_queries
    from adrgraph.reasoning import reason
    from adrgraph.sources import read
    from adrgraph.validation import validate, vocabulary_findings

    sources = read(layout)
    stage("Validating")
    report = validate(sources, engine=engine)
    schemes = scheme_slugs(layout)
    findings = {*report.findings, *vocabulary_findings(sources)}
    for folder in (layout.queries, layout.queries / "exports"):
        _, malformed = read_queries(folder, schemes=schemes)
        findings.update(_malformed(malformed, root=layout.root))
    if report.conforms:
        stage("Reasoning")
        findings.update(reason(sources).contradictions)
    return Report(tuple(sorted(findings)))


def _malformed(errors: Iterable[SourceError], *, root: Path) -> list[Finding]:
    paths = [(error, Path(error.path).relative_to(root).as_posix()) for error in errors]
    return [_finding(error, path=path, focus=_focus(path)) for error, path in paths]


def _focus(path: str) -> str:
    try:
        return f"<{document_iri(path)}>"
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
