"""Names that nothing describes: IRIs of ours, or of vocabularies we borrow from, misspelt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph import iris
from adrgraph.findings import Finding, Severity
from adrgraph.turtle import tokens
from adrgraph.validation.spelling import meant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from adrgraph.sources import Sources
    from adrgraph.turtle import Token

_VERSION = re.compile(rf"{re.escape(iris.ONTOLOGY)}/\d+\.\d+\.\d+")
_BORROWED = tuple(name for name in iris.PREFIXES.values() if not name.startswith(iris.BASE))
_HOMES = frozenset(iris.PREFIXES.values()) | {iris.BASE}
_RESERVED = frozenset({iris.INFERRED, *iris.UNCONFIRMED})


def vocabulary_findings(sources: Sources) -> set[Finding]:
    """Where ontology, shapes, rules or queries name a thing that no file describes.

    What data name is held against the whole graph by `queries/checks`; there a misspelt name is
    a property, class or thing that is not. In a query it would only match nothing, in silence.
    """
    described = {
        quad.subject.value
        for document in sources.documents
        for quad in document.quads
        if isinstance(quad.subject, ox.NamedNode)
    }
    known = described | {document.iri for document in sources.documents} | _HOMES | _RESERVED
    names = [iri for iri in described if _is_ours_to_know(iri)]
    found: dict[tuple[str, str], Finding] = {}
    for path, text in _texts(sources):
        for iri, token in mentions(text):
            if _is_ours_to_know(iri) and iri not in known and not _VERSION.fullmatch(iri):
                finding = _finding(iri, path=path, line=token.line, names=names)
                found.setdefault((path, iri), finding)
    return set(found.values())


def mentions(text: str) -> Iterator[tuple[str, Token]]:
    """The IRIs that a text of Turtle or SPARQL uses, in full, with their places.

    What comments and strings hold is not used, and neither is what declares a prefix.

    >>> [iri for iri, _ in mentions('PREFIX a: <urn:a#> ASK { a:x a <urn:y> } # a:z')]
    ['urn:a#x', 'urn:y']
    """
    prefixes: dict[str, str] = {}
    stream = (token for token in tokens(text) if token.kind != "comment")
    for token in stream:
        if token.kind == "word" and token.text.lower() in {"prefix", "@prefix"}:
            name, namespace = next(stream, token), next(stream, token)
            prefixes[name.text.removesuffix(":")] = namespace.text.strip("<>")
        elif token.kind == "iri":
            yield token.text[1:-1], token
        elif token.kind == "name":
            prefix, _, local = token.text.partition(":")
            if prefix in prefixes:
                yield prefixes[prefix] + re.sub(r"\\(.)", r"\1", local), token


def _texts(sources: Sources) -> Iterator[tuple[str, str]]:
    """The files that speak in terms, by path from the layout's root."""
    for document in (*sources.ontology, *sources.schemes, *sources.shapes):
        yield document.path, document.text
    for path in sources.layout.files():
        if path.suffix == ".rq":
            text = path.read_text(encoding="utf-8", errors="replace")
            yield path.relative_to(sources.layout.root).as_posix(), text


def _is_ours_to_know(iri: str) -> bool:
    return iri.startswith((iris.BASE, *_BORROWED))


def _finding(iri: str, *, path: str, line: int, names: Iterable[str]) -> Finding:
    name = iris.shorten(f"<{iri}>")
    hint = meant(iri, described=names) or " Mend its spelling, or declare it."
    return Finding(
        path=path,
        line=line,
        focus=f"<{iri}>",
        property="",
        value="",
        severity=Severity.VIOLATION,
        message=f"No file describes {name}.{hint}",
        shape="",
    )
