"""Lists and class expressions as atoms of rules (OWL 2 Profiles §4.2.3)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from adrgraph.iris import PREFIXES, shorten
from adrgraph.reasoning.rules import TYPE, Atom

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from adrgraph.reasoning.rules import Statement, Term

    Body: TypeAlias = "tuple[Atom, ...]"

RDF, RDFS, OWL = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["owl"]
X, Y, Z = (ox.Variable(name) for name in "xyz")

_CONSTRUCTORS = ("someValuesFrom", "allValuesFrom", "hasValue", "intersectionOf", "unionOf")

PARTS = frozenset(f"{OWL}{name}" for name in (*_CONSTRUCTORS, "onProperty", "members"))
"""Parts of class expressions and of lists of classes: read with the axiom they stand in."""


class Inexpressible(Exception):
    """What an axiom needs and rules cannot say; the sentence goes on from the axiom's name."""

    def __init__(self, why: str, *, remedy: str = "") -> None:
        """Keep what to do, where it depends on more than the kind of the axiom."""
        super().__init__(why)
        self.remedy = remedy


class Expressions:
    """The lists and class expressions of an ontology."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        """Keep what describes lists and expressions."""
        self._values: dict[tuple[Term, str], list[Term]] = defaultdict(list)
        for subject, predicate, value in statements:
            self._values[subject, predicate.value].append(value)

    def items(self, head: Term) -> list[Term]:
        """The items of a list, which has some.

        Raises:
            Inexpressible: It is empty, open, forked or without end.
        """
        found: dict[Term, Term] = {}
        while head != ox.NamedNode(f"{RDF}nil"):
            first, rest = (self._values.get((head, f"{RDF}{end}"), []) for end in ("first", "rest"))
            if len(first) != 1 or len(rest) != 1 or head in found:
                raise Inexpressible("has a malformed list")
            found[head], head = first[0], rest[0]
        if not found:
            raise Inexpressible("has an empty list")
        return list(found.values())

    def listed(self, node: Term) -> list[Term]:
        """The `owl:members` of a node."""
        return self.items(self._value(node, "members"))

    def members(self, expression: Term, *, within: tuple[Term, ...] = ()) -> list[Body]:
        """What makes X a member of a class, one alternative an entry.

        The class stands within others, none of which may be itself.

        Raises:
            Inexpressible: OWL 2 RL allows no such expression on the left, or no rule is made of it.
        """
        if isinstance(expression, ox.NamedNode):
            return [(kind(X, expression),)]
        inside = _inside(expression, within)
        match self._made(expression):
            case "someValuesFrom", filler:  # cls-svf1, cls-svf2
                link = Atom(X, self._property(expression), Y)
                anything = filler == ox.NamedNode(f"{OWL}Thing")
                return [(link,) if anything else (link, kind(Y, a_class(filler)))]
            case "hasValue", given:  # cls-hv2
                return [(Atom(X, self._property(expression), given),)]
            case "unionOf", head:  # cls-uni
                items = self.items(head)
                return [body for item in items for body in self.members(item, within=inside)]
            case "intersectionOf", head:  # cls-int1
                return [tuple(kind(X, a_class(item)) for item in self.items(head))]
            case name, _:
                raise Inexpressible(f"has owl:{name} on its left")

    def consequences(
        self, expression: Term, *, within: tuple[Term, ...] = ()
    ) -> list[tuple[Atom, Body]]:
        """What holds of the members X of a class: heads, each with what else it depends on.

        The class stands within others, none of which may be itself.

        Raises:
            Inexpressible: OWL 2 RL allows no such expression on the right.
        """
        if isinstance(expression, ox.NamedNode):
            return [(kind(X, expression), ())]
        inside = _inside(expression, within)
        match self._made(expression):
            case "allValuesFrom", filler:  # cls-avf
                link = Atom(X, self._property(expression), Y)
                return [(kind(Y, a_class(filler)), (link,))]
            case "hasValue", given:  # cls-hv1
                return [(Atom(X, self._property(expression), given), ())]
            case "intersectionOf", head:  # cls-int2
                items = self.items(head)
                return [each for item in items for each in self.consequences(item, within=inside)]
            case name, _:
                raise Inexpressible(f"has owl:{name} on its right")

    def order(self, left: Term, right: Term) -> Iterator[tuple[str, ox.NamedNode, ox.NamedNode]]:
        """The named classes of which one is below the other, where one expression is."""
        if isinstance(left, ox.NamedNode) and not isinstance(right, ox.NamedNode):
            for item in self._values.get((right, f"{OWL}intersectionOf"), []):
                for wide in filter(_is_named, self.items(item)):
                    yield "scm-int", left, a_name(wide)
        if isinstance(right, ox.NamedNode) and not isinstance(left, ox.NamedNode):
            for item in self._values.get((left, f"{OWL}unionOf"), []):
                for narrow in filter(_is_named, self.items(item)):
                    yield "scm-uni", a_name(narrow), right

    def _made(self, expression: Term) -> tuple[str, Term]:
        names = [name for name in _CONSTRUCTORS if (expression, f"{OWL}{name}") in self._values]
        if len(names) != 1:
            raise Inexpressible("has an expression that is no class, or several in one")
        return names[0], self._value(expression, names[0])

    def _property(self, restriction: Term) -> ox.NamedNode:
        return a_name(self._value(restriction, "onProperty"))

    def _value(self, node: Term, name: str) -> Term:
        found = self._values.get((node, f"{OWL}{name}"), [])
        if len(found) != 1:
            raise Inexpressible(f"needs one owl:{name} where it has {len(found) or 'none'}")
        return found[0]


def _inside(expression: Term, within: tuple[Term, ...], /) -> tuple[Term, ...]:
    if expression in within:
        raise Inexpressible(
            "has an expression that contains itself", remedy="Take it out of its own list."
        )
    return (*within, expression)


def _is_named(term: Term) -> bool:
    return isinstance(term, ox.NamedNode)


def kind(thing: Term | ox.Variable, named: ox.NamedNode) -> Atom:
    """That a thing is of a class."""
    return Atom(thing, TYPE, named)


def a_name(term: Term) -> ox.NamedNode:
    """A term that has to have a name.

    Raises:
        Inexpressible: It has none.
    """
    if not isinstance(term, ox.NamedNode):
        raise Inexpressible(
            "needs a named term where it has an expression",
            remedy="Define a term by the expression in an axiom of its own, and name it here.",
        )
    return term


def a_class(term: Term) -> ox.NamedNode:
    """A term that has to name a class of things.

    Raises:
        Inexpressible: It is an expression or a datatype.
    """
    name = a_name(term)
    if is_datatype(name):
        raise Inexpressible(f"needs a class where it has the datatype {shorten(str(name))}")
    return name


def is_datatype(name: ox.NamedNode) -> bool:
    """Whether the members of a class are literals, which are typed by what they are written as."""
    known = {f"{RDFS}Literal", f"{RDF}langString", f"{RDF}PlainLiteral"}
    return name.value.startswith(PREFIXES["xsd"]) or name.value in known
