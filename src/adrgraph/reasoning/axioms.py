"""Compiles the OWL 2 RL axioms of our own ontology into rules (OWL 2 Profiles §4.3)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from adrgraph.errors import UncompilableAxiom
from adrgraph.iris import PREFIXES, shorten
from adrgraph.places import places
from adrgraph.reasoning.rules import Atom, Denial, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from adrgraph.reasoning.rules import Term
    from adrgraph.sources import Sources

    Compiled: TypeAlias = "Iterator[Rule | Denial]"

RDF, RDFS, OWL = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["owl"]
TYPE = ox.NamedNode(f"{RDF}type")
X, Y, Z = (ox.Variable(name) for name in "xyz")

_DECLARING = (
    *("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "Ontology"),
    *("NamedIndividual", "Restriction", "deprecated", "imports", "versionIRI", "versionInfo"),
    *("priorVersion", "DeprecatedClass", "DeprecatedProperty"),
)
_WITHIN = (
    *("onProperty", "someValuesFrom", "allValuesFrom", "hasValue"),
    *("intersectionOf", "unionOf", "members"),
)
_REMARKING = ("label", "comment", "seeAlso", "isDefinedBy", "Datatype", "Class")

SILENT = frozenset(
    [*(f"{OWL}{name}" for name in _DECLARING), *(f"{RDFS}{name}" for name in _REMARKING)]
)
"""Declarations and remarks: nothing follows from them."""

PARTS = frozenset(f"{OWL}{name}" for name in _WITHIN)
"""Parts of class expressions and of lists of classes: compiled with the axiom they stand in."""


@dataclass(frozen=True, slots=True)
class Axiom:
    """One axiom: the term it stands at, what makes it one, and its value."""

    subject: Term
    kind: str
    value: Term


def compile_axioms(sources: Sources) -> tuple[list[Rule], list[Denial]]:
    """The rules and the denials that our ontology and schemes state.

    Raises:
        UncompilableAxiom: An axiom has no rule here; it is refused, never ignored.
    """
    compiler = _Compiler(sources)
    compiled = [rule for axiom in compiler.axioms() for rule in compiler.compile(axiom)]
    rules = [rule for rule in compiled if isinstance(rule, Rule)]
    return rules, [rule for rule in compiled if isinstance(rule, Denial)]


class _Compiler:
    """Our axioms while they are compiled, with the lists and expressions that they refer to."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        documents = (*sources.ontology, *sources.schemes)
        self.triples = sorted(
            {quad.triple for document in documents for quad in document.quads}, key=str
        )
        self.store = ox.Store()
        self.store.extend(ox.Quad(*triple) for triple in self.triples)

    def axioms(self) -> Iterator[Axiom]:
        """The axioms in the order of their text."""
        for subject, predicate, value in self.triples:
            kind = value.value if predicate == TYPE and isinstance(value, ox.NamedNode) else ""
            kind = kind or predicate.value
            described = isinstance(subject, ox.NamedNode) and subject.value.startswith((OWL, RDFS))
            if not kind.startswith((OWL, RDFS)) or kind in SILENT | PARTS or described:
                continue
            yield Axiom(subject, kind, value)

    def compile(self, axiom: Axiom) -> Compiled:
        """The rules of one axiom."""
        if axiom.kind not in _COMPILERS:
            raise self.refusal(axiom, "is of a kind that has no rule here")
        yield from _COMPILERS[axiom.kind](self, axiom)

    def refusal(self, axiom: Axiom, why: str) -> UncompilableAxiom:
        """Why an axiom cannot be compiled, where it stands and what to do."""
        path, line = self.place(axiom)
        kind, subject = shorten(f"<{axiom.kind}>"), shorten(str(axiom.subject))
        return UncompilableAxiom(
            f"{path}:{line}: The axiom {kind} of {subject} {why}. "
            "Say it with an axiom of OWL 2 RL that is compiled, or as ontology/rules/<rule>.rq."
        )

    def place(self, axiom: Axiom) -> tuple[str, int]:
        """The file and line of an axiom; those of the ontology where it has no name."""
        for document in (*self.sources.ontology, *self.sources.schemes):
            if not any(quad.subject == axiom.subject for quad in document.quads):
                continue
            lines = places(document.text)
            name = axiom.subject.value if isinstance(axiom.subject, ox.NamedNode) else ""
            properties = (axiom.kind, TYPE.value, "")
            return document.path, next(
                (lines[name, key] for key in properties if (name, key) in lines), 1
            )
        return "ontology/adrgraph.ttl", 1

    def value(self, node: Term, name: str) -> Term | None:
        """The value of an OWL or RDF property of a node."""
        quads = self.store.quads_for_pattern(_node(node), ox.NamedNode(name), None)
        return next((quad.object for quad in quads), None)

    def items(self, axiom: Axiom, head: Term | None) -> list[Term]:
        """The items of a list."""
        found: list[Term] = []
        while head is not None and head != ox.NamedNode(f"{RDF}nil"):
            first = self.value(head, f"{RDF}first")
            if first is None or len(found) > len(self.triples):
                raise self.refusal(axiom, "has a malformed list")
            found.append(first)
            head = self.value(head, f"{RDF}rest")
        return found

    def named(self, axiom: Axiom, term: Term) -> ox.NamedNode:
        """A term that has to have a name."""
        if not isinstance(term, ox.NamedNode):
            raise self.refusal(axiom, "needs a named term where it has an expression")
        return term

    def members(self, axiom: Axiom, expression: Term) -> list[tuple[Atom, ...]]:
        """What makes a thing a member of a class, one alternative an entry."""
        if isinstance(expression, ox.NamedNode):
            return [(Atom(X, TYPE, expression),)]
        some = self.value(expression, f"{OWL}someValuesFrom")
        given = self.value(expression, f"{OWL}hasValue")
        union = self.value(expression, f"{OWL}unionOf")
        both = self.value(expression, f"{OWL}intersectionOf")
        if some is not None:  # cls-svf1, cls-svf2
            link = Atom(X, self.on_property(axiom, expression), Y)
            filler = self.named(axiom, some)
            anything = filler.value == f"{OWL}Thing"
            return [(link,) if anything else (link, Atom(Y, TYPE, filler))]
        if given is not None:  # cls-hv2
            return [(Atom(X, self.on_property(axiom, expression), given),)]
        if union is not None:  # cls-uni
            return [body for item in self.items(axiom, union) for body in self.members(axiom, item)]
        if both is not None:  # cls-int1
            names = [self.named(axiom, item) for item in self.items(axiom, both)]
            return [tuple(Atom(X, TYPE, name) for name in names)]
        raise self.refusal(axiom, "has an expression on its left that has no rule here")

    def consequences(self, axiom: Axiom, expression: Term) -> list[tuple[Atom, tuple[Atom, ...]]]:
        """What holds of the members of a class: heads, each with what else it depends on."""
        if isinstance(expression, ox.NamedNode):
            return [(Atom(X, TYPE, expression), ())]
        every = self.value(expression, f"{OWL}allValuesFrom")
        given = self.value(expression, f"{OWL}hasValue")
        both = self.value(expression, f"{OWL}intersectionOf")
        if every is not None:  # cls-avf
            link = Atom(X, self.on_property(axiom, expression), Y)
            return [(Atom(Y, TYPE, self.named(axiom, every)), (link,))]
        if given is not None:  # cls-hv1
            return [(Atom(X, self.on_property(axiom, expression), given), ())]
        if both is not None:  # cls-int2
            items = self.items(axiom, both)
            return [found for item in items for found in self.consequences(axiom, item)]
        raise self.refusal(axiom, "has an expression on its right that has no rule here")

    def on_property(self, axiom: Axiom, expression: Term) -> ox.NamedNode:
        """The property that a restriction is on."""
        found = self.value(expression, f"{OWL}onProperty")
        if found is None:
            raise self.refusal(axiom, "has a restriction without owl:onProperty")
        return self.named(axiom, found)


