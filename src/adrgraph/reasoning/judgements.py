"""Rules that judge: what holds unless something else does, asked once over what has come to rest.

They are the second stratum. A judgement may negate, compare and ask who says so, as nothing that
the first stratum gives builds upon it; one judgement may build upon another, never in a circle.
"""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.iris import UNCONFIRMED, shorten
from adrgraph.reasoning.constructs import Construct, bindings, heads
from adrgraph.reasoning.rule_text import Pattern, check_head, pattern, read_text, refusal
from adrgraph.reasoning.rules import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from adrgraph.reasoning.rule_files import RuleFile
    from adrgraph.reasoning.rules import Atom, Binding, Denial, Rule, Statement
    from adrgraph.sources import Document

    Builder = Rule | Denial | Construct

UNCONFIRMED_GRAPHS = frozenset(map(ox.NamedNode, UNCONFIRMED))
"""What nobody has confirmed: nothing follows from it."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One rule: its file, what it says, what it looks for in vain, and what it asks for."""

    path: str
    reason: str
    absences: tuple[str, ...]
    text: str
    head: Atom
    pattern: Pattern
    _solutions: str

    def heads(self, store: ox.Store) -> Iterator[Statement]:
        """What follows by the rule from the statements of a store and their sources."""
        return heads(self.text, store)

    def bindings(self, store: ox.Store, binding: Binding) -> Iterator[Binding]:
        """Every way in which the body holds under a binding."""
        return bindings(self._solutions, store, binding)


def read_judgements(
    files: Iterable[RuleFile], *, builders: Iterable[Builder]
) -> tuple[Judgement, ...]:
    """The rules of the second stratum, in the order in which they are asked.

    Raises:
        UncompilableAxiom: A file holds no such rule, the first stratum builds upon one, or some
            build upon each other in a circle.
    """
    judgements = [_judgement(file) for file in files if file.stratum > 1]
    upon = {atom.predicate: builder for builder in builders for atom in builder.body}
    for judgement in judgements:
        if judgement.head.predicate in upon:
            raise _undermined(judgement, upon[judgement.head.predicate])
    return _ordered(judgements)


def judge(judgements: Sequence[Judgement], store: ox.Store) -> dict[Statement, int]:
    """What judgements add to a store, each with the place in the order of the one that gave it."""
    judged: dict[Statement, int] = {}
    for place, judgement in enumerate(judgements):
        found = list(judgement.heads(store))
        fresh = [each for each in found if ox.Quad(*each) not in store]
        judged.update(dict.fromkeys(fresh, place))
        store.extend(ox.Quad(*each) for each in fresh)
    return judged


def evidence(
    judgements: Iterable[Judgement], statements: Iterable[Statement], data: Iterable[Document]
) -> ox.Store:
    """What judgements ask of: all that holds, and what each source says of it."""
    asked = frozenset[ox.NamedNode]().union(*(each.pattern.predicates for each in judgements))
    store = ox.Store()
    store.extend(ox.Quad(*each) for each in statements if each[1] in asked)
    store.extend(
        quad
        for document in data
        for quad in document.quads
        if quad.predicate in asked and quad.graph_name not in UNCONFIRMED_GRAPHS
    )
    return store


def _judgement(file: RuleFile) -> Judgement:
    path = file.path
    rule = read_text(file.text, path=path)
    asked = pattern(rule, path=path)
    if not asked.atoms:
        raise refusal(path, "The rule stands on no triple. Write some in WHERE.")
    check_head(rule.head, asked.atoms, path=path)
    if rule.head.predicate == TYPE:
        raise refusal(path, "The rule judges what a thing is. Judge how things are related.")
    if len(asked.absent) != len(file.absences):
        raise refusal(
            path,
            f"The rule has {len(asked.absent)} FILTER NOT EXISTS and {len(file.absences)} lines "
            "`#+ not found: …`. Say of each in turn, in words, what it looks for in vain.",
        )
    return Judgement(path, file.reason, file.absences, file.text, rule.head, asked, rule.solutions)


def _undermined(judgement: Judgement, builder: Builder) -> Exception:
    if isinstance(builder, Construct):
        who = builder.path
    else:
        who = f"{shorten(f'<{builder.kind}>')} of {shorten(f'<{builder.axiom}>')}"
    return refusal(
        judgement.path,
        f"The rule judges {shorten(str(judgement.head.predicate))}, but {who} builds upon that, "
        "and comes first. Take back what builds upon it, or write both in the second stratum.",
    )


def _ordered(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    by_path = {each.path: each for each in judgements}
    earlier = {
        path: [
            other.path
            for other in by_path.values()
            if other.head.predicate in each.pattern.predicates
        ]
        for path, each in by_path.items()
    }
    try:
        return tuple(by_path[path] for path in TopologicalSorter(earlier).static_order())
    except CycleError as error:
        circle = " → ".join(error.args[1])
        raise refusal(
            error.args[1][0],
            f"The rules build upon each other in a circle: {circle}. Each is asked once, so one "
            "would come too early. Take one step back, or write it without negation, in the first "
            "stratum.",
        ) from error
