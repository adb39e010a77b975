"""Everything that follows from statements by rules, and after how many rounds.

The rules know no negation, so a statement once found stays and the order of work is of no account.
Rules that negate ("the latest statement") are the second stratum, in `judgements`: asked once, over
a closure that has come to rest, and with heads that no rule here builds upon.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from adrgraph.reasoning.rules import Facts, instance, unify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from adrgraph.reasoning.constructs import Construct
    from adrgraph.reasoning.rules import Atom, Rule, Statement, Term

    Trigger: TypeAlias = "tuple[Rule, Atom, tuple[Atom, ...]]"


@dataclass(frozen=True, slots=True)
class Closure:
    """Statements with all that follows; a level is the number of rounds after which one held."""

    facts: Facts
    levels: dict[Statement, int]

    @property
    def inferred(self) -> list[Statement]:
        """What was not stated, in no order."""
        return [statement for statement, level in self.levels.items() if level > 0]


def close(
    statements: Iterable[Statement], rules: Iterable[Rule], *, constructs: Sequence[Construct] = ()
) -> Closure:
    """Apply rules to statements until nothing new follows.

    Each round joins what the last one brought with all there is (semi-naive evaluation), and asks
    the constructs of all there is.
    """
    triggers = _Triggers(rules)
    levels = dict.fromkeys(statements, 0)
    facts, fresh, level = Facts(levels), list(levels), 0
    asked = predicates(constructs)
    store = ox.Store()
    while fresh:
        level += 1
        found = dict.fromkeys(_applied(triggers, facts, fresh))
        relevant = [ox.Quad(*statement) for statement in fresh if statement[1] in asked]
        if relevant:
            store.extend(relevant)
            found.update((head, None) for each in constructs for head in each.heads(store))
        fresh = [statement for statement in found if facts.add(statement)]
        levels.update(dict.fromkeys(fresh, level))
    return Closure(facts, levels)


def predicates(constructs: Iterable[Construct]) -> frozenset[ox.NamedNode]:
    """The predicates that constructs ask of; no other statement bears on them."""
    return frozenset(atom.predicate for each in constructs for atom in each.body)


def _applied(triggers: _Triggers, facts: Facts, fresh: Iterable[Statement]) -> Iterator[Statement]:
    for statement in fresh:
        for rule, atom, others in triggers.of(statement):
            binding = unify(atom, statement, {})
            if binding is None:
                continue
            for joined in facts.join(others, binding):
                head = instance(rule.head, joined)
                if head is not None and head not in facts:
                    yield head


class _Triggers:
    """Rules by what can set them off: the predicate, and the object where it is fixed."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._fixed: dict[ox.NamedNode, dict[Term, list[Trigger]]] = defaultdict(dict)
        self._open: dict[ox.NamedNode, list[Trigger]] = defaultdict(list)
        for rule in rules:
            for place, atom in enumerate(rule.body):
                trigger = (rule, atom, (*rule.body[:place], *rule.body[place + 1 :]))
                if isinstance(atom.object, ox.Variable):
                    self._open[atom.predicate].append(trigger)
                else:
                    self._fixed[atom.predicate].setdefault(atom.object, []).append(trigger)

    def of(self, statement: Statement) -> Iterator[Trigger]:
        """The rules that a statement may set off, each with the atom that it would be."""
        _, predicate, value = statement
        yield from self._open.get(predicate, ())
        if predicate in self._fixed:
            yield from self._fixed[predicate].get(value, ())
