"""What follows among the axioms themselves (OWL 2 Profiles §4.3, table 9).

What OWL says of every class and property alike (each is below itself, each class is below
`owl:Thing`) is left out: it tells nothing. So is what follows among expressions without a name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.iris import PREFIXES
from adrgraph.reasoning.rules import Atom, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

_TABLE = """
scm-sco   ?a rdfs:subClassOf ?c          ?a rdfs:subClassOf ?b           ?b rdfs:subClassOf ?c
scm-eqc1  ?a rdfs:subClassOf ?b          ?a owl:equivalentClass ?b
scm-eqc1  ?b rdfs:subClassOf ?a          ?a owl:equivalentClass ?b
scm-eqc2  ?a owl:equivalentClass ?b      ?a rdfs:subClassOf ?b           ?b rdfs:subClassOf ?a
scm-spo   ?p rdfs:subPropertyOf ?r       ?p rdfs:subPropertyOf ?q        ?q rdfs:subPropertyOf ?r
scm-eqp1  ?p rdfs:subPropertyOf ?q       ?p owl:equivalentProperty ?q
scm-eqp1  ?q rdfs:subPropertyOf ?p       ?p owl:equivalentProperty ?q
scm-eqp2  ?p owl:equivalentProperty ?q   ?p rdfs:subPropertyOf ?q        ?q rdfs:subPropertyOf ?p
scm-dom1  ?p rdfs:domain ?b              ?p rdfs:domain ?a               ?a rdfs:subClassOf ?b
scm-dom2  ?p rdfs:domain ?a              ?q rdfs:domain ?a               ?p rdfs:subPropertyOf ?q
scm-rng1  ?p rdfs:range ?b               ?p rdfs:range ?a                ?a rdfs:subClassOf ?b
scm-rng2  ?p rdfs:range ?a               ?q rdfs:range ?a                ?p rdfs:subPropertyOf ?q
"""
"""Name of the rule, head, body."""


def schema_rules() -> Iterator[Rule]:
    """The rules of the table, which hold for every ontology."""
    for line in _TABLE.strip().splitlines():
        name, *words = line.split()
        head, *body = (_atom(*words[place : place + 3]) for place in range(0, len(words), 3))
        yield Rule(name, axiom="", kind="", head=head, body=tuple(body))


def _atom(subject: str, predicate: str, value: str, /) -> Atom:
    prefix, local = predicate.split(":")
    ends = (ox.Variable(name.removeprefix("?")) for name in (subject, value))
    return Atom(next(ends), ox.NamedNode(PREFIXES[prefix] + local), next(ends))
