"""Terms and concept schemes, with all that the graph's files say of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.iris import ADR, ONTOLOGY, full, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adrgraph.reference.statements import Statements

_KINDS = (
    ("owl:Class", "class"),
    ("rdfs:Class", "class"),
    ("rdfs:Datatype", "datatype"),
    ("owl:ObjectProperty", "object property"),
    ("owl:DatatypeProperty", "datatype property"),
    ("owl:AnnotationProperty", "annotation property"),
    ("rdf:Property", "property"),
)
_MATCHES = (
    ("skos:exactMatch", "the same as"),
    ("skos:closeMatch", "close to"),
    ("skos:broadMatch", "narrower than"),
    ("skos:narrowMatch", "wider than"),
    ("skos:relatedMatch", "related to"),
)


@dataclass(frozen=True, slots=True)
class Relation:
    """How a term stands to others: a few words, and their IRIs."""

    words: str
    iris: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One class or property."""

    iri: str
    kind: str
    label: str
    definition: str
    scope: str = ""
    example: str = ""
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    ends: tuple[tuple[str, str], ...] = ()
    relations: tuple[Relation, ...] = ()
    matches: tuple[Relation, ...] = ()
    reason: str = ""

    @property
    def name(self) -> str:
        """Its short name, such as `adr:Linkage`."""
        return shorten(f"<{self.iri}>")

    @property
    def fragment(self) -> str:
        """The end of its IRI, by which it is found on its page."""
        return self.iri.partition("#")[2] if self.is_ours else self.name

    @property
    def is_ours(self) -> bool:
        """Whether it is a term of our own ontology."""
        return self.iri.startswith(ADR)

    @property
    def is_class(self) -> bool:
        """Whether it is a class."""
        return self.kind == "class"

    @property
    def under(self) -> tuple[str, ...]:
        """The terms right above it."""
        return next((each.iris for each in self.relations if each.words == "under"), ())

    @property
    def links(self) -> bool:
        """Whether its values are things, which a diagram can show."""
        return self.kind == "object property"


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept of a scheme, and those below it."""

    iri: str
    label: str
    definition: str
    others: tuple[str, ...]
    notes: tuple[str, ...]
    matches: tuple[Relation, ...]
    narrower: tuple[Concept, ...]

    @property
    def fragment(self) -> str:
        """The end of its IRI, by which it is found on the page of its scheme."""
        return self.iri.partition("#")[2]

    @property
    def count(self) -> int:
        """How many concepts it is, with those below it."""
        return 1 + sum(concept.count for concept in self.narrower)


@dataclass(frozen=True, slots=True)
class Scheme:
    """One concept scheme, as a tree."""

    iri: str
    label: str
    definition: str
    top: tuple[Concept, ...]

    @property
    def slug(self) -> str:
        """The name of its file and of its page."""
        return self.iri.rpartition("/")[2]

    @property
    def count(self) -> int:
        """How many concepts it has."""
        return sum(concept.count for concept in self.top)


def read_terms(said: Statements) -> tuple[Term, ...]:
    """Our terms and the borrowed ones, each in the order of their names."""
    found = [_term(said, iri, kind) for iri in said.described() for kind in _kind(said, iri)]
    return tuple(sorted(found, key=lambda term: (not term.is_ours, term.name.casefold())))


def read_schemes(said: Statements) -> tuple[Scheme, ...]:
    """The concept schemes, by name."""
    schemes = sorted(iri for iri in said.described() if said.is_a(iri, "skos:ConceptScheme"))
    return tuple(
        Scheme(
            iri=iri,
            label=said.text(iri, "skos:prefLabel"),
            definition=said.text(iri, "skos:definition"),
            top=tuple(_concept(said, top) for top in said.subjects("skos:topConceptOf", iri)),
        )
        for iri in schemes
    )


def _kind(said: Statements, iri: str) -> Iterator[str]:
    """The first kind of term that a thing is; nothing where it is none."""
    if iri.startswith(ADR) or not iri.startswith(ONTOLOGY):
        yield from [words for name, words in _KINDS if said.is_a(iri, name)][:1]


def _term(said: Statements, iri: str, kind: str) -> Term:
    domain = said.iris(iri, "schema:domainIncludes", "rdfs:domain")
    range_ = said.iris(iri, "schema:rangeIncludes", "rdfs:range")
    demanded = sorted(_demanded(said, iri))
    if not iri.startswith(ADR):
        domain = list(dict.fromkeys([*domain, *(start for start, _ in demanded)]))
        range_ = list(dict.fromkeys([*range_, *(end for _, end in demanded)]))
    ends = demanded
    if iri.startswith(ADR):  # between things of the same kinds: each with its own kind
        ends = list(
            zip(domain, range_, strict=True) if domain == range_ else product(domain, range_)
        )
    return Term(
        iri=iri,
        kind=kind,
        label=said.text(iri, "skos:prefLabel") or shorten(f"<{iri}>"),
        definition=said.text(iri, "skos:definition"),
        scope=said.text(iri, "skos:scopeNote"),
        example=said.text(iri, "skos:example"),
        domain=tuple(domain),
        range=tuple(range_),
        ends=tuple(ends),
        relations=tuple(each for each in _relations(said, iri) if each.iris),
        matches=tuple(_matches(said, iri)),
        reason=said.text(iri, "skos:editorialNote"),
    )


def _demanded(said: Statements, iri: str) -> Iterator[tuple[str, str]]:
    """The classes that shapes demand at both ends of a property, or its datatype."""
    for demand in said.subjects("sh:path", iri):
        either = [item for node in said.values(demand, "sh:or") for item in said.items(node)]
        parts = [demand, *(item.value for item in either if isinstance(item, ox.BlankNode))]
        values = [iri for part in parts for iri in said.iris(part, "sh:class", "sh:datatype")]
        for shape in said.subjects("sh:property", demand):
            yield from product(said.iris(shape, "sh:targetClass"), values)


def _relations(said: Statements, iri: str) -> Iterator[Relation]:
    def relation(words: str, *found: list[str]) -> Relation:
        return Relation(words, tuple(dict.fromkeys(each for some in found for each in some)))

    yield relation("under", said.iris(iri, "rdfs:subClassOf", "rdfs:subPropertyOf"))
    yield relation(
        "above",
        said.subjects("rdfs:subClassOf", iri),
        said.subjects("rdfs:subPropertyOf", iri),
    )
    yield relation(
        "equal to",
        said.iris(iri, "owl:equivalentClass", "owl:equivalentProperty"),
    )
    yield relation(
        "disjoint with",
        said.iris(iri, "owl:disjointWith"),
        said.subjects("owl:disjointWith", iri),
    )
    yield relation(
        "read backwards", said.iris(iri, "owl:inverseOf"), said.subjects("owl:inverseOf", iri)
    )
    yield relation(
        "behaves as",
        [full(name) for name in _BEHAVIOURS if said.is_a(iri, name)],
    )
    for chain in said.values(iri, "owl:propertyChainAxiom"):
        steps = [node.value for node in said.items(chain) if isinstance(node, ox.NamedNode)]
        yield Relation("follows from, in this order", tuple(steps))


_BEHAVIOURS = (
    "owl:SymmetricProperty",
    "owl:TransitiveProperty",
    "owl:AsymmetricProperty",
    "owl:IrreflexiveProperty",
)


def _matches(said: Statements, iri: str) -> Iterator[Relation]:
    for name, words in _MATCHES:
        found = said.iris(iri, name)
        if found:
            yield Relation(words, tuple(found))


def _concept(said: Statements, iri: str) -> Concept:
    return Concept(
        iri=iri,
        label=said.text(iri, "skos:prefLabel"),
        definition=said.text(iri, "skos:definition"),
        others=tuple(said.texts(iri, "skos:altLabel")),
        notes=tuple(said.texts(iri, "skos:scopeNote", "skos:note", "skos:editorialNote")),
        matches=tuple(_matches(said, iri)),
        narrower=tuple(_concept(said, below) for below in said.subjects("skos:broader", iri)),
    )
