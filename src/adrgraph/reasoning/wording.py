"""Statements and rules in words that need no logic to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.iris import shorten
from adrgraph.reasoning.rules import TYPE

if TYPE_CHECKING:
    from adrgraph.reasoning.rules import Atom, Rule, Statement


def said(statement: Statement | Atom) -> str:
    """A statement as a person would write it.

    >>> from adrgraph.iris import mint, PREFIXES
    >>> leo = ox.NamedNode(mint("dataset", "leo"))
    >>> said((leo, TYPE, ox.NamedNode(f"{PREFIXES['dcat']}Dataset")))
    'dataset/leo is a dcat:Dataset'
    """
    subject, predicate, value = (_term(each) for each in statement)
    return f"{subject} {'is a' if statement[1] == TYPE else predicate} {value}"


def why(rule: Rule) -> str:
    """What a rule says: `adr:isBuiltFrom follows from prov:wasGeneratedBy, then prov:used`."""
    name, wanted = rule.name, rule.head
    derived, *steps = (_term(atom.predicate) for atom in (wanted, *rule.body))
    first, target = rule.body[0], _term(wanted.object)
    is_plain = len(rule.body) == 1
    if name in {"cax-sco", "cax-eqc"} and is_plain and first.predicate == wanted.predicate == TYPE:
        return f"every {_term(first.object)} is a {target}"
    if name == "prp-dom" and is_plain and wanted.predicate == TYPE:
        return f"whatever has {steps[0]} is a {target}"
    return {
        "prp-spo1": f"{steps[0]} implies {derived}",
        "prp-spo2": f"{derived} follows from {', then '.join(steps)}",
        "prp-eqp1": f"{steps[0]} implies {derived}",
        "prp-eqp2": f"{steps[0]} implies {derived}",
        "prp-inv1": f"{derived} is {steps[0]} read backwards",
        "prp-inv2": f"{derived} is {steps[0]} read backwards",
        "prp-symp": f"{derived} holds both ways",
        "prp-trp": f"{derived} goes on through chains",
        "prp-rng": f"whatever is a value of {steps[0]} is a {target}",
    }.get(name, f"if {' and '.join(map(said, rule.body))}, then {said(wanted)}")


def _term(term: object) -> str:
    return term.value if isinstance(term, ox.Variable) else shorten(str(term))
