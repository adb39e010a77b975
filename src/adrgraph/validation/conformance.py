"""Holds sources against the shapes, with either of two SHACL engines."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.errors import MissingExtra, SourceError
from adrgraph.findings import Finding, Severity
from adrgraph.iris import PREFIXES, shorten
from adrgraph.places import places
from adrgraph.validation import rust
from adrgraph.validation.statements import merged, place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from adrgraph.sources import Document, Sources
    from adrgraph.validation.verdicts import Verdict

_SH = PREFIXES["sh"]
_TO_SHAPES = frozenset(
    ox.NamedNode(f"{_SH}{name}") for name in ("property", "node", "not", "qualifiedValueShape")
)


def shape_findings(sources: Sources, *, engine: str = "shacl") -> set[Finding]:
    """Where data, schemes and ontology do not conform to the shapes.

    Raises:
        SourceError: A shape that cannot be compiled.
        MissingExtra: The library of this engine is not installed.
    """
    if engine not in ENGINES:
        raise ValueError(f'No engine is called "{engine}". Choose one of {", ".join(ENGINES)}.')
    shapes = [quad for document in sources.shapes for quad in document.quads]
    if not shapes:
        return set()
    _compile(sources.shapes)
    _dangling(sources.shapes)
    verdicts = ENGINES[engine](merged(sources), shapes=shapes)
    languages = _languages(shapes)
    return {_finding(verdict, sources=sources, languages=languages) for verdict in verdicts}


def _pyshacl(data: Iterable[ox.Quad], *, shapes: Iterable[ox.Quad]) -> Iterator[Verdict]:
    try:
        from adrgraph.validation.reference import verdicts
    except ImportError as error:
        raise MissingExtra(
            "The engine pyshacl needs an extra: pip install 'adrgraph[reference]'."
        ) from error
    return verdicts(data, shapes=shapes)


ENGINES = MappingProxyType({"shacl": rust.verdicts, "pyshacl": _pyshacl})
"""Each engine by its name; the first is the default, and all find the same."""


def _languages(shapes: Iterable[ox.Quad]) -> dict[str, str]:
    """The language of each message in the shapes, since engines report the text alone."""
    return {
        quad.object.value: quad.object.language or ""
        for quad in shapes
        if quad.predicate.value == f"{_SH}message" and isinstance(quad.object, ox.Literal)
    }


def _finding(verdict: Verdict, *, sources: Sources, languages: Mapping[str, str]) -> Finding:
    path, line = place(sources, focus=verdict.focus, property=verdict.path, shape=verdict.shape)
    return Finding(
        path=path,
        line=line,
        focus=verdict.focus,
        property=verdict.path,
        value=verdict.value,
        severity=_severity(verdict.severity),
        message=_message(verdict, languages=languages),
        shape=verdict.shape,
    )


def _severity(iri: str) -> Severity:
    """The severity of SHACL's vocabulary; one that somebody else made up forbids a build."""
    name = iri.removeprefix(_SH).upper()
    return Severity.__members__.get(name, Severity.VIOLATION)


def _message(verdict: Verdict, *, languages: Mapping[str, str]) -> str:
    """The English message where there are several; what is demanded where there is none."""
    if not verdict.messages:
        component = verdict.component.rpartition("#")[2].removesuffix("ConstraintComponent")
        return f"Meet the demand {component} of this shape."
    return min(
        verdict.messages,
        key=lambda text: (not languages.get(text, "en").startswith("en"), text),
    )


def _compile(shapes: Iterable[Document]) -> None:
    """Refuse a file whose shapes cannot be used, whatever the engine would make of it."""
    for document in shapes:
        try:
            rust.compiled(document.quads)
        except ValueError as error:
            raise _unusable(document, error) from error


def _dangling(shapes: Iterable[Document]) -> None:
    """Refuse a reference to a shape that nothing describes: no engine would demand it."""
    quads = [(document, quad) for document in shapes for quad in document.quads]
    described = {quad.subject for _, quad in quads}
    for document, quad in quads:
        if quad.predicate in _TO_SHAPES and quad.object not in described:
            subject, shape = shorten(str(quad.subject)), shorten(str(quad.object))
            message = (
                f"{subject} refers to {shape}, which is no shape. Mend its spelling, or add it."
            )
            raise SourceError(document.path, message, line=_line(document, quad))


def _line(document: Document, quad: ox.Quad) -> int:
    subject = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
    return places(document.text).get((subject, quad.predicate.value), 1)


def _unusable(document: Document, error: ValueError) -> SourceError:
    """The error at the first shape of a document that cannot be used even on its own."""
    for (subject, predicate), line in places(document.text).items():
        if predicate:
            continue
        try:
            rust.compiled(_description(subject, quads=document.quads))
        except ValueError as its_own:
            reason = " ".join(str(its_own).split())
            message = f"{shorten(f'<{subject}>')} cannot be used: {reason}."
            return SourceError(document.path, message, line=line)
    reason = " ".join(str(error).split())
    return SourceError(document.path, f"A shape cannot be used: {reason}.")


def _description(subject: str, *, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """What is said of a thing, and of the nameless things in that."""
    told: dict[object, list[ox.Quad]] = {}
    for quad in quads:
        told.setdefault(quad.subject, []).append(quad)
    left: list[object] = [ox.NamedNode(subject)]
    while left:
        for quad in told.pop(left.pop(), []):
            yield quad
            if isinstance(quad.object, ox.BlankNode):
                left.append(quad.object)
