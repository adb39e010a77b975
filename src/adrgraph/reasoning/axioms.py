"""Compiles the OWL 2 RL axioms of our own ontology into rules (OWL 2 Profiles §4.3)."""

from __future__ import annotations

from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import pyoxigraph as ox

from adrgraph.errors import UncompilableAxiom
from adrgraph.iris import shorten
from adrgraph.places import statements as written
from adrgraph.reasoning.expressions import (
    OWL,
    PARTS,
    RDF,
    RDFS,
    Expressions,
    Inexpressible,
    X,
    Y,
    Z,
    a_name,
    is_datatype,
    kind,
)
from adrgraph.reasoning.rules import TYPE, Atom, Denial, Rule, is_axiomatic
from adrgraph.reasoning.schema import schema_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from adrgraph.reasoning.rules import Node, Term
    from adrgraph.sources import Document

    Implications: TypeAlias = "Iterator[tuple[str, Atom, tuple[Atom, ...]]]"
    Exclusions: TypeAlias = "Iterator[tuple[str, tuple[Atom, ...]]]"

_DECLARING = (
    *("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "Ontology"),
    *("NamedIndividual", "Restriction", "Thing", "deprecated", "versionIRI"),
    *("versionInfo", "priorVersion", "DeprecatedClass", "DeprecatedProperty"),
)
_REMARKING = ("label", "comment", "seeAlso", "isDefinedBy", "Datatype", "Class", "Resource")

SILENT = frozenset(
    [*(f"{OWL}{name}" for name in _DECLARING), *(f"{RDFS}{name}" for name in _REMARKING)]
)
"""Declarations and remarks: nothing follows from them."""

_DEMAND = "Demand it of data by a shape or a check."
_REMEDIES = MappingProxyType(
    {
        f"{OWL}AllDisjointProperties": "Say owl:propertyDisjointWith of each pair.",
        f"{OWL}FunctionalProperty": _DEMAND,
        f"{OWL}InverseFunctionalProperty": _DEMAND,
        f"{OWL}cardinality": _DEMAND,
        f"{OWL}complementOf": "Say with owl:disjointWith which classes share nothing.",
        f"{OWL}hasKey": _DEMAND,
        f"{OWL}imports": "Copy the axioms that count into ontology/borrowed.ttl.",
        f"{OWL}maxCardinality": _DEMAND,
        f"{OWL}maxQualifiedCardinality": _DEMAND,
        f"{OWL}minCardinality": _DEMAND,
        f"{OWL}oneOf": "Make it a concept scheme, and demand its concepts by a shape.",
        f"{OWL}sameAs": "Give the thing one IRI, or relate the two with skos:exactMatch.",
    }
)
_REMEDY = "Say it with an axiom of OWL 2 RL that is compiled, or as ontology/rules/<rule>.rq."
_EVERYTHING = frozenset(ox.NamedNode(name) for name in (f"{OWL}Thing", f"{RDFS}Resource"))


class Axiom(NamedTuple):
    """A statement that something follows from."""

    subject: Node
    predicate: ox.NamedNode
    value: Term

    @property
    def kind(self) -> str:
        """What makes it an axiom: a property, or a class of properties."""
        if self.predicate == TYPE and isinstance(self.value, ox.NamedNode):
            return self.value.value
        return self.predicate.value

    @property
    def name(self) -> str:
        """The IRI of the term that it stands at; empty where that has none."""
        return self.subject.value if isinstance(self.subject, ox.NamedNode) else ""


def compile_axioms(documents: Sequence[Document]) -> tuple[list[Rule], list[Denial]]:
    """The rules and denials that documents make, and those that hold in every ontology.

    Raises:
        UncompilableAxiom: An axiom has no rule here; it is refused, never ignored.
    """
    owl = _owl(documents)
    expressions = Expressions(owl)
    rules: list[Rule] = []
    denials = [
        Denial("cls-nothing2", "", f"{OWL}Nothing", (kind(X, ox.NamedNode(f"{OWL}Nothing")),))
    ]
    for axiom in sorted(filter(_is_axiom, owl), key=str):
        try:
            if axiom.kind == f"{OWL}imports":
                _check_import(documents, axiom)
                continue
            rules += _rules(expressions, axiom)
            rules += _order(expressions, axiom)
            denials += _denials(expressions, axiom)
        except Inexpressible as error:
            raise _refusal(documents, axiom, why=error) from error
    return [*rules, *schema_rules()], denials


def refuse_axioms(documents: Sequence[Document]) -> None:
    """Refuse axioms where there should be none: among the data.

    Raises:
        UncompilableAxiom: There is one.
    """
    for axiom in sorted(filter(_is_axiom, _owl(documents)), key=str):
        remedy = _REMEDIES.get(axiom.kind, "Move it to ontology/adrgraph.ttl, or take it back.")
        why = Inexpressible("stands among the data, where no axiom counts", remedy=remedy)
        raise _refusal(documents, axiom, why=why)


def _owl(documents: Iterable[Document]) -> list[Axiom]:
    """What documents say in the words of RDF, RDFS and OWL, each statement once."""
    found = (Axiom(*quad.triple) for document in documents for quad in document.quads)
    return list(
        dict.fromkeys(each for each in found if each.predicate.value.startswith((RDF, RDFS, OWL)))
    )


def _is_axiom(axiom: Axiom) -> bool:
    if axiom.kind == TYPE.value:
        return isinstance(axiom.value, ox.BlankNode)  # a thing in an expression
    if axiom.kind in PARTS:
        return bool(axiom.name)  # an expression with a name
    return axiom.kind.startswith((RDFS, OWL)) and axiom.kind not in SILENT


def _rules(expressions: Expressions, axiom: Axiom) -> Iterator[Rule]:
    if axiom.kind == TYPE.value or axiom.kind in PARTS:
        raise Inexpressible("makes use of an expression outside an axiom on classes")
    if axiom.kind not in _IMPLICATIONS and axiom.kind not in _EXCLUSIONS:
        raise Inexpressible("is of a kind that has no rule here")
    if axiom.kind not in _IMPLICATIONS:
        return
    for name, head, body in _IMPLICATIONS[axiom.kind](expressions, axiom):
        if head == kind(head.subject, ox.NamedNode(f"{RDFS}Resource")):
            raise Inexpressible("says nothing, as everything is a resource", remedy="Remove it.")
        if is_axiomatic(head):
            raise Inexpressible("makes axioms out of statements")
        _check_body(body)
        if body != (head,):
            yield Rule(name, axiom.name, axiom.kind, head, body)


def _order(expressions: Expressions, axiom: Axiom) -> Iterator[Rule]:
    """What an axiom on an expression says of the order of the classes that have names."""
    relation = f"{RDFS}domain" if axiom.kind == f"{RDFS}domain" else f"{RDFS}subClassOf"
    forward: tuple[Term, Term] = (axiom.subject, axiom.value)
    backward: tuple[Term, Term] = (axiom.value, axiom.subject)
    pairs = {relation: [forward], f"{OWL}equivalentClass": [forward, backward]}
    for pair in pairs.get(axiom.kind, []):
        for name, narrow, wide in expressions.order(*pair):
            head = Atom(narrow, ox.NamedNode(relation), wide)
            yield Rule(name, axiom.name, axiom.kind, head, (Atom(*axiom),))


def _denials(expressions: Expressions, axiom: Axiom) -> Iterator[Denial]:
    if axiom.kind in _EXCLUSIONS:
        for name, body in _EXCLUSIONS[axiom.kind](expressions, axiom):
            _check_body(body)
            yield Denial(name, axiom.name, axiom.kind, body)


def _check_body(body: Iterable[Atom]) -> None:
    """Refuse what would have to be asked of everything, or of the axioms themselves."""
    for atom in body:
        if atom.predicate == TYPE and atom.object in _EVERYTHING:
            raise Inexpressible(
                f"asks for {shorten(str(atom.object))}, which everything is without a statement",
                remedy="Name a class of things.",
            )
        if is_axiomatic(atom):
            about = atom.predicate if isinstance(atom.object, ox.Variable) else atom.object
            raise Inexpressible(
                f"speaks of {shorten(str(about))}, which axioms are made of",
                remedy="Say it of a class or a property of things.",
            )


def _check_import(documents: Iterable[Document], axiom: Axiom) -> None:
    """Refuse what brings axioms that nobody reads; our own documents are all read."""
    if axiom.value not in {ox.NamedNode(document.iri) for document in documents}:
        raise Inexpressible(f"brings {shorten(str(axiom.value))}, which is not read here")


def _refusal(
    documents: Iterable[Document], axiom: Axiom, *, why: Inexpressible
) -> UncompilableAxiom:
    path, line = _place(documents, axiom)
    subject = shorten(f"<{axiom.name}>") if axiom.name else "an expression without a name"
    return UncompilableAxiom(
        f"{path}:{line}: The axiom {shorten(f'<{axiom.kind}>')} of {subject} {why}. "
        f"{why.remedy or _REMEDIES.get(axiom.kind, _REMEDY)}"
    )


def _place(documents: Iterable[Document], axiom: Axiom) -> tuple[str, int]:
    """The file of an axiom, and the line where its subject has such a property."""
    for document in documents:
        if not any((*quad.triple,) == (*axiom,) for quad in document.quads):
            continue
        about = {q.predicate.value for q in document.quads if q.subject == axiom.subject}
        others = about - {TYPE.value} if axiom.predicate == TYPE and not axiom.name else set()
        sought = {axiom.predicate.value, *others}
        lines = (
            each.predicate_at.line
            for each in written(document.text)
            if each.subject == axiom.name and each.predicate in sought
        )
        return document.path, next(lines, 1)
    raise LookupError(f"{axiom} stands in none of the documents.")


def _subclass(expressions: Expressions, axiom: Axiom) -> Implications:
    for body in expressions.members(axiom.subject):
        for head, conditions in expressions.consequences(axiom.value):
            yield "cax-sco", head, (*body, *conditions)


def _equivalent_class(expressions: Expressions, axiom: Axiom) -> Implications:
    for left, right in ((axiom.subject, axiom.value), (axiom.value, axiom.subject)):
        for body in expressions.members(left):
            for head, conditions in expressions.consequences(right):
                yield "cax-eqc", head, (*body, *conditions)


def _subproperty(_: Expressions, axiom: Axiom) -> Implications:
    narrow, wide = a_name(axiom.subject), a_name(axiom.value)
    yield "prp-spo1", Atom(X, wide, Y), (Atom(X, narrow, Y),)


def _equivalent_property(_: Expressions, axiom: Axiom) -> Implications:
    one, other = a_name(axiom.subject), a_name(axiom.value)
    yield "prp-eqp1", Atom(X, other, Y), (Atom(X, one, Y),)
    yield "prp-eqp2", Atom(X, one, Y), (Atom(X, other, Y),)


def _domain(expressions: Expressions, axiom: Axiom) -> Implications:
    # An expression could speak of Y too, so the value that the property has is called Z.
    link = Atom(X, a_name(axiom.subject), Z)
    for head, conditions in expressions.consequences(axiom.value):
        yield "prp-dom", head, (link, *conditions)


def _range(_: Expressions, axiom: Axiom) -> Implications:
    target = a_name(axiom.value)
    if not is_datatype(target):
        yield "prp-rng", kind(Y, target), (Atom(X, a_name(axiom.subject), Y),)


def _inverse(_: Expressions, axiom: Axiom) -> Implications:
    one, other = a_name(axiom.subject), a_name(axiom.value)
    yield "prp-inv1", Atom(Y, other, X), (Atom(X, one, Y),)
    yield "prp-inv2", Atom(Y, one, X), (Atom(X, other, Y),)


def _symmetric(_: Expressions, axiom: Axiom) -> Implications:
    link = a_name(axiom.subject)
    yield "prp-symp", Atom(Y, link, X), (Atom(X, link, Y),)


def _transitive(_: Expressions, axiom: Axiom) -> Implications:
    link = a_name(axiom.subject)
    yield "prp-trp", Atom(X, link, Z), (Atom(X, link, Y), Atom(Y, link, Z))


def _chain(expressions: Expressions, axiom: Axiom) -> Implications:
    steps = [a_name(item) for item in expressions.items(axiom.value)]
    ends = [ox.Variable(f"u{place}") for place in range(len(steps) + 1)]
    body = tuple(Atom(ends[place], step, ends[place + 1]) for place, step in enumerate(steps))
    yield "prp-spo2", Atom(ends[0], a_name(axiom.subject), ends[-1]), body


def _disjoint(expressions: Expressions, axiom: Axiom) -> Exclusions:
    for left in expressions.members(axiom.subject):
        yield "cax-dw", (*left, kind(X, a_name(axiom.value)))


def _all_disjoint(expressions: Expressions, axiom: Axiom) -> Exclusions:
    for pair in combinations(expressions.listed(axiom.subject), 2):
        yield "cax-adc", tuple(kind(X, a_name(name)) for name in pair)


def _property_disjoint(_: Expressions, axiom: Axiom) -> Exclusions:
    yield "prp-pdw", tuple(Atom(X, a_name(name), Y) for name in (axiom.subject, axiom.value))


def _asymmetric(_: Expressions, axiom: Axiom) -> Exclusions:
    link = a_name(axiom.subject)
    yield "prp-asyp", (Atom(X, link, Y), Atom(Y, link, X))


def _irreflexive(_: Expressions, axiom: Axiom) -> Exclusions:
    yield "prp-irp", (Atom(X, a_name(axiom.subject), X),)


_IMPLICATIONS: Mapping[str, Callable[[Expressions, Axiom], Implications]] = MappingProxyType(
    {
        f"{RDFS}subClassOf": _subclass,
        f"{OWL}equivalentClass": _equivalent_class,
        f"{RDFS}subPropertyOf": _subproperty,
        f"{OWL}equivalentProperty": _equivalent_property,
        f"{RDFS}domain": _domain,
        f"{RDFS}range": _range,
        f"{OWL}inverseOf": _inverse,
        f"{OWL}SymmetricProperty": _symmetric,
        f"{OWL}TransitiveProperty": _transitive,
        f"{OWL}propertyChainAxiom": _chain,
    }
)
_EXCLUSIONS: Mapping[str, Callable[[Expressions, Axiom], Exclusions]] = MappingProxyType(
    {
        f"{OWL}disjointWith": _disjoint,
        f"{OWL}AllDisjointClasses": _all_disjoint,
        f"{OWL}propertyDisjointWith": _property_disjoint,
        f"{OWL}AsymmetricProperty": _asymmetric,
        f"{OWL}IrreflexiveProperty": _irreflexive,
    }
)
