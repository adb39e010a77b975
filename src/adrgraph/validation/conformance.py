"""Holds sources against the shapes, with either of two SHACL engines."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.errors import MissingExtra, SourceError
from adrgraph.findings import Severity
from adrgraph.iris import PREFIXES
from adrgraph.validation import rust
from adrgraph.validation.outcomes import Outcome, located, merged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from adrgraph.findings import Finding
    from adrgraph.sources import Document, Sources
    from adrgraph.validation.results import Result

SH = PREFIXES["sh"]


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
    results = ENGINES[engine](merged(sources), shapes=shapes)
    languages = _languages(shapes)
    outcomes = {_outcome(result, languages=languages) for result in results}
    return {located(outcome, sources=sources) for outcome in outcomes}


def _pyshacl(data: Iterable[ox.Quad], *, shapes: Iterable[ox.Quad]) -> Iterator[Result]:
    try:
        from adrgraph.validation.reference import results
    except ImportError as error:
        raise MissingExtra(
            "The engine pyshacl needs an extra: pip install 'adrgraph[reference]'."
        ) from error
    return results(data, shapes=shapes)


ENGINES = MappingProxyType({"shacl": rust.results, "pyshacl": _pyshacl})
"""Each engine by its name; the first is the default, and all find the same."""


def _languages(shapes: Iterable[ox.Quad]) -> dict[str, str]:
    """The language of each message in the shapes, since engines report the text alone."""
    return {
        quad.object.value: quad.object.language or ""
        for quad in shapes
        if quad.predicate.value == f"{SH}message" and isinstance(quad.object, ox.Literal)
    }


def _outcome(result: Result, *, languages: Mapping[str, str]) -> Outcome:
    return Outcome(
        focus=result.focus,
        property=result.path,
        value=result.value,
        severity=_severity(result.severity),
        message=_message(result, languages=languages),
        shape=result.shape,
    )


def _severity(iri: str) -> Severity:
    """The severity of SHACL's vocabulary; one that somebody else made up forbids a build."""
    name = iri.removeprefix(SH).upper()
    return Severity.__members__.get(name, Severity.VIOLATION)


def _message(result: Result, *, languages: Mapping[str, str]) -> str:
    """The English message where there are several; what is demanded where there is none."""
    if not result.messages:
        component = result.component.rpartition("#")[2].removesuffix("ConstraintComponent")
        return f"Meet the demand {component} of this shape."
    return min(
        result.messages,
        key=lambda text: (not languages.get(text, "en").startswith("en"), text),
    )


def _compile(shapes: Iterable[Document]) -> None:
    """Refuse a file whose shapes cannot be used, whatever the engine would make of it."""
    for document in shapes:
        try:
            rust.compiled(document.quads)
        except ValueError as error:
            raise SourceError(document.path, f"A shape cannot be used: {error}.") from error
