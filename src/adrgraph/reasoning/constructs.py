"""Rules that OWL 2 RL cannot say, each a CONSTRUCT of one triple in `ontology/rules/`.

A rule is kept simple enough to be explained, and to come to rest: its body is triples, FILTER and
BIND, and its head is made of nothing but what the triples hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.reasoning.rule_files import read_header
from adrgraph.reasoning.rule_text import FORM, check_head, pattern, read_text, refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from adrgraph.reasoning.rule_files import RuleFile
    from adrgraph.reasoning.rules import Atom, Binding, Statement

_NEGATION = re.compile(r"(?<![\w:-])(NOT\s+EXISTS|MINUS)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Construct:
    """One rule: its file, what it says in a sentence, its text, and the triples in it."""

    path: str
    summary: str
    reason: str
    text: str
    head: Atom
    body: tuple[Atom, ...]
    _solutions: str

    def heads(self, store: ox.Store) -> Iterator[Statement]:
        """What follows by the rule from the statements of a store."""
        return heads(self.text, store)

    def bindings(self, store: ox.Store, binding: Binding) -> Iterator[Binding]:
        """Every way in which the body holds under a binding."""
        return bindings(self._solutions, store, binding)


def heads(text: str, store: ox.Store) -> Iterator[Statement]:
    """What a CONSTRUCT makes of the statements of a store."""
    answer = store.query(text)
    if isinstance(answer, ox.QueryTriples):
        yield from ((each.subject, each.predicate, each.object) for each in answer)


def bindings(solutions: str, store: ox.Store, binding: Binding) -> Iterator[Binding]:
    """Every way in which a body holds under a binding."""
    answer = store.query(solutions, substitutions=binding)
    if isinstance(answer, ox.QuerySolutions):
        for solution in answer:
            found = {each: solution[each] for each in answer.variables}
            yield {**binding, **{each: term for each, term in found.items() if term}}


def read_constructs(files: Iterable[RuleFile]) -> tuple[Construct, ...]:
    """The rules of the first stratum among some files.

    Raises:
        UncompilableAxiom: A file holds no rule, or one that could not be explained.
    """
    return tuple(_construct(file) for file in files if file.stratum == 1)


def parse_rule(text: str, *, path: str) -> Construct:
    """The rule in a text.

    Raises:
        UncompilableAxiom: The text holds no rule, or one that could not be explained.
    """
    return _construct(read_header(text, path=path))


def _construct(file: RuleFile) -> Construct:
    path = file.path
    rule = read_text(file.text, path=path)
    if _NEGATION.search(rule.plain):
        raise refusal(
            path,
            "The rule negates, so what follows from it could overtake it. Write it without NOT "
            "EXISTS and MINUS, or put `#+ stratum: 2` into its head, to be asked once at the end.",
        )
    if "{" in rule.plain:
        raise refusal(path, FORM)
    atoms = pattern(rule, path=path).atoms
    if not atoms:
        raise refusal(path, "The rule stands on no triple. Write some in WHERE.")
    check_head(rule.head, atoms, path=path)
    return Construct(path, file.summary, file.reason, file.text, rule.head, atoms, rule.solutions)
