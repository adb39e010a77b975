"""The verb `explain`: why a statement holds, step by step down to its sources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.cli.output import emit
from adrgraph.cli.waiting import waiting
from adrgraph.errors import InvalidParameter
from adrgraph.iris import PREFIXES
from adrgraph.names import expand

if TYPE_CHECKING:
    from adrgraph.layout import Layout

_LITERAL = re.compile(r'".*|[+-]?\d+(?:\.\d+)?|true|false', re.DOTALL)
_PREFIXES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


def explain_statement(layout: Layout, *, subject: str, predicate: str, value: str) -> None:
    """Write why a statement holds.

    Raises:
        InvalidParameter: A part of the statement is no term.
        NotEntailed: It is neither stated nor does it follow.
    """
    statement = ox.Triple(
        _named(subject),
        _named("rdf:type" if predicate == "a" else predicate),
        _literal(value) if _LITERAL.fullmatch(value) else _named(value),
    )
    from adrgraph.reasoning import explain
    from adrgraph.sources import read

    with waiting("Reading") as stage:
        sources = read(layout)
        stage("Reasoning")
        explanation = explain(sources, statement)
    emit(str(explanation))


def _named(name: str) -> ox.NamedNode:
    iri = expand(name)
    if not iri:
        raise InvalidParameter(
            f'"{name}" is no term. Write an IRI or a short form: dataset/leo, adr:isLinkedWith, '
            'theme:education, "2019"^^xsd:gYear.'
        )
    return ox.NamedNode(iri)


def _literal(value: str) -> ox.Literal:
    text = f"{_PREFIXES}<urn:s> <urn:p> {value} ."
    try:
        terms = [quad.object for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)]
    except SyntaxError:
        terms = []
    if len(terms) == 1 and isinstance(terms[0], ox.Literal):
        return terms[0]
    raise InvalidParameter(f'{value} is no literal. Write it as in Turtle: "2019"^^xsd:gYear.')
