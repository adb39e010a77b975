"""The SHACL engine that the default one is held against: pySHACL."""

from __future__ import annotations

import logging
import re
import warnings
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox
import pyshacl
from pyshacl.errors import ReportableRuntimeError
from rdflib import RDF, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection

from adrgraph.validation.verdicts import BLANK, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rdflib.term import Node

_ZONE = r"(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_DAY = r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}"
_FORMS: Mapping[URIRef | None, re.Pattern[str]] = MappingProxyType(
    {
        XSD.date: re.compile(_DAY + _ZONE),
        XSD.dateTime: re.compile(_DAY + r"T([0-9]{2}:){2}[0-9]{2}(\.[0-9]+)?" + _ZONE),
        XSD.decimal: re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
        XSD.duration: re.compile(
            r"-?P(?!$)([0-9]+Y)?([0-9]+M)?([0-9]+D)?"
            r"(T(?!$)([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?"
        ),
        XSD.integer: re.compile(r"[+-]?[0-9]+"),
        XSD.nonNegativeInteger: re.compile(r"\+?[0-9]+|-0+"),
        XSD.positiveInteger: re.compile(r"\+?0*[1-9][0-9]*"),
    }
)
"""Datatypes of which rdflib takes texts that XML Schema does not know."""

_REPEATS = MappingProxyType({SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"})


def verdicts(data: Iterable[ox.Quad], *, shapes: Iterable[ox.Quad]) -> Iterator[Verdict]:
    """What the shapes find in the data, whatever graphs either stands in.

    Raises:
        ValueError: A shape that pySHACL refuses.
    """
    with _quiet():
        shapes_graph = _graph(shapes)
        try:
            _, report, text = pyshacl.validate(
                _graph(data), shacl_graph=shapes_graph, inference="none", inplace=True
            )
        except ReportableRuntimeError as error:
            raise ValueError(error.message) from error
    if not isinstance(report, Graph):
        raise ValueError(text)  # noqa: TRY004 - pySHACL hands a failure back as a value
    for result in report.objects(predicate=SH.result):  # sh:detail holds results of its own
        yield _verdict(result, report=report, shapes=shapes_graph)


def _verdict(result: Node, *, report: Graph, shapes: Graph) -> Verdict:
    return Verdict(
        focus=_term(report.value(result, SH.focusNode)),
        path=_path(report.value(result, SH.resultPath), shapes=shapes),
        value=_term(report.value(result, SH.value)),
        severity=_severity(result, report=report, shapes=shapes),
        messages=_messages(result, report=report, shapes=shapes),
        component=str(report.value(result, SH.sourceConstraintComponent)),
        shape=_named(report.value(result, SH.sourceShape), shapes=shapes),
    )


def _path(node: Node | None, *, shapes: Graph) -> str:
    """The path in the syntax of SPARQL, with the brackets that the `shacl` package writes."""
    if node is None:
        return ""
    if isinstance(node, URIRef):
        return f"<{node}>"
    if (node, RDF.first, None) in shapes:
        return "(" + "/".join(_paths(node, shapes=shapes)) + ")"
    if inverse := shapes.value(node, SH.inversePath):
        return f"^{_path(inverse, shapes=shapes)}"
    if choices := shapes.value(node, SH.alternativePath):
        return "(" + "|".join(_paths(choices, shapes=shapes)) + ")"
    return next(
        f"({_path(repeated, shapes=shapes)}){sign}"
        for predicate, sign in _REPEATS.items()
        if (repeated := shapes.value(node, predicate))
    )


def _paths(first: Node, *, shapes: Graph) -> Iterator[str]:
    return (_path(node, shapes=shapes) for node in Collection(shapes, first))


def _severity(result: Node, *, report: Graph, shapes: Graph) -> str:
    constraint = report.value(result, SH.sourceConstraint)
    stated = shapes.value(constraint, SH.severity) if constraint else None
    return str(stated or report.value(result, SH.resultSeverity))


def _messages(result: Node, *, report: Graph, shapes: Graph) -> tuple[str, ...]:
    """The messages of the constraint without those of its shape, to which pySHACL adds them.

    Where neither has any, pySHACL makes one up, which is left out.
    """
    shape = report.value(result, SH.sourceShape)
    constraint = report.value(result, SH.sourceConstraint)
    shapes_own = set(map(str, shapes.objects(shape, SH.message)))
    own = list(shapes.objects(constraint, SH.message)) if constraint else []
    told = [str(message) for message in report.objects(result, SH.resultMessage)]
    if own:
        return tuple([text for text in told if text not in shapes_own] or told)
    return tuple(told) if shapes_own else ()


def _named(shape: Node | None, *, shapes: Graph) -> str:
    """The nearest shape around this one that has an IRI."""
    while isinstance(shape, BNode):
        shape = shapes.value(predicate=SH.property, object=shape)
    return str(shape or "")


def _term(node: Node | None) -> str:
    if node is None:
        return ""
    if isinstance(node, BNode):
        return BLANK
    if isinstance(node, URIRef):
        return f"<{node}>"
    return str(_literal(cast("Literal", node)))


def _literal(node: Literal) -> ox.Literal:
    if node.language:
        return ox.Literal(node, language=node.language)
    return ox.Literal(node, datatype=ox.NamedNode(node.datatype or XSD.string))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from printing about each ill-typed literal; the shapes tell of it."""
    logger = logging.getLogger("rdflib.term")
    before, logger.disabled = logger.disabled, True
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", category=UserWarning, module=r"rdflib\.term")
            yield
    finally:
        logger.disabled = before


class _Strict(Literal):
    """A literal as the standards have it, where rdflib is lenient or raises."""

    __slots__ = ()

    @property
    def ill_typed(self) -> bool | None:
        """Whether the text is none that the datatype knows."""
        form = _FORMS.get(self.datatype)
        return super().ill_typed if form is None or form.fullmatch(self) else True

    # What cannot be compared is not less, and a finding (SHACL §4.5.3).

    def __lt__(self, other: object) -> bool:
        return super().__lt__(other) is True

    def __le__(self, other: object) -> bool:
        return super().__le__(other) is True


def _graph(quads: Iterable[ox.Quad]) -> Graph:
    graph = Graph()
    for quad in quads:
        graph.add((_node(quad.subject), _node(quad.predicate), _node(quad.object)))
    return graph


def _node(term: object) -> Node:
    match term:
        case ox.NamedNode():
            return URIRef(term.value)
        case ox.BlankNode():
            return BNode(term.value)
        case ox.Literal(language=str()):
            return Literal(term.value, lang=term.language)
        case ox.Literal() if term.datatype.value == str(XSD.string):
            return Literal(term.value)
        case ox.Literal():
            # Not normalised: what people wrote is what they are told about.
            return _Strict(term.value, datatype=URIRef(term.datatype.value), normalize=False)
    raise TypeError(f"{term} is no term of RDF 1.1.")
