"""Why a statement holds, step by step down to the sources that state it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph import places
from adrgraph.errors import NotEntailed
from adrgraph.iris import shorten
from adrgraph.reasoning.axioms import compile_axioms
from adrgraph.reasoning.closure import read_rules
from adrgraph.reasoning.graph import closed
from adrgraph.reasoning.rules import Atom, Facts, instance, unify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adrgraph.reasoning.closure import Closure, QueryRule
    from adrgraph.reasoning.rules import Binding, Rule, Statement
    from adrgraph.sources import Document, Sources


@dataclass(frozen=True, slots=True)
class Testimony:
    """A source that states something, with the place of the statement."""

    source: str
    path: str
    line: int

    def __str__(self) -> str:
        """`source/brochure-2022#… (data/datasets/leo.trig:14)`."""
        return f"{shorten(f'<{self.source}>')} ({self.path}:{self.line})"


@dataclass(frozen=True, slots=True)
class Explanation:
    """A statement with who states it, or else the rule and the premises that it follows from.

    `rule` is a name of OWL 2 Profiles §4.3 or the path of a rule file, `reason` says it in words.
    """

    statement: ox.Triple
    testimonies: tuple[Testimony, ...] = ()
    rule: str = ""
    reason: str = ""
    premises: tuple[Explanation, ...] = ()

    def __str__(self) -> str:
        """One statement a line, its premises indented below it."""
        return "\n".join(_lines(self, ""))


def _lines(explanation: Explanation, indent: str) -> Iterator[str]:
    yield indent + " ".join(shorten(str(term)) for term in explanation.statement)
    if explanation.testimonies:
        yield from (f"{indent}  stated by {testimony}" for testimony in explanation.testimonies)
        return
    yield f"{indent}  because {explanation.reason} [{explanation.rule}]"
    for premise in explanation.premises:
        yield from _lines(premise, f"{indent}    ")


def explain(sources: Sources, statement: ox.Triple) -> Explanation:
    """Why a statement holds, by the fewest rounds of inference.

    Raises:
        NotEntailed: It is neither stated nor does it follow.
    """
    closure, _ = closed(sources)
    wanted: Statement = (statement.subject, statement.predicate, statement.object)
    if wanted not in closure.levels:
        said = " ".join(shorten(str(term)) for term in wanted)
        raise NotEntailed(
            f"{said}: no source states this, and it does not follow from what they state. "
            "Silence is unknown, not no."
        )
    return _Explainer(sources, closure).explain(wanted)


class _Explainer:
    """One closure, walked back from what follows to what was stated."""

    def __init__(self, sources: Sources, closure: Closure) -> None:
        self.sources = sources
        self.closure = closure
        self.rules, _ = compile_axioms(sources)
        self.queries = read_rules(sources.layout)
        self.known: dict[Statement, Explanation] = {}

    def explain(self, statement: Statement) -> Explanation:
        """The explanation of a statement that holds; each of its premises held a round earlier."""
        if statement not in self.known:
            self.known[statement] = self._explained(statement)
        return self.known[statement]

    def _explained(self, statement: Statement) -> Explanation:
        triple = ox.Triple(*statement)
        if self.closure.levels[statement] == 0:
            return Explanation(triple, testimonies=tuple(self._testimonies(statement)))
        for rule, reason, premises in self._derivations(statement):
            levels = [self.closure.levels.get(premise) for premise in premises]
            if all(n is not None and n < self.closure.levels[statement] for n in levels):
                explained = tuple(self.explain(premise) for premise in premises)
                return Explanation(triple, rule=rule, reason=reason, premises=explained)
        raise NotEntailed(f"{triple}: no rule gives this.")

    def _testimonies(self, statement: Statement) -> Iterator[Testimony]:
        triple = ox.Triple(*statement)
        for document in self.sources.documents:
            graphs = {str(quad.graph_name) for quad in document.quads if quad.triple == triple}
            for graph in sorted(graph.strip("<>") for graph in graphs):
                yield Testimony(graph, document.path, _line(document, graph, statement))

    def _derivations(self, statement: Statement) -> Iterator[tuple[str, str, list[Statement]]]:
        for rule in self.rules:
            binding = unify(rule.head, statement, {})
            if binding is None:
                continue
            for joined in self._joined(rule.body, binding, self.closure.facts):
                yield rule.name, _words(rule), joined
        for query in self.queries:
            for premises in self._asked(query, statement):
                yield query.path, query.summary.rstrip("."), premises

    def _joined(
        self, atoms: tuple[Atom, ...], binding: Binding, facts: Facts
    ) -> Iterator[list[Statement]]:
        for joined in facts.join(atoms, binding):
            found = [instance(atom, joined) for atom in atoms]
            yield [premise for premise in found if premise is not None]

    def _asked(self, query: QueryRule, statement: Statement) -> Iterator[list[Statement]]:
        head, body = _patterns(query)
        binding = unify(head, statement, {})
        if binding is None:
            return
        store = ox.Store()
        store.extend(ox.Quad(*known) for known in self.closure.levels)
        answer = store.query(query.bindings(), substitutions=binding)
        if not isinstance(answer, ox.QuerySolutions):
            return
        for solution in answer:
            values = {variable: solution[variable] for variable in answer.variables}
            bound = {name: term for name, term in values.items() if term is not None}
            yield from self._joined(body, {**binding, **bound}, self.closure.facts)


def _line(document: Document, graph: str, statement: Statement) -> int:
    """The line of a statement in the block of its source; a document without blocks has none."""
    names = [term.value for term in statement[:2] if isinstance(term, ox.NamedNode)]
    wanted = {"", graph} if graph == document.iri else {graph}
    lines = (
        written.predicate_at.line
        for written in places.statements(document.text)
        if written.graph in wanted and [written.subject, written.predicate] == names
    )
    return next(lines, 1)


def _words(rule: Rule) -> str:
    return f"of {shorten(f'<{rule.kind}>')} at {shorten(f'<{rule.axiom}>')}"


def _patterns(query: QueryRule) -> tuple[Atom, tuple[Atom, ...]]:
    """The head of a rule in SPARQL, and the triple patterns of its body."""
    from rdflib.plugins.sparql import prepareQuery

    algebra = prepareQuery(query.text).algebra
    (head,) = algebra.template
    body: list[Atom] = []
    pending = [algebra.p]
    while pending:
        part = pending.pop()
        if part.name == "BGP":
            body += [_atom(pattern) for pattern in part.triples]
        pending += [part[key] for key in ("p", "p1", "p2") if key in part]
    return _atom(head), tuple(body)


def _atom(pattern: tuple[object, ...]) -> Atom:
    from rdflib import URIRef, Variable

    def term(node: object) -> ox.NamedNode | ox.Variable | ox.Literal:
        if isinstance(node, Variable):
            return ox.Variable(str(node))
        return ox.NamedNode(str(node)) if isinstance(node, URIRef) else ox.Literal(str(node))

    subject, predicate, value = (term(node) for node in pattern)
    if isinstance(predicate, ox.NamedNode) and not isinstance(subject, ox.Literal):
        return Atom(subject, predicate, value)
    raise TypeError(f"{pattern} is no pattern of a rule.")
