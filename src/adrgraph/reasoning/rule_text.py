"""The text of a rule, read as far as a rule may go: one head, and groups of triples."""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import shorten
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.errors import UncompilableAxiom
from adrgraph.reasoning.rules import Atom, is_axiomatic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
      | (?P<text>"{3}(?:\\.|"{0,2}[^"\\])*"{3} | '{3}(?:\\.|'{0,2}[^'\\])*'{3}
          | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*')
      | (?P<iri><[^<>"{}|^`\\\s]*>)
      | [?$](?P<variable>\w+)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_CHANGING = re.compile(r"(?<![\w:-])(RAND|NOW|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)
_PARTS = re.compile(
    r"(?P<prologue>.*?)\bCONSTRUCT\s*\{(?P<head>[^{}]*)\}\s*(?:WHERE\s*)?\{(?P<body>.*)\}\s*",
    re.IGNORECASE | re.DOTALL,
)
_STEP = re.compile(
    r"""(?<![\w:-])(?:
        (?:FILTER|BIND)\b\s*[\w:.-]*\s*\(
      | (?P<kind>OPTIONAL|FILTER\s+NOT\s+EXISTS)\s*\{
      | (?P<graph>GRAPH)\b\s*[\w:.-]+\s*\{
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_PLACE = re.compile(r"error at (\d+):")
_VARIABLE = "urn:variable:"

FORM = (
    "Write the rule as CONSTRUCT { one triple } WHERE { triples, FILTER and BIND }: "
    "it has to be explained by the triples that it stands on."
)
"""What a rule has to look like."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a body asks for: triples, those that may be missing, and what must not be there."""

    atoms: tuple[Atom, ...]
    optional: tuple[Atom, ...] = ()
    absent: tuple[Pattern, ...] = ()

    @property
    def predicates(self) -> frozenset[ox.NamedNode]:
        """Every predicate that is asked of, whether it has to be there or not."""
        own = {atom.predicate for atom in (*self.atoms, *self.optional)}
        return frozenset(own).union(*(each.predicates for each in self.absent))


@dataclass(frozen=True, slots=True)
class RuleText:
    """The parts of a rule: its head, its body in full, and its code without remarks."""

    prologue: str
    head: Atom
    body: str
    plain: str

    @property
    def solutions(self) -> str:
        """The query for every way in which the body holds."""
        return f"{self.prologue} SELECT * WHERE {{{self.body}}}"


def read_text(text: str, *, path: str) -> RuleText:
    """The parts of a text that holds a rule; its body is not looked into.

    Raises:
        UncompilableAxiom: The text holds no rule.
    """
    code = _TOKEN.sub(lambda token: "" if token["comment"] else token[0], text)
    plain = _TOKEN.sub(_masked, code)
    _parse(text, path=path)
    _steady(plain, path=path)
    form = _PARTS.fullmatch(plain)
    if form is None:
        raise refusal(path, FORM)
    prologue, head, body = (code[slice(*form.span(part))] for part in ("prologue", "head", "body"))
    atoms = _atoms(head, prologue=prologue, path=path)
    if len(atoms) != 1:
        raise refusal(path, f"The rule has {len(atoms)} triples as its head. Write one.")
    return RuleText(prologue, atoms[0], body, form["body"])


def refusal(path: str, why: str, *, line: int = 1) -> UncompilableAxiom:
    """The error that a rule is refused with."""
    return UncompilableAxiom(f"{path}:{line}: {why}")


def check_head(head: Atom, atoms: Iterable[Atom], *, path: str) -> None:
    """Refuse a head that never becomes a statement, that goes on for ever, or that is an axiom.

    Raises:
        UncompilableAxiom: It is such a head.
    """
    known = {end for atom in atoms for end in (atom.subject, atom.object)}
    for end in (head.subject, head.object):
        if isinstance(end, ox.Variable) and end not in known:
            raise refusal(
                path,
                f"No triple in WHERE holds {end}, so that the rule would never speak of it, or "
                "make new terms without end. Take what CONSTRUCT says from triples.",
            )
    if is_axiomatic(head):
        raise refusal(
            path,
            "The rule makes axioms, or types that could be axioms. State axioms in ontology/, and "
            "name the class in CONSTRUCT.",
        )


def pattern(rule: RuleText, *, path: str) -> Pattern:
    """What the body of a rule asks for, group by group.

    Raises:
        UncompilableAxiom: It has more than triples, conditions and the groups that there may be.
    """
    return _pattern(rule, slice(0, len(rule.plain)), path=path)


def _pattern(rule: RuleText, place: slice, *, path: str) -> Pattern:
    atoms: list[Atom] = []
    optional: list[Atom] = []
    absent: list[Pattern] = []
    for kind, part in _parts(rule.plain, place, path=path):
        if kind == "":
            atoms += _atoms(rule.body[part], prologue=rule.prologue, path=path)
            continue
        inner = _pattern(rule, part, path=path)
        if kind == "FILTER NOT EXISTS":
            absent.append(inner)
        elif inner.absent:
            raise refusal(path, f"The rule negates within {kind}. Write NOT EXISTS outside of it.")
        elif kind == "OPTIONAL":
            optional += (*inner.atoms, *inner.optional)
        else:
            atoms += inner.atoms
            optional += inner.optional
    return Pattern(tuple(atoms), tuple(optional), tuple(absent))


def _parts(plain: str, place: slice, *, path: str) -> Iterator[tuple[str, slice]]:
    """The groups of a masked body by their keyword, and the triples before, between and behind."""
    at = place.start
    while step := _STEP.search(plain, at, place.stop):
        yield "", slice(at, step.start())
        at = _closing(plain, step.end() - 1, place.stop)
        if step["kind"] or step["graph"]:
            kind = " ".join((step["kind"] or step["graph"]).upper().split())
            yield kind, slice(step.end(), at - 1)
        elif "{" in plain[step.end() : at]:
            raise refusal(
                path, "The rule asks in a condition. Write FILTER NOT EXISTS { … } alone."
            )
    yield "", slice(at, place.stop)


def _closing(plain: str, at: int, stop: int) -> int:
    """The place behind the bracket that closes the one at a place."""
    opening = plain[at]
    closing = {"(": ")", "{": "}"}[opening]
    depth = 0
    for place in range(at, stop):
        depth += (plain[place] == opening) - (plain[place] == closing)
        if depth == 0:
            return place + 1
    return stop


def _parse(text: str, *, path: str) -> None:
    try:
        ox.Store().query(re.sub(r"\bSERVICE\b", "GRAPH", text, flags=re.IGNORECASE))
    except SyntaxError as error:
        place = _PLACE.search(str(error))
        line = int(place[1]) if place else 1
        why = shorten(str(error), width=120, placeholder=" …")
        raise refusal(path, f"The rule is no SPARQL: {why}.", line=line) from error
    except RuntimeError as error:  # a function that there is not
        raise refusal(path, f"The rule cannot be asked: {error}. Write it without.") from error


def _masked(token: re.Match[str]) -> str:
    """Dots for what holds no keywords, brackets or braces of SPARQL."""
    is_word = token["text"] or token["iri"] or token["variable"]
    return "." * len(token[0]) if is_word else token[0]


def _steady(plain: str, *, path: str) -> None:
    """Refuse what could hold at one time and not at another."""
    changing = _CHANGING.search(plain)
    if changing:
        raise refusal(
            path,
            f"{changing[1].upper()}() gives something else each time, and two builds of the same "
            "files have to be the same. Write the rule without it.",
        )


def _atoms(triples: str, *, prologue: str, path: str) -> list[Atom]:
    """The triple patterns of a text, read as Turtle whose variables are IRIs for a moment."""
    turtle = _TOKEN.sub(_named, triples).strip().strip(".").strip()
    if not turtle:
        return []
    try:
        quads = list(ox.parse(f"{prologue}\n{turtle} .", format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise refusal(
            path,
            f"The rule has more than plain triples in `{' '.join(triples.split())}`. Write each "
            "step of a path as a triple of its own, and alternatives as rules of their own.",
        ) from error
    return [_atom(quad, path=path) for quad in quads]


def _named(token: re.Match[str]) -> str:
    return f"<{_VARIABLE}{token['variable']}>" if token["variable"] else token[0]


def _atom(quad: ox.Quad, *, path: str) -> Atom:
    if any(isinstance(end, ox.BlankNode) for end in (quad.subject, quad.object)):
        raise refusal(path, "The rule has a blank node. Write a variable for it.")
    if isinstance(quad.object, ox.Triple):
        raise refusal(path, "The rule has a triple in a triple. Write plain triples.")
    if quad.predicate.value.startswith(_VARIABLE):
        raise refusal(path, "The rule has a variable as predicate. Name the predicate.")
    ends = (
        ox.Variable(end.value.removeprefix(_VARIABLE))
        if isinstance(end, ox.NamedNode) and end.value.startswith(_VARIABLE)
        else end
        for end in (quad.subject, quad.object)
    )
    return Atom(next(ends), quad.predicate, next(ends))
