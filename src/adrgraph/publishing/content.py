"""What graphs hold, here and far away, so that both can be compared."""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from adrgraph.build import dump
from adrgraph.errors import StoreError
from adrgraph.iris import PREFIXES
from adrgraph.results import Solutions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from adrgraph.remote import RemoteStore

LARGE = 500_000
"""Statements of a store above which it is not read back whole, but counted and sampled."""

SAMPLE = 1_000
"""Statements of a graph that are looked for in a large store."""

AT_ONCE = 100
"""Statements that are looked for by one query."""

_DEFAULT = "SELECT ?s ?p ?o { ?s ?p ?o }"
_DEFAULT_SIZE = "SELECT (COUNT(*) AS ?size) { ?s ?p ?o }"
_XSD = PREFIXES["xsd"]
_CANONICAL: Mapping[str, Callable[[str], str]] = {
    f"{_XSD}integer": lambda text: str(int(text)),
    f"{_XSD}decimal": lambda text: f"{Decimal(text).normalize():f}",
    f"{_XSD}boolean": lambda text: {"1": "true", "0": "false"}.get(text, text),
}

Contents = dict[str, list[ox.Triple]]
"""Triples by the name of their graph; that of the default graph is empty."""


def contents(quads: Iterable[ox.Quad]) -> Contents:
    """Statements by graph."""
    found: Contents = defaultdict(list)
    for quad in quads:
        name = quad.graph_name
        found[name.value if isinstance(name, ox.NamedNode) else ""].append(quad.triple)
    return dict(found)


def digest(triples: Iterable[ox.Triple]) -> str:
    """What a graph says, as one number; how a store spells numbers and languages is left out."""
    quads = (ox.Quad(triple.subject, triple.predicate, _plain(triple.object)) for triple in triples)
    return hashlib.sha256(dump(quads)).hexdigest()


def held(store: RemoteStore) -> Contents:
    """All that a store holds in its default graph and in graphs of ours."""
    # Two queries: Virtuoso counts wrongly over a UNION, and takes minutes to filter one.
    triples = [ox.Triple(row.s, row.p, row.o) for row in _rows(store, _DEFAULT)]
    found: Contents = defaultdict(list, {"": triples} if triples else {})
    for row in _rows(store, _text("held")):
        found[row.graph.value].append(ox.Triple(row.s, row.p, row.o))
    return dict(found)


def sizes(store: RemoteStore) -> dict[str, int]:
    """How many statements a store holds in its default graph and in each graph of ours."""
    found = {row.graph.value: _number(row["size"]) for row in _rows(store, _text("sizes"))}
    (row,) = _rows(store, _DEFAULT_SIZE)
    return {"": number, **found} if (number := _number(row["size"])) else found


def missing(store: RemoteStore, name: str, triples: Sequence[ox.Triple]) -> int:
    """How many of some statements a store does not hold, of a sample that is always the same."""
    plain = [triple for triple in triples if not _has_blank(triple)]
    sample = random.Random(0).sample(plain, min(SAMPLE, len(plain)))  # noqa: S311 — no secret
    pattern = f"GRAPH <{name}> {{ ?s ?p ?o }}" if name else "?s ?p ?o"
    found = 0
    for some in _pieces(sample, AT_ONCE):
        values = " ".join(f"({each.subject} {each.predicate} {each.object})" for each in some)
        query = f"SELECT (COUNT(*) AS ?n) {{ VALUES (?s ?p ?o) {{ {values} }} {pattern} }}"
        (row,) = _rows(store, query)
        found += _number(row.n)
    return len(sample) - found


@dataclass(frozen=True, slots=True)
class Difference:
    """A graph that reads back otherwise than it was written."""

    name: str
    expected: int
    found: int
    example: str = ""

    def __str__(self) -> str:
        """The graph, what was expected and what is there."""
        where = f"<{self.name}>" if self.name else "The default graph"
        counts = f"{self.expected:,} statements were written and {self.found:,} are there"
        return f"{where}: {counts}{f', without {self.example}' if self.example else ''}."


def differences(store: RemoteStore, wanted: Contents) -> list[Difference]:
    """The graphs that a store does not hold as they are wanted, or holds beside them."""
    counted = sizes(store)
    if sum(counted.values()) > LARGE:
        return list(_counted(store, wanted, counted))
    there = held(store)
    return [
        Difference(
            name,
            len(wanted.get(name, ())),
            len(there.get(name, ())),
            _example(wanted.get(name, ()), there.get(name, ())),
        )
        for name in sorted({*wanted, *there})
        if digest(wanted.get(name, ())) != digest(there.get(name, ()))
    ]


def _counted(
    store: RemoteStore, wanted: Contents, counted: Mapping[str, int]
) -> Iterator[Difference]:
    for name in sorted({*wanted, *counted}):
        triples, found = wanted.get(name, []), counted.get(name, 0)
        if len(triples) != found:
            yield Difference(name, len(triples), found)
        elif lost := missing(store, name, triples):
            yield Difference(name, len(triples), found, f"{lost} of a sample")


def _example(wanted: Sequence[ox.Triple], there: Sequence[ox.Triple]) -> str:
    """One statement that is not there as it is wanted."""
    known = {_spelled(triple) for triple in there}
    lost = (triple for triple in wanted if not _has_blank(triple))
    return next((str(triple) for triple in lost if _spelled(triple) not in known), "")


def _spelled(triple: ox.Triple) -> ox.Triple:
    return ox.Triple(triple.subject, triple.predicate, _plain(triple.object))


def _plain(term: Any) -> Any:
    if not isinstance(term, ox.Literal):
        return term
    if term.language:
        return ox.Literal(term.value, language=term.language.lower())
    spelling = _CANONICAL.get(term.datatype.value)
    try:
        return ox.Literal(spelling(term.value), datatype=term.datatype) if spelling else term
    except (ValueError, ArithmeticError):  # no number: it is compared as it is
        return term


def _has_blank(triple: ox.Triple) -> bool:
    return any(isinstance(term, ox.BlankNode) for term in (triple.subject, triple.object))


def _rows(store: RemoteStore, query: str) -> Sequence[Any]:
    answer = store.query(query)
    if not isinstance(answer, Solutions):
        raise StoreError(f"{store.endpoint} answers a SELECT without rows.")
    return answer.rows


def _number(term: ox.Literal) -> int:
    return int(term.value)


def _text(name: str) -> str:
    return Path(__file__).with_name(f"{name}.rq").read_text("utf-8")


def _pieces(triples: Sequence[ox.Triple], size: int) -> Iterator[Sequence[ox.Triple]]:
    return (triples[start : start + size] for start in range(0, len(triples), size))
