"""Why a statement holds, step by step down to the sources that state it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.errors import NotEntailed
from adrgraph.iris import shorten
from adrgraph.reasoning.closure import predicates
from adrgraph.reasoning.graph import conclude
from adrgraph.reasoning.rules import instance, unify
from adrgraph.reasoning.testimony import Testimonies, Testimony
from adrgraph.reasoning.wording import why

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from adrgraph.reasoning.graph import Reasoning
    from adrgraph.reasoning.judgements import Judgement
    from adrgraph.reasoning.rules import Atom, Binding, Statement
    from adrgraph.sources import Sources


@dataclass(frozen=True, slots=True)
class Explanation:
    """A statement with who states it, or else the rule and the premises that it follows from.

    `rule` is a name of OWL 2 Profiles §4.3 or the path of a rule file, `reason` says it in words;
    `absences` says what was looked for in vain, where the rule holds only without it.
    """

    statement: ox.Triple
    testimonies: tuple[Testimony, ...] = ()
    rule: str = ""
    reason: str = ""
    premises: tuple[Explanation, ...] = ()
    absences: tuple[str, ...] = ()

    def __str__(self) -> str:
        """One statement a line, its premises indented below it."""
        return "\n".join(_lines(self, indent=""))


def explain(sources: Sources, statement: ox.Triple) -> Explanation:
    """Why a statement holds, by the fewest rounds of inference.

    Raises:
        NotEntailed: It is neither stated nor does it follow.
    """
    return next(explain_each(sources, [statement]))


def explain_each(sources: Sources, statements: Iterable[ox.Triple]) -> Iterator[Explanation]:
    """Why each of some statements holds, with the work that they share done once.

    Raises:
        NotEntailed: One is neither stated nor does it follow.
    """
    explainer = _Explainer(sources, conclude(sources))
    for triple in statements:
        statement = (triple.subject, triple.predicate, triple.object)
        if statement not in explainer.levels and statement not in explainer.judged:
            raise NotEntailed(
                f"{_written(triple)}: no source states this, and it does not follow from what "
                "they state. Silence is unknown, not no."
            )
        yield explainer.explain(statement)


def _lines(explanation: Explanation, *, indent: str) -> Iterator[str]:
    yield indent + _written(explanation.statement)
    yield from (f"{indent}  stated by {testimony}" for testimony in explanation.testimonies)
    if explanation.rule:
        yield f"{indent}  because {explanation.reason} [{explanation.rule}]"
    yield from (f"{indent}  not found: {absence}" for absence in explanation.absences)
    for premise in explanation.premises:
        yield from _lines(premise, indent=f"{indent}    ")


def _written(triple: ox.Triple) -> str:
    return " ".join(shorten(str(term)) for term in triple)


class _Explainer:
    """What was concluded, walked back to what was stated."""

    def __init__(self, sources: Sources, reasoning: Reasoning) -> None:
        self.testimonies = Testimonies(sources)
        self.rules = reasoning.rules
        self.constructs = reasoning.constructs
        self.judgements = reasoning.judgements
        self.judged = reasoning.judged
        self.evidence = reasoning.evidence
        self.facts = reasoning.closure.facts
        self.levels = reasoning.closure.levels
        self.known: dict[Statement, Explanation] = {}
        asked = predicates(reasoning.constructs)
        self.store = _store(statement for statement in self.levels if statement[1] in asked)
        asked = asked.union(*(each.pattern.predicates for each in self.judgements))
        known = [statement for statement in self.levels if statement[1] in asked]
        self.spelled: dict[Statement, Statement] = {}
        for statement in sorted(known, key=lambda each: (self.levels[each], str(each))):
            self.spelled.setdefault(_normal(statement), statement)

    def explain(self, statement: Statement) -> Explanation:
        """The explanation of a statement that holds; each of its premises held a round earlier."""
        if statement not in self.known:
            self.known[statement] = self._explained(statement)
        return self.known[statement]

    def _explained(self, statement: Statement) -> Explanation:
        triple = ox.Triple(*statement)
        if statement in self.judged:
            judgement, premises = self._verdict(statement)
            return Explanation(
                *(triple, (), judgement.path, judgement.reason),
                premises=tuple(map(self.explain, premises)),
                absences=judgement.absences,
            )
        if self.levels[statement] == 0:
            return Explanation(triple, testimonies=tuple(self.testimonies.of(statement)))
        rule, reason, premises = min(
            self._derivations(statement), key=lambda found: (self._rounds(found[2]), str(found))
        )
        return Explanation(triple, (), rule, reason, tuple(map(self.explain, premises)))

    def _verdict(self, statement: Statement) -> tuple[Judgement, list[Statement]]:
        """The judgement that gave a statement, and the first of the cases that it rests on."""
        judgement = self.judgements[self.judged[statement]]
        binding = unify(judgement.head, statement, {})
        cases = judgement.bindings(self.evidence, binding or {})
        asked = (*judgement.pattern.atoms, *judgement.pattern.optional)
        found = (dict.fromkeys(_premises(asked, case)) for case in cases)
        premises = min((list(each) for each in found), key=str)
        return judgement, [self.spelled.get(each, each) for each in premises]

    def _rounds(self, premises: list[Statement]) -> int:
        return max(self.levels[premise] for premise in premises)

    def _derivations(self, statement: Statement) -> Iterator[tuple[str, str, list[Statement]]]:
        """Every rule that gives a statement, what it says, and the statements it is given by."""
        for rule in self.rules:
            binding = unify(rule.head, statement, {})
            if binding is not None:
                for joined in self.facts.join(rule.body, binding):
                    yield rule.name, why(rule), _premises(rule.body, joined)
        for construct in self.constructs:
            binding = unify(construct.head, statement, {})
            if binding is not None:
                for joined in construct.bindings(self.store, binding):
                    premises = _premises(construct.body, joined)
                    yield (
                        construct.path,
                        construct.reason,
                        [self.spelled[each] for each in premises],
                    )


def _premises(body: tuple[Atom, ...], binding: Binding) -> list[Statement]:
    return [premise for atom in body if (premise := instance(atom, binding)) is not None]


def _store(statements: Iterable[Statement]) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(*statement) for statement in statements)
    return store


def _normal(statement: Statement) -> Statement:
    """A statement as a store holds it, which spells a number in one way: 01 is 1."""
    if not isinstance(statement[2], ox.Literal):
        return statement
    (held,) = _store([statement])
    return held.subject, held.predicate, held.object
