"""The statements that a fact rests on: what its way of being looked up read, taken out or moved."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from tests.facts import Sight, section, text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from tests.facts import Item, Term

    Way = Callable[[Sight], bool]


@dataclass(frozen=True, slots=True)
class Witness:
    """A store that remembers every statement which was read from it."""

    store: ox.Store
    seen: set[ox.Quad] = field(default_factory=set)

    def quads_for_pattern(
        self,
        subject: Term | None,
        predicate: ox.NamedNode | None,
        object: Term | ox.Literal | None,  # noqa: A002 - the name in pyoxigraph
        graph_name: ox.NamedNode | None = None,
    ) -> Iterator[ox.Quad]:
        """The statements of a pattern."""
        found = list(self.store.quads_for_pattern(subject, predicate, object, graph_name))
        self.seen.update(found)
        return iter(found)


@dataclass(frozen=True, slots=True)
class Proof:
    """A fact, the way in which it is looked up, and where."""

    item: Item
    way: Way
    store: ox.Store
    wordings: Mapping[str, Any]

    @property
    def sight(self) -> Sight:
        """The graph as seen from the fact."""
        return Sight(self.store, self.item, self.wordings)

    def holds(self) -> bool:
        """Whether the fact is found in the store as it now is."""
        return found(self.way, self.sight)

    def read(self) -> frozenset[ox.Quad]:
        """Every statement that was read to find the fact."""
        witness = Witness(self.store)
        self.way(Sight(witness, self.item, self.wordings))
        return frozenset(witness.seen)

    def evidence(self) -> frozenset[ox.Quad]:
        """What was read in the graph of the fact's source."""
        graph = section(self.item.heading)
        return frozenset(quad for quad in self.read() if text(quad.graph_name) == graph)


def found(way: Way, sight: Sight) -> bool:
    """Whether a fact is found; a value that no table knows is not."""
    try:
        return way(sight)
    except (KeyError, ValueError):
        return False


@contextmanager
def replaced(
    store: ox.Store, quads: Collection[ox.Quad], others: Collection[ox.Quad] = ()
) -> Iterator[None]:
    """Put other statements in the place of some, and put all back at the end."""
    new = [quad for quad in others if quad not in store]
    for quad in quads:
        store.remove(quad)
    for quad in new:
        store.add(quad)
    try:
        yield
    finally:
        for quad in new:
            store.remove(quad)
        for quad in quads:
            store.add(quad)


def moved(quad: ox.Quad, thing: str, other: str) -> ox.Quad:
    """A statement about one thing and its parts as one about another and its parts."""
    ends = (_renamed(end, thing, other) for end in (quad.subject, quad.object))
    subject, value = ends
    return ox.Quad(subject, quad.predicate, value, quad.graph_name)


def others(value: Any) -> Iterator[Any]:
    """Values that differ from one in one place."""
    if isinstance(value, dict):
        for name in value.keys() - {"gist"}:
            yield {**value, name: _other(value[name])}
    elif isinstance(value, list):
        yield [*value, "invented"]
        yield ["invented", *value[1:]]
    else:
        yield f"{value} 987654"


def _renamed(term: Any, thing: str, other: str) -> Any:
    if isinstance(term, ox.NamedNode) and (
        term.value == thing or term.value.startswith(f"{thing}#")
    ):
        return ox.NamedNode(other + term.value.removeprefix(thing))
    return term


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return "1901" if value is None or value[:1].isdigit() else "invented"
