"""Everything that follows from statements by rules, and after how many rounds."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.errors import UncompilableAxiom
from adrgraph.iris import document_iri
from adrgraph.reasoning.rules import Facts, instance, unify

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from adrgraph.layout import Layout
    from adrgraph.reasoning.rules import Atom, Rule, Statement

_SUMMARY = re.compile(r"^#\+ summary: *(.+)$", re.MULTILINE)
_COMMENT = re.compile(r"#[^\n]*")
_NEGATION = re.compile(r"\b(NOT\s+EXISTS|MINUS)\b", re.IGNORECASE)
_TEMPLATE = re.compile(r"\bCONSTRUCT\s*\{([^{}]*)\}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class QueryRule:
    """A rule that OWL 2 RL cannot say: a CONSTRUCT of one triple in ontology/rules."""

    path: str
    summary: str
    text: str

    @property
    def iri(self) -> str:
        """The IRI of the rule."""
        return document_iri(self.path)

    def bindings(self) -> str:
        """The same query as a SELECT of all its variables, for explanations."""
        return _TEMPLATE.sub("SELECT *", self.text, count=1)


def read_rules(layout: Layout) -> list[QueryRule]:
    """The rules of ontology/rules, in the order of their names.

    Raises:
        UncompilableAxiom: A rule is no CONSTRUCT of one triple, negates, or says nothing of itself.
    """
    return [
        _checked(path.relative_to(layout.root).as_posix(), path.read_text("utf-8"))
        for path in sorted((layout.ontology / "rules").glob("*.rq"))
    ]


def _checked(path: str, text: str) -> QueryRule:
    summary = _SUMMARY.search(text)
    code = _COMMENT.sub("", text)
    template = _TEMPLATE.search(code)
    if summary is None:
        raise UncompilableAxiom(f"{path}:1: Begin the rule with `#+ summary: what it says`.")
    if template is None or len(re.findall(r"[.;,](?=\s|$)", template[1].strip().rstrip("."))):
        raise UncompilableAxiom(f"{path}:1: Write the rule as CONSTRUCT with one triple.")
    if _NEGATION.search(code):
        raise UncompilableAxiom(
            f"{path}:1: The rule negates, so what it says could be overtaken by what follows from "
            "it. Write it without NOT EXISTS and MINUS, or ask it as a saved query."
        )
    try:
        ox.Store().query(text)
    except SyntaxError as error:
        raise UncompilableAxiom(f"{path}:1: The rule does not parse: {error}.") from error
    return QueryRule(path, summary[1].strip(), text)


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
    statements: Iterable[Statement], rules: Sequence[Rule], *, queries: Sequence[QueryRule] = ()
) -> Closure:
    """Apply rules to statements until nothing new follows.

    Each round joins what the last one brought with all there is (semi-naive evaluation). Queries
    are asked when the rules have come to rest, and start them again if they bring anything.
    """
    triggers: dict[ox.NamedNode, list[tuple[Rule, Atom, tuple[Atom, ...]]]] = defaultdict(list)
    for rule in rules:
        for place, atom in enumerate(rule.body):
            others = (*rule.body[:place], *rule.body[place + 1 :])
            triggers[atom.predicate].append((rule, atom, others))
    levels = dict.fromkeys(statements, 0)
    facts, fresh, level = Facts(levels), list(levels), 0
    store = ox.Store()
    while fresh:
        level += 1
        if queries:
            store.extend(ox.Quad(*statement) for statement in fresh)
        found = dict.fromkeys(
            head
            for statement in fresh
            for rule, atom, others in triggers[statement[1]]
            if (binding := unify(atom, statement, {})) is not None
            for joined in facts.join(others, binding)
            if (head := instance(rule.head, joined)) is not None and head not in levels
        )
        if not found:
            found = dict.fromkeys(
                head for query in queries for head in _asked(store, query) if head not in levels
            )
        for statement in found:
            facts.add(statement)
            levels[statement] = level
        fresh = list(found)
    return Closure(facts, levels)


def _asked(store: ox.Store, query: QueryRule) -> Iterable[Statement]:
    answer = store.query(query.text)
    if not isinstance(answer, ox.QueryTriples):
        raise UncompilableAxiom(f"{query.path}:1: Write the rule as CONSTRUCT with one triple.")
    return ((triple.subject, triple.predicate, triple.object) for triple in answer)
