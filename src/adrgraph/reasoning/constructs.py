"""Rules that OWL 2 RL cannot say, each a CONSTRUCT of one triple in `ontology/rules/`.

A rule is kept simple enough to be explained: its body is triples, FILTER and BIND.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.errors import UncompilableAxiom
from adrgraph.reasoning.rules import Atom, is_axiomatic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adrgraph.layout import Layout
    from adrgraph.reasoning.rules import Binding, Statement

_SUMMARY = re.compile(r"\A#\+ summary: *(\S.*)$", re.MULTILINE)
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
      | (?P<text>"(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*')
      | (?P<iri><[^<>"{}|^`\\\s]*>)
      | [?$](?P<variable>\w+)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_NEGATION = re.compile(r"\b(NOT\s+EXISTS|MINUS)\b", re.IGNORECASE)
_FORM = re.compile(
    r"(?P<prologue>.*?)\bCONSTRUCT\s*\{(?P<head>[^{}]*)\}\s*(?:WHERE\s*)?\{(?P<body>[^{}]*)\}\s*",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\b(?:FILTER|BIND)\b\s*[\w:]*\s*(?=\()", re.IGNORECASE)
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
        UncompilableAxiom: A file holds no rule, or one that could not be explained.
    """
    return tuple(
        parse_rule(path.read_text("utf-8"), path=path.relative_to(layout.root).as_posix())
        for path in sorted((layout.ontology / "rules").glob("*.rq"))
    )


def parse_rule(text: str, *, path: str) -> Construct:
    """The rule in a text.

    Raises:
        UncompilableAxiom: The text holds no rule, or one that could not be explained.
    """
    summary = _SUMMARY.search(text)
    if summary is None:
        raise _refusal(path, "Begin the rule with `#+ summary: ` and what it says.")
    code = _TOKEN.sub(lambda token: "" if token["comment"] else token[0], text)
    if _NEGATION.search(code):
        raise _refusal(
            path,
            "The rule negates, so what follows from it could overtake it. "
            "Write it without NOT EXISTS and MINUS, or ask it as a saved query.",
        )
    form = _FORM.fullmatch(code)
    if form is None:
        _parse(text, path=path)
        raise _refusal(
            path,
            "Write the rule as CONSTRUCT { one triple } WHERE { triples, FILTER and BIND }: "
            "it has to be explained by the triples that it stands on.",
        )
    head = _atoms(form["head"], prologue=form["prologue"], path=path)
    if len(head) != 1:
        raise _refusal(path, f"The rule has {len(head)} triples as its head. Write one.")
    body = [
        atom
        for segment in _unconditional(form["body"])
        for atom in _atoms(segment, prologue=form["prologue"], path=path)
    ]
    if not body:
        raise _refusal(path, "The rule stands on no triple. Write some in WHERE.")
    _parse(text, path=path)
    _bound(head[0], form["body"], path=path)
    solutions = f"{form['prologue']} SELECT * WHERE {{{form['body']}}}"
    return Construct(path, summary[1].strip(), text, head[0], tuple(body), solutions)


def _refusal(path: str, why: str, *, line: int = 1) -> UncompilableAxiom:
    return UncompilableAxiom(f"{path}:{line}: {why}")


def _parse(text: str, *, path: str) -> None:
    try:
        ox.Store().query(re.sub(r"\bSERVICE\b", "GRAPH", text, flags=re.IGNORECASE))
    except SyntaxError as error:
        place = _PLACE.search(str(error))
        line = int(place[1]) if place else 1
        raise _refusal(path, f"The rule is no SPARQL: {error}.", line=line) from error


def _unconditional(body: str) -> Iterator[str]:
    """What stands before, between and behind the conditions of a body."""
    start = 0
    for condition in _CONDITION.finditer(body):
        if condition.start() < start:
            continue
        yield body[start : condition.start()]
        depth = 0
        for token in _TOKEN.finditer(body, condition.end()):
            depth += (token[0] == "(") - (token[0] == ")")
            if depth == 0:
                start = token.end()
                break
    yield body[start:]


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
    if quad.predicate.value.startswith(_VARIABLE):
        raise _refusal(path, "The rule has a variable as predicate. Name the predicate.")
    ends = (
        ox.Variable(end.value.removeprefix(_VARIABLE))
        if isinstance(end, ox.NamedNode) and end.value.startswith(_VARIABLE)
        else end
        for end in (quad.subject, quad.object)
    )
    return Atom(next(ends), quad.predicate, next(ends))


def _bound(head: Atom, body: str, *, path: str) -> None:
    """Refuse a head that never becomes a statement, or that would become an axiom."""
    known = {token["variable"] for token in _TOKEN.finditer(body)}
    for end in (head.subject, head.object):
        if isinstance(end, ox.Variable) and end.value not in known:
            raise _refusal(path, f"The rule says nothing of {end}. Bind it in WHERE.")
    if is_axiomatic(head):
        raise _refusal(path, "The rule makes axioms. State them in ontology/.")