def _node(term: Term) -> ox.NamedNode | ox.BlankNode:
    if isinstance(term, ox.NamedNode | ox.BlankNode):
        return term
    return ox.BlankNode()  # a literal is the subject of nothing


def _rule(name: str, axiom: Axiom, head: Atom, *body: Atom) -> Rule:
    return Rule(name, _iri(axiom), axiom.kind, head, body)


def _iri(axiom: Axiom) -> str:
    return axiom.subject.value if isinstance(axiom.subject, ox.NamedNode) else ""


def _subclass(compiler: _Compiler, axiom: Axiom) -> Compiled:
    for body in compiler.members(axiom, axiom.subject):
        for head, conditions in compiler.consequences(axiom, axiom.value):
            if body != (head,):
                yield _rule("cax-sco", axiom, head, *body, *conditions)


def _equivalent_class(compiler: _Compiler, axiom: Axiom) -> Compiled:
    for left, right in ((axiom.subject, axiom.value), (axiom.value, axiom.subject)):
        for body in compiler.members(axiom, left):
            for head, conditions in compiler.consequences(axiom, right):
                yield _rule("cax-eqc", axiom, head, *body, *conditions)


def _subproperty(compiler: _Compiler, axiom: Axiom) -> Compiled:
    narrow, wide = (compiler.named(axiom, term) for term in (axiom.subject, axiom.value))
    yield _rule("prp-spo1", axiom, Atom(X, wide, Y), Atom(X, narrow, Y))


