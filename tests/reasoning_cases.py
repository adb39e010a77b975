"""Reasoning cases that are files, and owlrl as the oracle that they are held against."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import owlrl
import pyoxigraph as ox
import rdflib
from rdflib import OWL, RDF, RDFS, XSD

from adrgraph.iris import PREFIXES, UNCONFIRMED
from adrgraph.layout import find_layout
from adrgraph.sources import Document, Sources, read
from tests.cases import document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adrgraph.reasoning.constructs import Construct

HERE = Path(__file__).parent / "reasoning"
META = (str(RDF), str(RDFS), str(OWL), str(XSD))
KINDS = ("Symmetric", "Transitive", "Asymmetric", "Irreflexive")
Statement: TypeAlias = "tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]"
ERRORS = "http://www.daml.org/2002/03/agents/agent-ont#"


@dataclass(frozen=True, slots=True)
class Case:
    """`tests/reasoning/<case>.ttl`: axioms and statements, read beside our own axioms.

    Beside it `.entailed.ttl` has what must follow, `.absent.ttl` what must not,
    `.contradictions.txt` and `.refused.txt` what must be said.
    """

    path: Path

    @property
    def sources(self) -> Sources:
        """The case as a file of the ontology."""
        name = f"ontology/{self.path.name}"
        iri = f"{PREFIXES['adr'].removesuffix('#')}/{self.path.stem}"
        documents = [*axioms(), document(self.path, iri=iri, name=name)]
        return Sources(find_layout(), tuple(sorted(documents, key=lambda entry: entry.path)))

    def triples(self, suffix: str) -> set[ox.Triple]:
        """The statements of a file beside the case."""
        path = self.path.with_suffix(suffix)
        return {quad.triple for quad in ox.parse(path=path)} if path.exists() else set()

    def lines(self, suffix: str) -> list[str]:
        """The lines of a file beside the case."""
        path = self.path.with_suffix(suffix)
        return path.read_text("utf-8").splitlines() if path.exists() else []

    def __str__(self) -> str:
        """The name of the test."""
        return self.path.stem


def cases() -> list[Case]:
    """Every case, sorted."""
    return [Case(path) for path in sorted(HERE.glob("*.ttl")) if path.stem.count(".") == 0]


@cache
def axioms() -> tuple[Document, ...]:
    """Our ontology and schemes without declarations and what is said of terms in words."""
    sources = read(find_layout())
    return tuple(
        replace(entry, quads=tuple(quad for quad in entry.quads if _bears(quad)))
        for entry in (*sources.ontology, *sources.schemes)
    )


def _bears(quad: ox.Quad) -> bool:
    if isinstance(quad.object, ox.Literal) or quad.predicate.value == str(RDFS.isDefinedBy):
        return False
    if quad.predicate.value == str(RDF.type):
        return quad.object in {ox.NamedNode(f"{OWL}{kind}Property") for kind in KINDS}
    hierarchy = {f"{PREFIXES['skos']}{name}" for name in ("broader", "narrower")}
    return quad.predicate.value in hierarchy or quad.predicate.value.startswith(META[:3])


def merged(sources: Sources) -> set[ox.Triple]:
    """Every statement that is reasoned over: all but what nobody has confirmed."""
    documents = (*sources.ontology, *sources.schemes, *sources.data)
    apart = set(map(ox.NamedNode, UNCONFIRMED))
    quads = (quad for entry in documents for quad in entry.quads)
    return {quad.triple for quad in quads if quad.graph_name not in apart}


def oracle(triples: Iterable[ox.Triple], constructs: Iterable[Construct] = ()) -> rdflib.Graph:
    """The closure by owlrl and, as these are no OWL, by our constructs: in turns, until stable."""
    graph = to_rdflib(triples)
    constructs = tuple(constructs)
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # its own datatypes would change how rdflib reads literals, for all later tests
            owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, improved_datatypes=False).expand(graph)
        answers = [graph.query(construct.text).graph for construct in constructs]
        fresh = {triple for answer in answers if answer is not None for triple in answer}
        if fresh <= set(graph):
            return graph
        for triple in fresh:
            graph.add(triple)


def about_our_terms(graph: rdflib.Graph) -> set[Statement]:
    """The statements that are compared: all but what tells nothing of our things and terms.

    Left out is what OWL says of itself (a subject in its own namespaces), of everything alike (each
    term is below and the same as itself, below `owl:Thing` and above `owl:Nothing`), of literals,
    and of expressions without a name; and the oracle's complaints, which are compared apart.
    """
    return {triple for triple in graph if not _is_empty(*triple)}


def complains(graph: rdflib.Graph) -> bool:
    """Whether the oracle found a contradiction."""
    return any(str(predicate).startswith(ERRORS) for predicate in graph.predicates())


def _is_empty(
    subject: rdflib.term.Node, predicate: rdflib.term.Node, value: rdflib.term.Node
) -> bool:
    if isinstance(subject, rdflib.Literal) or str(predicate).startswith(ERRORS):
        return True
    if not str(predicate).startswith(META):
        return False
    return (
        subject == value
        or str(subject).startswith(META)
        or value in {OWL.Thing, OWL.Nothing}
        or any(isinstance(end, rdflib.BNode) for end in (subject, value))
    )


def to_rdflib(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """Statements as rdflib holds them."""
    graph = rdflib.Graph()
    for triple in triples:
        graph.add((_term(triple.subject), _term(triple.predicate), _term(triple.object)))
    return graph


def _term(term: object) -> rdflib.term.Node:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.Literal):
        datatype = None if term.language else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    raise TypeError(f"{term} is no term of RDF 1.1.")
