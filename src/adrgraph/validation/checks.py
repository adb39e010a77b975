"""Runs the rules about the whole graph, `queries/checks/*.rq`: a row is a mistake."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
import yaml

from adrgraph import iris
from adrgraph.errors import InvalidQueryFile
from adrgraph.findings import Severity
from adrgraph.validation.outcomes import Outcome, located, merged
from adrgraph.validation.results import BLANK

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from adrgraph.findings import Finding
    from adrgraph.layout import Layout
    from adrgraph.sources import Sources

_HEADER = re.compile(r"#\+ ?")
_PLACE = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): ?")
_REMEDY = "Begin the file with a line such as `#+ summary: Every dataset has a publisher.`"


@dataclass(frozen=True, slots=True)
class Check:
    """A rule about the whole graph: a SELECT of `?focus ?message` with no rows when all is well.

    It may also give `?property`, `?value` and `?severity`; what stands in angle brackets in a
    message is shortened as a person would write it.
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
    return tuple(_read(path, layout=layout) for path in sorted(folder.glob("*.rq")))


def check_findings(sources: Sources) -> set[Finding]:
    """What the checks of these sources' layout find in data, schemes and ontology.

    Raises:
        InvalidQueryFile: A check that does not parse or gives no `?focus` and `?message`.
    """
    checks = read_checks(sources.layout)
    if not checks:
        return set()
    store = _store(sources)
    outcomes = [outcome for check in checks for outcome in _outcomes(check, store=store)]
    return set(located(outcomes, sources=sources))


def _read(path: Path, *, layout: Layout) -> Check:
    name = path.relative_to(layout.root).as_posix()
    text = path.read_text(encoding="utf-8")
    lines = [_HEADER.sub("", line, count=1) for line in text.splitlines() if line[:2] == "#+"]
    try:
        header = yaml.safe_load("\n".join(lines))
    except yaml.YAMLError as error:
        raise InvalidQueryFile(name, f"The header is no YAML: {error}") from error
    if not isinstance(header, dict) or not isinstance(header.get("summary"), str):
        raise InvalidQueryFile(name, f"The rule is not told. {_REMEDY}")
    severity = str(header.get("severity", Severity.VIOLATION))
    return Check(name, header["summary"], _severity(severity, path=name), text)


def _severity(word: str, *, path: str) -> Severity:
    try:
        return Severity[word.upper()]
    except KeyError as error:
        choices = ", ".join(map(str, Severity))
        raise InvalidQueryFile(path, f'"{word}" is no severity. Write one of {choices}.') from error


def _store(sources: Sources) -> ox.Store:
    """Every statement in the graph of its source, and once in the default graph."""
    store = ox.Store()
    quads = [quad for document in merged(sources) for quad in document.quads]
    store.bulk_extend(quads)
    store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return store


def _outcomes(check: Check, *, store: ox.Store) -> list[Outcome]:
    try:
        rows = store.query(check.text)
    except SyntaxError as error:
        raise _malformed(check, error=error) from error
    if not isinstance(rows, ox.QuerySolutions):
        raise InvalidQueryFile(check.path, "A check is a SELECT of ?focus and ?message.")
    names = [variable.value for variable in rows.variables]
    for name in ("focus", "message"):
        if name not in names:
            raise InvalidQueryFile(check.path, f"A check selects ?{name}; this one does not.")
    return [_outcome(row, check=check, names=names) for row in rows]


def _outcome(row: ox.QuerySolution, *, check: Check, names: Sequence[str]) -> Outcome:
    terms = {name: row[name] for name in names if row[name] is not None}
    severity = terms.get("severity")
    return Outcome(
        focus=_rendered(terms.get("focus")),
        property=_rendered(terms.get("property")),
        value=_rendered(terms.get("value")),
        severity=check.severity if severity is None else _severity(severity.value, path=check.path),
        message=iris.shorten(terms["message"].value) if "message" in terms else check.summary,
        shape=check.iri,
    )


def _rendered(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    if term is None:
        return ""
    return BLANK if isinstance(term, ox.BlankNode) else str(term)


def _malformed(check: Check, *, error: SyntaxError) -> InvalidQueryFile:
    reason = str(error)
    place = _PLACE.match(reason)
    if "Prefix not found" in reason:
        reason = "a prefix is not declared; write its PREFIX line"
    elif place:
        reason = reason[place.end() :].splitlines()[0]
    line, column = (int(place["line"]), int(place["column"])) if place else (1, 1)
    return InvalidQueryFile(
        check.path, f"The query does not parse: {reason}.", line=line, column=column
    )
