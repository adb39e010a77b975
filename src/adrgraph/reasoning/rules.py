"""Rules with one triple as head: compiled from axioms, or read from ontology/rules."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import pyoxigraph as ox

from adrgraph.iris import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

TYPE = ox.NamedNode(f"{PREFIXES['rdf']}type")

_REMARKS = frozenset(
    [
        *(f"{PREFIXES['rdfs']}{name}" for name in ("label", "comment", "seeAlso", "isDefinedBy")),
        *(f"{PREFIXES['owl']}{name}" for name in ("Thing", "Nothing")),
    ]
)
_LISTS = frozenset(f"{PREFIXES['rdf']}{name}" for name in ("first", "rest"))

Node: TypeAlias = "ox.NamedNode | ox.BlankNode | ox.Triple"
Term: TypeAlias = "Node | ox.Literal"
Statement: TypeAlias = "tuple[Node, ox.NamedNode, Term]"
Binding: TypeAlias = "dict[ox.Variable, Term]"


class Atom(NamedTuple):
    """A triple pattern whose predicate is fixed."""

    subject: Term | ox.Variable
    predicate: ox.NamedNode
    object: Term | ox.Variable


@dataclass(frozen=True, slots=True)
class Rule:
    """What follows from what: the head, if every atom of the body holds.

    `axiom` is the IRI of the term that the axiom stands at (of its document, where it has no name),
    `kind` the property or class that makes it an axiom; both are empty for a rule that holds in
    every ontology. `name` is the rule of OWL 2 Profiles §4.3 that it is compiled by.
    """

    name: str
    axiom: str
    kind: str
    head: Atom
    body: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class Denial:
    """What must not hold together: the body of a rule whose head is a contradiction."""

    name: str
    axiom: str
    kind: str
    body: tuple[Atom, ...]


class Facts:
    """Statements, found by predicate and either end."""

    def __init__(self, statements: Iterable[Statement] = ()) -> None:
        """Index the statements."""
        self._objects: dict[ox.NamedNode, dict[Node, set[Term]]] = defaultdict(dict)
        self._subjects: dict[ox.NamedNode, dict[Term, set[Node]]] = defaultdict(dict)
        for statement in statements:
            self.add(statement)

    def add(self, statement: Statement) -> bool:
        """Take a statement in; whether it was new."""
        subject, predicate, value = statement
        known = self._objects[predicate].setdefault(subject, set())
        if value in known:
            return False
        known.add(value)
        self._subjects[predicate].setdefault(value, set()).add(subject)
        return True

    def __contains__(self, statement: Statement) -> bool:
        """Whether the statement is among them."""
        subject, predicate, value = statement
        return value in self._objects.get(predicate, {}).get(subject, ())

    def matches(self, atom: Atom, binding: Mapping[ox.Variable, Term]) -> Iterator[Statement]:
        """The statements that agree with an atom's bound ends; `unify` sees to the rest."""
        subject = _bound(atom.subject, binding)
        value = _bound(atom.object, binding)
        predicate = atom.predicate
        if isinstance(subject, ox.Literal):
            return
        if subject is not None and value is not None:
            if (subject, predicate, value) in self:
                yield subject, predicate, value
        elif subject is not None:
            for found in self._objects.get(predicate, {}).get(subject, ()):
                yield subject, predicate, found
        elif value is not None:
            for found in self._subjects.get(predicate, {}).get(value, ()):
                yield found, predicate, value
        else:
            for found, values in self._objects.get(predicate, {}).items():
                for item in values:
                    yield found, predicate, item

    def join(self, atoms: tuple[Atom, ...], binding: Binding) -> Iterator[Binding]:
        """Every way in which all atoms hold at once."""
        if not atoms:
            yield binding
            return
        first = min(atoms, key=lambda atom: _freedom(atom, binding))
        rest = tuple(atom for atom in atoms if atom is not first)
        for statement in self.matches(first, binding):
            extended = unify(first, statement, binding)
            if extended is not None:
                yield from self.join(rest, extended)


def unify(atom: Atom, statement: Statement, binding: Binding) -> Binding | None:
    """The binding under which an atom is a statement, if there is one."""
    if atom.predicate != statement[1]:
        return None
    extended = dict(binding)
    for pattern, term in ((atom.subject, statement[0]), (atom.object, statement[2])):
        if not isinstance(pattern, ox.Variable):
            if pattern != term:
                return None
        elif extended.setdefault(pattern, term) != term:
            return None
    return extended


def instance(atom: Atom, binding: Mapping[ox.Variable, Term]) -> Statement | None:
    """The statement that an atom becomes; none where its subject would be a literal."""
    subject, value = _bound(atom.subject, binding), _bound(atom.object, binding)
    if subject is None or value is None or isinstance(subject, ox.Literal):
        return None
    return subject, atom.predicate, value


def is_axiomatic(atom: Atom) -> bool:
    """Whether what has this form is an axiom, and so would have to be compiled in turn.

    >>> rdfs, skos = PREFIXES["rdfs"], PREFIXES["skos"]
    >>> x, y = ox.Variable("x"), ox.Variable("y")
    >>> is_axiomatic(Atom(x, ox.NamedNode(f"{rdfs}subClassOf"), y))
    True
    >>> is_axiomatic(Atom(x, ox.NamedNode(f"{rdfs}label"), y))
    False
    >>> is_axiomatic(Atom(x, TYPE, ox.NamedNode(f"{skos}Concept")))
    False
    >>> is_axiomatic(Atom(x, TYPE, y))  # any class there is
    True
    """
    kind = atom.object if atom.predicate == TYPE else atom.predicate
    if not isinstance(kind, ox.NamedNode):
        return True
    is_meta = kind.value.startswith((PREFIXES["owl"], PREFIXES["rdfs"]))
    return kind.value in _LISTS or (is_meta and kind.value not in _REMARKS)


def _bound(pattern: Term | ox.Variable, binding: Mapping[ox.Variable, Term]) -> Term | None:
    return binding.get(pattern) if isinstance(pattern, ox.Variable) else pattern


def _freedom(atom: Atom, binding: Mapping[ox.Variable, Term]) -> int:
    return sum(_bound(end, binding) is None for end in (atom.subject, atom.object))
