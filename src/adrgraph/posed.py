"""A query as it is put to a store far away: on our base, with the dataset that is meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adrgraph.complaints import place_of
from adrgraph.iris import BASE, NO_GRAPH

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from adrgraph.outline import Outline

_HEAD = f"BASE <{BASE}> "
_NEVER_IN_AN_IRI = frozenset('<>"{}|^`\\') | {chr(code) for code in range(0x21)}


@dataclass(frozen=True, slots=True)
class Posed:
    """The text that is sent, the parameters beside it, and what was put into the text."""

    sparql: str
    clause: str = ""
    at: int = 0
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The query with our base before it and a dataset in it."""
        return f"{_HEAD}{self.sparql[: self.at]}{self.clause}{self.sparql[self.at :]}"

    def place(self, line: int, column: int) -> tuple[int, int]:
        """The place in the query that is meant by one in the text."""
        lines = self.text.split("\n")
        offset = sum(len(each) + 1 for each in lines[: line - 1]) + column - 1 - len(_HEAD)
        if offset > self.at:
            offset = max(self.at, offset - len(self.clause))
        return place_of(max(0, offset), self.sparql)


def as_it_is(sparql: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> Posed:
    """A query to a store with a default graph of its own: graphs are parameters (Protocol §2.1)."""
    return Posed(sparql, parameters=_parameters(default_graphs, named_graphs))


def over_merged(  # noqa: PLR0913 — a query and the two datasets that it may be over
    sparql: str,
    found: Outline,
    default_graphs: Sequence[str],
    named_graphs: Sequence[str],
    *,
    merged: str,
    ours: Callable[[], Sequence[str]],
) -> Posed:
    """A query to a store whose default graph is the union of all: no graph is left open.

    Without a dataset of its own it is over the `merged` graph and `ours`. It is written into the
    query where it has none, for the lists are long.
    """
    has_own = bool(found.default_graphs or found.named_graphs)
    if not default_graphs and not named_graphs:
        if "" in (*found.default_graphs, *found.named_graphs):
            return Posed(sparql)  # only the store can resolve them
        default_graphs, named_graphs = found.default_graphs, found.named_graphs
    if not default_graphs and not named_graphs:
        default_graphs, named_graphs = (merged,), ours()
    default_graphs = tuple(dict.fromkeys(default_graphs)) or (NO_GRAPH,)
    named_graphs = tuple(named_graphs) or (NO_GRAPH,)
    is_clear = not any(_NEVER_IN_AN_IRI & set(graph) for graph in (*default_graphs, *named_graphs))
    if has_own or found.dataset_at < 0 or not is_clear:
        return Posed(sparql, parameters=_parameters(default_graphs, named_graphs))
    clauses = [f"FROM <{graph}> " for graph in default_graphs]
    clauses += [f"FROM NAMED <{graph}> " for graph in named_graphs]
    at = found.dataset_at
    before = "\n" if at == len(sparql) else " "  # what stands at the end may be a comment
    return Posed(sparql, clause=before + "".join(clauses), at=at)


def _parameters(
    default_graphs: Sequence[str], named_graphs: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    return (
        *(("default-graph-uri", graph) for graph in default_graphs),
        *(("named-graph-uri", graph) for graph in named_graphs),
    )
