"""Shapes in words: what each demands of which things, and how to mend what is found."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.iris import BASE, document, full, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from adrgraph.reference.statements import Node, Statements

_SCHEME = f"^{BASE}scheme/"


@dataclass(frozen=True, slots=True)
class Demand:
    """One demand of a shape: on which property, in words, how much it matters, and the remedy."""

    iri: str
    name: str
    path: str
    conditions: tuple[str, ...]
    severity: str
    message: str
    terms: frozenset[str]

    @property
    def fragment(self) -> str:
        """The end of its IRI, by which it is found on the page of its shape."""
        return self.iri.partition("#")[2]


@dataclass(frozen=True, slots=True)
class Shape:
    """The demands on the members of some classes."""

    iri: str
    targets: tuple[str, ...]
    demands: tuple[Demand, ...]

    @property
    def slug(self) -> str:
        """The name of its file and of its page."""
        return self.iri.rpartition("/")[2]


def read_shapes(said: Statements) -> tuple[Shape, ...]:
    """The shapes, by name."""
    found = [iri for iri in said.described() if said.is_a(iri, "sh:NodeShape")]
    return tuple(_shape(said, iri) for iri in sorted(found))


def _shape(said: Statements, iri: str) -> Shape:
    demands = [_demand(said, each) for each in said.iris(iri, "sh:property")]
    return Shape(
        iri=iri,
        targets=tuple(said.iris(iri, "sh:targetClass")),
        demands=tuple(sorted(demands, key=lambda demand: demand.fragment)),
    )


def _demand(said: Statements, iri: str) -> Demand:
    (path,) = said.values(iri, "sh:path")
    severity = said.iris(iri, "sh:severity") or [full("sh:Violation")]
    return Demand(
        iri=iri,
        name=said.text(iri, "sh:name"),
        path=path_in_words(said, path),
        conditions=tuple(_conditions(said, iri)),
        severity=severity[0].rpartition("#")[2].lower(),
        message=said.text(iri, "sh:message"),
        terms=frozenset(_terms(said, path)),
    )


def path_in_words(said: Statements, path: Node) -> str:
    """A property path of SHACL as SPARQL writes it, in short names."""
    if not isinstance(path, ox.BlankNode):
        return shorten(str(path))
    steps = [path_in_words(said, step) for step in said.items(path)]
    if steps:
        return " / ".join(steps)
    for name, writing in _PATHS.items():
        for inner in said.values(path.value, name):
            return writing(said, inner)
    return "a path"


def _alternatives(said: Statements, inner: Node) -> str:
    return " or ".join(path_in_words(said, step) for step in said.items(inner))


def _inverse(said: Statements, inner: Node) -> str:
    return f"{path_in_words(said, inner)}, read backwards"


_PATHS: Mapping[str, Callable[[Statements, Node], str]] = MappingProxyType(
    {
        "sh:alternativePath": _alternatives,
        "sh:inversePath": _inverse,
        "sh:oneOrMorePath": lambda said, inner: f"{path_in_words(said, inner)}, once or more",
        "sh:zeroOrMorePath": lambda said, inner: f"{path_in_words(said, inner)}, any times",
        "sh:zeroOrOnePath": lambda said, inner: f"{path_in_words(said, inner)}, or itself",
    }
)


def _terms(said: Statements, node: Node) -> Iterator[str]:
    """The properties in a path."""
    if isinstance(node, ox.NamedNode):
        yield node.value
        return
    parts = [inner for name in _PATHS for inner in said.values(str(node)[2:], name)]
    for part in (*said.items(node), *parts):
        yield from _terms(said, part)


def _conditions(said: Statements, iri: str) -> Iterator[str]:
    """What has to hold of the values of a property, one sentence each."""
    least, most = said.text(iri, "sh:minCount"), said.text(iri, "sh:maxCount")
    if least and least == most:
        yield f"exactly {_number(least)} value"
    elif least not in {"", "0"}:
        yield f"at least {_number(least)} value"
    if most and least != most:
        yield f"at most {_number(most)} value"
    for name, words in _WORDS.items():
        for value in said.values(iri, name):
            yield words(said, value)
    for value in said.values(iri, "sh:qualifiedValueShape"):
        least = said.text(iri, "sh:qualifiedMinCount")
        most = said.text(iri, "sh:qualifiedMaxCount")
        count = f"at least {_number(least)}" if least else f"at most {_number(most)}"
        yield f"{count} value that is {_together(said, value)}"


def _number(text: str) -> str:
    return {"0": "no", "1": "one", "2": "two", "3": "three"}.get(text, text)


def _together(said: Statements, node: Node) -> str:
    key = node.value if isinstance(node, ox.BlankNode | ox.NamedNode) else ""
    return ", and ".join(_conditions(said, key)) or shorten(str(node))


def _names(said: Statements, node: Node) -> str:
    return ", ".join(_value(item) for item in said.items(node))


def _value(node: Node) -> str:
    return node.value if isinstance(node, ox.Literal) else shorten(str(node))


def _either(said: Statements, node: Node) -> str:
    return " or ".join(_together(said, item) for item in said.items(node))


def _class(_: Statements, node: Node) -> str:
    return f"each is described as {_value(node)}"


def _datatype(_: Statements, node: Node) -> str:
    name = _value(node)
    return "text with a language" if name == "rdf:langString" else f"written as {name}"


def _kind(_: Statements, node: Node) -> str:
    kinds = {"sh:IRI": "an IRI", "sh:Literal": "text, a number or a date"}
    return kinds.get(_value(node), "an IRI, or a thing without a name")


def _pattern(_: Statements, node: Node) -> str:
    pattern = _value(node)
    if pattern.startswith(_SCHEME):
        return f"a concept of {shorten(f'<{document(pattern[1:])}>')}"
    return f"of the form {pattern}"


def _unique(_: Statements, node: Node) -> str:
    return "one value in each language" if _value(node) == "true" else "any number in a language"


_WORDS: Mapping[str, Callable[[Statements, Node], str]] = MappingProxyType(
    {
        "sh:class": _class,
        "sh:node": lambda _, node: f"each satisfies {_value(node)}",
        "sh:datatype": _datatype,
        "sh:or": _either,
        "sh:xone": _either,
        "sh:not": lambda said, node: f"none of which it holds that {_together(said, node)}",
        "sh:nodeKind": _kind,
        "sh:pattern": _pattern,
        "sh:in": lambda said, node: f"one of {_names(said, node)}",
        "sh:hasValue": lambda _, node: f"{_value(node)} among them",
        "sh:languageIn": lambda said, node: f"in one of the languages {_names(said, node)}",
        "sh:uniqueLang": _unique,
        "sh:minInclusive": lambda _, node: f"not less than {_value(node)}",
        "sh:minExclusive": lambda _, node: f"more than {_value(node)}",
        "sh:maxInclusive": lambda _, node: f"not more than {_value(node)}",
        "sh:maxExclusive": lambda _, node: f"less than {_value(node)}",
        "sh:minLength": lambda _, node: f"at least {_value(node)} characters",
        "sh:maxLength": lambda _, node: f"at most {_value(node)} characters",
        "sh:disjoint": lambda _, node: f"none that {_value(node)} has too",
        "sh:equals": lambda _, node: f"the same as those of {_value(node)}",
        "sh:lessThan": lambda _, node: f"before those of {_value(node)}",
        "sh:lessThanOrEquals": lambda _, node: f"not after those of {_value(node)}",
    }
)