def _equivalent_property(compiler: _Compiler, axiom: Axiom) -> Compiled:
    one, other = (compiler.named(axiom, term) for term in (axiom.subject, axiom.value))
    yield _rule("prp-eqp1", axiom, Atom(X, other, Y), Atom(X, one, Y))
    yield _rule("prp-eqp2", axiom, Atom(X, one, Y), Atom(X, other, Y))


def _domain(compiler: _Compiler, axiom: Axiom) -> Compiled:
    link = Atom(X, compiler.named(axiom, axiom.subject), Y)
    for head, conditions in compiler.consequences(axiom, axiom.value):
        yield _rule("prp-dom", axiom, head, link, *conditions)


def _range(compiler: _Compiler, axiom: Axiom) -> Compiled:
    target = compiler.named(axiom, axiom.value)
    if target.value.startswith(PREFIXES["xsd"]) or target.value == f"{RDFS}Literal":
        return  # literals are typed by what they are written as
    link = Atom(X, compiler.named(axiom, axiom.subject), Y)
    yield _rule("prp-rng", axiom, Atom(Y, TYPE, target), link)


def _inverse(compiler: _Compiler, axiom: Axiom) -> Compiled:
    one, other = (compiler.named(axiom, term) for term in (axiom.subject, axiom.value))
    yield _rule("prp-inv1", axiom, Atom(Y, other, X), Atom(X, one, Y))
    yield _rule("prp-inv2", axiom, Atom(Y, one, X), Atom(X, other, Y))


def _symmetric(compiler: _Compiler, axiom: Axiom) -> Compiled:
    link = compiler.named(axiom, axiom.subject)
    yield _rule("prp-symp", axiom, Atom(Y, link, X), Atom(X, link, Y))


def _transitive(compiler: _Compiler, axiom: Axiom) -> Compiled:
    link = compiler.named(axiom, axiom.subject)
    yield _rule("prp-trp", axiom, Atom(X, link, Z), Atom(X, link, Y), Atom(Y, link, Z))


def _chain(compiler: _Compiler, axiom: Axiom) -> Compiled:
    steps = [compiler.named(axiom, item) for item in compiler.items(axiom, axiom.value)]
    ends = [ox.Variable(f"u{place}") for place in range(len(steps) + 1)]
    body = [Atom(ends[place], step, ends[place + 1]) for place, step in enumerate(steps)]
    head = Atom(ends[0], compiler.named(axiom, axiom.subject), ends[-1])
    yield _rule("prp-spo2", axiom, head, *body)


def _denial(name: str, axiom: Axiom, *body: Atom) -> Denial:
    return Denial(name, _iri(axiom), axiom.kind, body)


def _disjoint(compiler: _Compiler, axiom: Axiom) -> Compiled:
    pair = [compiler.named(axiom, term) for term in (axiom.subject, axiom.value)]
    yield _denial("cax-dw", axiom, *(Atom(X, TYPE, name) for name in pair))


def _all_disjoint(compiler: _Compiler, axiom: Axiom) -> Compiled:
    listed = compiler.items(axiom, compiler.value(axiom.subject, f"{OWL}members"))
    for pair in combinations([compiler.named(axiom, item) for item in listed], 2):
        yield _denial("cax-adc", axiom, *(Atom(X, TYPE, name) for name in pair))


def _property_disjoint(compiler: _Compiler, axiom: Axiom) -> Compiled:
    pair = [compiler.named(axiom, term) for term in (axiom.subject, axiom.value)]
    yield _denial("prp-pdw", axiom, *(Atom(X, name, Y) for name in pair))


def _asymmetric(compiler: _Compiler, axiom: Axiom) -> Compiled:
    link = compiler.named(axiom, axiom.subject)
    yield _denial("prp-asyp", axiom, Atom(X, link, Y), Atom(Y, link, X))


def _irreflexive(compiler: _Compiler, axiom: Axiom) -> Compiled:
    yield _denial("prp-irp", axiom, Atom(X, compiler.named(axiom, axiom.subject), X))


_COMPILERS: Mapping[str, Callable[[_Compiler, Axiom], Compiled]] = MappingProxyType(
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
        f"{OWL}disjointWith": _disjoint,
        f"{OWL}AllDisjointClasses": _all_disjoint,
        f"{OWL}propertyDisjointWith": _property_disjoint,
        f"{OWL}AsymmetricProperty": _asymmetric,
        f"{OWL}IrreflexiveProperty": _irreflexive,
    }
)
"""How each kind of axiom is compiled; what is not here is refused."""
