"""The graph: what the sources state, what follows from it, and what contradicts itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.findings import Finding, Severity
from adrgraph.iris import INFERRED, PREFIXES, shorten
from adrgraph.reasoning.axioms import compile_axioms
from adrgraph.reasoning.closure import close, read_rules
from adrgraph.reasoning.rules import instance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adrgraph.reasoning.closure import Closure
    from adrgraph.reasoning.rules import Denial, Statement
    from adrgraph.sources import Document, Sources


@dataclass(frozen=True, slots=True)
class Graph:
    """Asserted statements in the graphs of their sources, and inferred ones apart from them."""

    asserted: tuple[ox.Quad, ...]
    inferred: tuple[ox.Triple, ...]
    contradictions: tuple[Finding, ...]
    unmerged: frozenset[ox.NamedNode]

    def quads(self) -> Iterator[ox.Quad]:
        """Every statement of the store, in one order.

        Asserted statements stand in the graph of their source, inferred ones in `graph/inferred`,
        and all of them, without duplicates, in the default graph; shapes stay out of that.
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


def reason(sources: Sources) -> Graph:
    """Add what follows by our own axioms and rules; report what contradicts itself.

    Raises:
        UncompilableAxiom: An axiom or a rule has no compiled form.
    """
    closure, denials = closed(sources)
    stated = {ox.Triple(*statement) for statement, level in closure.levels.items() if level == 0}
    inferred = {ox.Triple(*statement) for statement in closure.inferred} - stated
    return Graph(
        asserted=tuple(quad for document in sources.documents for quad in _ordered(document)),
        inferred=tuple(sorted(inferred, key=str)),
        contradictions=tuple(sorted(_contradictions(sources, closure, denials))),
        unmerged=frozenset(ox.NamedNode(document.iri) for document in sources.shapes),
    )


def closed(sources: Sources) -> tuple[Closure, list[Denial]]:
    """Everything that follows from the sources, and what must not hold together."""
    rules, denials = compile_axioms(sources)
    merged = (*sources.data, *sources.schemes, *sources.ontology)
    statements = dict.fromkeys(
        (quad.subject, quad.predicate, quad.object)
        for document in merged
        for quad in _ordered(document)
    )
    return close(statements, rules, queries=read_rules(sources.layout)), denials


def _ordered(document: Document) -> list[ox.Quad]:
    return sorted(document.quads, key=str)


def _contradictions(sources: Sources, closure: Closure, denials: list[Denial]) -> Iterator[Finding]:
    told = set()
    for denial in denials:
        for binding in closure.facts.join(denial.body, {}):
            statements = [
                statement for atom in denial.body if (statement := instance(atom, binding))
            ]
            key = (denial.name, frozenset(statements))
            if key not in told:
                told.add(key)
                yield _finding(sources, denial, statements)


def _finding(sources: Sources, denial: Denial, statements: list[Statement]) -> Finding:
    focus, predicate, value = statements[0]
    path, line = _place(sources, statements)
    said = " and ".join(dict.fromkeys(_words(statement) for statement in statements))
    kind = shorten(f"<{denial.kind}>")
    return Finding(
        path=path,
        line=line,
        focus=str(focus),
        property=str(predicate),
        value=str(value),
        severity=Severity.VIOLATION,
        message=f"{said}: both cannot be ({kind}). Take back the one that is wrong; "
        "`adrgraph explain` says where each comes from."
        if len(set(statements)) > 1
        else f"{said}: that cannot be ({kind}). Take it back; "
        "`adrgraph explain` says where it comes from.",
        shape=denial.axiom,
    )


def _place(sources: Sources, statements: list[Statement]) -> tuple[str, int]:
    for subject, predicate, value in statements:
        triple = ox.Triple(subject, predicate, value)
        for document in sources.documents:
            if any(quad.triple == triple for quad in document.quads):
                node = subject.value if isinstance(subject, ox.NamedNode) else ""
                return sources.place(node, predicate.value)
    focus = statements[0][0]
    return sources.place(focus.value) if isinstance(focus, ox.NamedNode) else ("data", 1)


def _words(statement: Statement) -> str:
    subject, predicate, value = statement
    if predicate.value == f"{PREFIXES['rdf']}type":
        return f"{shorten(str(subject))} is a {shorten(str(value))}"
    return " ".join(shorten(str(term)) for term in (subject, predicate, value))
