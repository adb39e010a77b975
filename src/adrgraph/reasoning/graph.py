"""The graph: what the sources state, what follows from it, and what contradicts itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.findings import Finding, Severity
from adrgraph.iris import INFERRED, shorten
from adrgraph.reasoning.axioms import compile_axioms, refuse_axioms
from adrgraph.reasoning.closure import close
from adrgraph.reasoning.constructs import read_constructs
from adrgraph.reasoning.judgements import UNCONFIRMED_GRAPHS, evidence, judge, read_judgements
from adrgraph.reasoning.rule_files import read_rule_files
from adrgraph.reasoning.rules import instance
from adrgraph.reasoning.testimony import Testimonies
from adrgraph.reasoning.wording import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adrgraph.reasoning.closure import Closure
    from adrgraph.reasoning.constructs import Construct
    from adrgraph.reasoning.judgements import Judgement
    from adrgraph.reasoning.rules import Denial, Node, Rule, Statement
    from adrgraph.reasoning.testimony import Testimony
    from adrgraph.sources import Sources


@dataclass(frozen=True, slots=True)
class Graph:
    """Asserted statements in the graphs of their sources, and inferred ones apart from them."""

    asserted: tuple[ox.Quad, ...] = field(repr=False)
    inferred: tuple[ox.Triple, ...] = field(repr=False)
    contradictions: tuple[Finding, ...]
    unmerged: frozenset[ox.NamedNode] = field(repr=False)

    def quads(self) -> Iterator[ox.Quad]:
        """Every statement of the store, in one order.

        Asserted statements stand in the graph of their source, inferred ones in `graph/inferred`,
        and all of them, without duplicates, in the default graph; shapes stay out of that, and so
        does what nobody has confirmed, which is shown with its graph or not at all.
        """
        apart = ox.NamedNode(INFERRED)
        yield from self.asserted
        for subject, predicate, value in self.inferred:
            yield ox.Quad(subject, predicate, value, apart)
        merged = dict.fromkeys(
            quad.triple for quad in self.asserted if quad.graph_name not in self.unmerged
        )
        merged.update(dict.fromkeys(self.inferred))
        yield from (ox.Quad(*triple) for triple in merged)


@dataclass(frozen=True, slots=True)
class Reasoning:
    """A closure with the rules that made it, the denials that it is held against, and judgements.

    `judged` has what the judgements add, each with the place of the one that gave it; `evidence`
    is what they were asked of.
    """

    closure: Closure
    rules: Sequence[Rule]
    constructs: Sequence[Construct]
    denials: Sequence[Denial]
    judgements: Sequence[Judgement]
    judged: dict[Statement, int]
    evidence: ox.Store

    @property
    def inferred(self) -> list[Statement]:
        """What was not stated, in no order."""
        return [*self.closure.inferred, *self.judged]


def reason(sources: Sources) -> Graph:
    """Add what follows by our own axioms and rules; report what contradicts itself.

    Raises:
        UncompilableAxiom: An axiom or a rule has no compiled form.
    """
    reasoning = conclude(sources)
    return Graph(
        asserted=tuple(
            quad for document in sources.documents for quad in sorted(set(document.quads), key=str)
        ),
        inferred=tuple(sorted((ox.Triple(*each) for each in reasoning.inferred), key=str)),
        contradictions=tuple(sorted(_contradictions(sources, reasoning))),
        unmerged=UNCONFIRMED_GRAPHS | {ox.NamedNode(document.iri) for document in sources.shapes},
    )


def conclude(sources: Sources) -> Reasoning:
    """Everything that follows from data, schemes and ontology; shapes are no part of it.

    Raises:
        UncompilableAxiom: An axiom or a rule has no compiled form.
    """
    axioms = (*sources.ontology, *sources.schemes)
    refuse_axioms(sources.data)
    rules, denials = compile_axioms(axioms)
    statements: dict[Statement, None] = dict.fromkeys(
        (quad.subject, quad.predicate, quad.object)
        for document in (*axioms, *sources.data)
        for quad in document.quads
        if quad.graph_name not in UNCONFIRMED_GRAPHS
    )
    files = read_rule_files(sources.layout)
    constructs = read_constructs(files)
    judgements = read_judgements(files, builders=(*constructs, *rules, *denials))
    closure = close(statements, rules, constructs=constructs)
    store = evidence(judgements, closure.levels, sources.data)
    return Reasoning(
        closure, rules, constructs, denials, judgements, judge(judgements, store), store
    )


def _contradictions(sources: Sources, reasoning: Reasoning) -> Iterator[Finding]:
    facts = reasoning.closure.facts
    testimonies = Testimonies(sources)
    for denial in reasoning.denials:
        told = set()
        for binding in facts.join(denial.body, {}):
            found = (instance(atom, binding) for atom in denial.body)
            # What is irreflexive or asymmetric meets itself the other way round: told once.
            told.add(tuple(sorted({each for each in found if each is not None}, key=str)))
        for statements in told:
            stated = [next(iter(testimonies.of(each)), None) for each in statements]
            places = [(each.path, each.line) for each in stated if each is not None]
            place = places[0] if places else _described(sources, statements[0][0])
            yield _finding(denial, statements, stated=stated, place=place)


def _finding(
    denial: Denial,
    statements: Sequence[Statement],
    *,
    stated: Sequence[Testimony | None],
    place: tuple[str, int],
) -> Finding:
    focus, predicate, value = statements[0]
    path, line = place
    claims = " and ".join(
        f"{said(statement)} ({f'{each.path}:{each.line}' if each else 'inferred'})"
        for statement, each in zip(statements, stated, strict=True)
    )
    verdict = "they exclude each other" if len(statements) > 1 else "that cannot be"
    return Finding(
        path=path,
        line=line,
        focus=str(focus),
        property=str(predicate),
        value=str(value),
        severity=Severity.VIOLATION,
        message=f"{claims}: {verdict} ({_axiom(denial)}). Take back what is wrong; "
        "`adrgraph explain` says where something inferred comes from.",
        shape=denial.axiom,
    )


def _axiom(denial: Denial) -> str:
    kind = shorten(f"<{denial.kind}>")
    return f"{kind} of {shorten(f'<{denial.axiom}>')}" if denial.axiom else kind


def _described(sources: Sources, thing: Node) -> tuple[str, int]:
    return sources.place(thing.value if isinstance(thing, ox.NamedNode) else "")
