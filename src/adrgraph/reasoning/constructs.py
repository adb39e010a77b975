"""Rules that OWL 2 RL cannot say, each a CONSTRUCT of one triple in `ontology/rules/`.

A rule is kept simple enough to be explained, and to come to rest: its body is triples, FILTER and
BIND, and its head is made of nothing but what the triples hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import shorten
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.errors import SourceError, UncompilableAxiom
from adrgraph.reasoning.rules import Atom, is_axiomatic
from adrgraph.turtle import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from adrgraph.layout import Layout
    from adrgraph.reasoning.rules import Binding, Statement

_SUMMARY = re.compile(r"\A#\+ summary: *(\S.*)$", re.MULTILINE)
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
      | (?P<text>"{3}(?:\\.|"{0,2}[^"\\])*"{3} | '{3}(?:\\.|'{0,2}[^'\\])*'{3}
          | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*')
      | (?P<iri><[^<>"{}|^`\\\s]*>)
      | [?$](?P<variable>\w+)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_NEGATION = re.compile(r"(?<![\w:-])(NOT\s+EXISTS|MINUS)\b", re.IGNORECASE)
_CHANGING = re.compile(r"(?<![\w:-])(RAND|NOW|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)
_FORM = re.compile(
    r"(?P<prologue>.*?)\bCONSTRUCT\s*\{(?P<head>[^{}]*)\}\s*(?:WHERE\s*)?\{(?P<body>[^{}]*)\}\s*",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(?<![\w:-])(?:FILTER|BIND)\b\s*[\w:.-]*\s*(?=\()", re.IGNORECASE)
_PLACE = re.compile(r"error at (\d+):")
_VARIABLE = "urn:variable:"


@dataclass(frozen=True, slots=True)
class Construct:
    """One rule: its file, what it says in a sentence, its text, and the triples in it."""

    path: str
    summary: str
    text: str
    head: Atom
    body: tuple[Atom, ...]
    _solutions: str

    def heads(self, store: ox.Store) -> Iterator[Statement]:
        """What follows by the rule from the statements of a store."""
        answer = store.query(self.text)
        if isinstance(answer, ox.QueryTriples):
            yield from ((each.subject, each.predicate, each.object) for each in answer)

    def bindings(self, store: ox.Store, binding: Binding) -> Iterator[Binding]:
        """Every way in which the body holds under a binding."""
        answer = store.query(self._solutions, substitutions=binding)
        if isinstance(answer, ox.QuerySolutions):
            for solution in answer:
                found = {each: solution[each] for each in answer.variables}
                yield {**binding, **{each: term for each, term in found.items() if term}}


def read_rules(layout: Layout) -> tuple[Construct, ...]:
    """The rules of `ontology/rules/`, in the order of their names.

    Raises:
        SourceError: A file cannot be read.
        UncompilableAxiom: A file holds no rule, or one that could not be explained.
    """
    return tuple(
        parse_rule(_text(file, path=path), path=path)
        for file in sorted((layout.ontology / "rules").glob("[!.]*.rq"))
        for path in [file.relative_to(layout.root).as_posix()]
    )


def _text(file: Path, *, path: str) -> str:
    try:
        return decode(file.read_bytes(), path=path)
    except OSError as error:
        raise SourceError(
            path, f"The rule cannot be read: {error.strerror}. Put a file of SPARQL here."
        ) from error


def parse_rule(text: str, *, path: str) -> Construct:
    """The rule in a text.

    Raises:
        UncompilableAxiom: The text holds no rule, or one that could not be explained.
    """
    summary = _SUMMARY.search(text)
    if summary is None:
        raise _refusal(path, "Begin the rule with `#+ summary: ` and what it says.")
    code = _TOKEN.sub(lambda token: "" if token["comment"] else token[0], text)
    plain = _TOKEN.sub(_masked, code)
    _parse(text, path=path)
    _steady(plain, path=path)
    form = _FORM.fullmatch(plain)
    if form is None:
        raise _refusal(
            path,
            "Write the rule as CONSTRUCT { one triple } WHERE { triples, FILTER and BIND }: "
            "it has to be explained by the triples that it stands on.",
        )
    prologue, body_text = (code[slice(*form.span(part))] for part in ("prologue", "body"))
    head = _atoms(code[slice(*form.span("head"))], prologue=prologue, path=path)
    if len(head) != 1:
        raise _refusal(path, f"The rule has {len(head)} triples as its head. Write one.")
    body = [
        atom
        for segment in _unconditional(form["body"])
        for atom in _atoms(body_text[segment], prologue=prologue, path=path)
    ]
    if not body:
        raise _refusal(path, "The rule stands on no triple. Write some in WHERE.")
    _bound(head[0], body, path=path)
    solutions = f"{prologue} SELECT * WHERE {{{body_text}}}"
    return Construct(path, summary[1].strip(), text, head[0], tuple(body), solutions)


def _refusal(path: str, why: str, *, line: int = 1) -> UncompilableAxiom:
    return UncompilableAxiom(f"{path}:{line}: {why}")


def _parse(text: str, *, path: str) -> None:
    try:
        ox.Store().query(re.sub(r"\bSERVICE\b", "GRAPH", text, flags=re.IGNORECASE))
    except SyntaxError as error:
        place = _PLACE.search(str(error))
        line = int(place[1]) if place else 1
        why = shorten(str(error), width=120, placeholder=" …")
        raise _refusal(path, f"The rule is no SPARQL: {why}.", line=line) from error
    except RuntimeError as error:  # a function that there is not
        raise _refusal(path, f"The rule cannot be asked: {error}. Write it without.") from error


def _masked(token: re.Match[str]) -> str:
    """Dots for what holds no keywords, brackets or braces of SPARQL."""
    is_word = token["text"] or token["iri"] or token["variable"]
    return "." * len(token[0]) if is_word else token[0]


def _steady(plain: str, *, path: str) -> None:
    """Refuse what could hold at one time and not at another."""
    if _NEGATION.search(plain):
        raise _refusal(
            path,
            "The rule negates, so what follows from it could overtake it. "
            "Write it without NOT EXISTS and MINUS, or ask it as a saved query.",
        )
    changing = _CHANGING.search(plain)
    if changing:
        raise _refusal(
            path,
            f"{changing[1].upper()}() gives something else each time, and two builds of the same "
            "files have to be the same. Write the rule without it.",
        )


def _unconditional(plain: str) -> Iterator[slice]:
    """What stands before, between and behind the conditions of a masked body."""
    start = 0
    for condition in _CONDITION.finditer(plain):
        if condition.start() < start:
            continue
        yield slice(start, condition.start())
        depth = 0
        for place in range(condition.end(), len(plain)):
            depth += (plain[place] == "(") - (plain[place] == ")")
            if depth == 0:
                start = place + 1
                break
    yield slice(start, None)


def _atoms(triples: str, *, prologue: str, path: str) -> list[Atom]:
    """The triple patterns of a text, read as Turtle whose variables are IRIs for a moment."""
    turtle = _TOKEN.sub(_named, triples).strip().strip(".").strip()
    if not turtle:
        return []
    try:
        quads = list(ox.parse(f"{prologue}\n{turtle} .", format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise _refusal(
            path,
            f"The rule has more than plain triples in `{' '.join(triples.split())}`. Write each "
            "step of a path as a triple of its own, and alternatives as rules of their own.",
        ) from error
    return [_atom(quad, path=path) for quad in quads]


def _named(token: re.Match[str]) -> str:
    return f"<{_VARIABLE}{token['variable']}>" if token["variable"] else token[0]


def _atom(quad: ox.Quad, *, path: str) -> Atom:
    if any(isinstance(end, ox.BlankNode) for end in (quad.subject, quad.object)):
        raise _refusal(path, "The rule has a blank node. Write a variable for it.")
    if isinstance(quad.object, ox.Triple):
        raise _refusal(path, "The rule has a triple in a triple. Write plain triples.")
    if quad.predicate.value.startswith(_VARIABLE):
        raise _refusal(path, "The rule has a variable as predicate. Name the predicate.")
    ends = (
        ox.Variable(end.value.removeprefix(_VARIABLE))
        if isinstance(end, ox.NamedNode) and end.value.startswith(_VARIABLE)
        else end
        for end in (quad.subject, quad.object)
    )
    return Atom(next(ends), quad.predicate, next(ends))


def _bound(head: Atom, body: Iterable[Atom], *, path: str) -> None:
    """Refuse a head that never becomes a statement, that goes on for ever, or that is an axiom."""
    known = {end for atom in body for end in (atom.subject, atom.object)}
    for end in (head.subject, head.object):
        if isinstance(end, ox.Variable) and end not in known:
            raise _refusal(
                path,
                f"No triple in WHERE holds {end}, so that the rule would never speak of it, or "
                "make new terms without end. Take what CONSTRUCT says from triples.",
            )
    if is_axiomatic(head):
        raise _refusal(
            path,
            "The rule makes axioms, or types that could be axioms. State axioms in ontology/, and "
            "name the class in CONSTRUCT.",
        )
