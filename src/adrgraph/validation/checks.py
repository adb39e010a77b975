"""Runs the rules about the whole graph, `queries/checks/*.rq`: a row is a mistake."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph import iris
from adrgraph.errors import InvalidQueryFile, QueryError
from adrgraph.findings import Finding, Severity
from adrgraph.headers import header
from adrgraph.results import Solutions, text
from adrgraph.store import load
from adrgraph.validation.spelling import meant
from adrgraph.validation.statements import merged, place
from adrgraph.validation.verdicts import BLANK

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from adrgraph.layout import Layout
    from adrgraph.results import Term
    from adrgraph.sources import Sources
    from adrgraph.store import Store

_REMEDY = "Begin the file with a line such as `#+ summary: Every dataset has a publisher.`"


@dataclass(frozen=True, slots=True)
class Check:
    """A rule about the whole graph: a SELECT of `?focus ?message` with no rows when all is well.

    It may also give `?property`, `?value` and `?severity`, a `?graph` whose block is the place of
    the mistake, and an `?unknown` name, to which the nearest known one is told. What stands in
    angle brackets in a message is shortened as a person would write it.
    """

    path: str
    summary: str
    severity: Severity
    text: str

    @property
    def iri(self) -> str:
        """The IRI of the rule, which findings name as their shape."""
        return iris.document_iri(self.path)


def read_checks(layout: Layout) -> tuple[Check, ...]:
    """The checks of a layout, by name.

    Raises:
        InvalidQueryFile: A header without a summary, or with a severity that SHACL does not have.
    """
    folder = layout.queries / "checks"
    return tuple(_read(path, layout=layout) for path in sorted(folder.glob("[!.]*.rq")))


def check_findings(sources: Sources) -> set[Finding]:
    """What the checks of these sources' layout find in data, schemes and ontology.

    Raises:
        InvalidQueryFile: A check that does not parse or gives no `?focus` and `?message`.
    """
    checks = read_checks(sources.layout)
    if not checks:
        return set()
    store = _store(sources)
    return {
        _finding(row, check=check, sources=sources)
        for check in checks
        for row in _rows(check, store=store)
    }


def _read(path: Path, *, layout: Layout) -> Check:
    name = path.relative_to(layout.root).as_posix()
    try:
        query = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidQueryFile(
            name, f"The file cannot be read: {error}. Save it as UTF-8."
        ) from error
    said = header(query, path=name)
    if not isinstance(said.get("summary"), str):
        raise InvalidQueryFile(name, f"The rule is not told. {_REMEDY}")
    severity = _severity(str(said.get("severity", Severity.VIOLATION)), path=name)
    return Check(path=name, summary=said["summary"], severity=severity, text=query)


def _severity(word: str, *, path: str) -> Severity:
    try:
        return Severity[word.upper()]
    except KeyError as error:
        choices = ", ".join(map(str, Severity))
        raise InvalidQueryFile(path, f'"{word}" is no severity. Write one of {choices}.') from error


def _store(sources: Sources) -> Store:
    """Every statement in the graph of its source, and once in the default graph."""
    quads = merged(sources)
    return load(chain(quads, (ox.Quad(*quad.triple) for quad in quads)))


def _rows(check: Check, *, store: Store) -> list[Mapping[str, Term | None]]:
    try:
        rows = store.query(check.text)
    except QueryError as error:
        raise InvalidQueryFile(
            check.path, error.message, line=error.line or 1, column=error.column or 1
        ) from error
    if not isinstance(rows, Solutions):
        raise InvalidQueryFile(check.path, "A check is a SELECT of ?focus and ?message.")
    for name in ("focus", "message"):
        if name not in rows.variables:
            raise InvalidQueryFile(check.path, f"A check selects ?{name}; this one does not.")
    return [dict(zip(rows.variables, row, strict=True)) for row in rows]


def _finding(row: Mapping[str, Term | None], *, check: Check, sources: Sources) -> Finding:
    focus, predicate = _rendered(row["focus"]), _rendered(row.get("property"))
    path, line = place(sources, focus=focus, property=predicate, shape=check.iri)
    graph, unknown = row.get("graph"), row.get("unknown")
    if isinstance(graph, ox.NamedNode):
        path, line = sources.block(graph.value, focus=focus.strip("<>"))
    message, severity = row["message"], row.get("severity")
    told = check.summary if message is None else iris.shorten(text(message))
    if isinstance(unknown, ox.NamedNode):
        told += meant(unknown.value, described=_described(sources))
    return Finding(
        path=path,
        line=line,
        focus=focus,
        property=predicate,
        value=_rendered(row.get("value")),
        severity=check.severity if severity is None else _severity(text(severity), path=check.path),
        message=told,
        shape=check.iri,
    )


def _described(sources: Sources) -> set[str]:
    """Everything that some file describes."""
    quads = (quad for document in sources.documents for quad in document.quads)
    return {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}


def _rendered(term: Term | None) -> str:
    if term is None:
        return ""
    return BLANK if isinstance(term, ox.BlankNode) else str(term)
