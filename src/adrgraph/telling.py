"""What happened to a resource, in English: what each graph says more, less or otherwise."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from adrgraph.iris import INFERRED

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

    from adrgraph.changes import Change
    from adrgraph.phrases import Phrases


def told(change: Change, phrases: Phrases) -> Iterator[tuple[str, list[str]]]:
    """What happened to a resource: in which graph, and which statements it happened to."""
    added, removed = list(change.added), list(change.removed)
    for (old, new), quads in sorted(_moved(added, removed).items()):
        yield _way(old, new, phrases), phrases.sayings(quads, of=change.resource)
    pairs = _replaced(added, removed)
    graphs = {quad.graph_name for quad in (*added, *removed, *(new for _, new in pairs))}
    for graph in sorted(graphs, key=lambda each: (_iri(each) == INFERRED, str(each))):
        name = phrases.source(_iri(graph))
        became = [
            phrases.became(old, new, of=change.resource)
            for old, new in pairs
            if new.graph_name == graph
        ]
        if became:
            yield f"Changed in {name}", became
        for word, quads in (("removed", removed), ("added", added)):
            here = [quad for quad in quads if quad.graph_name == graph]
            if here:
                heading = _heading(word, _iri(graph), name)
                yield heading, phrases.sayings(here, of=change.resource)


def _heading(word: str, graph: str, name: str) -> str:
    if graph == INFERRED:
        return "Now follows" if word == "added" else "No longer follows"
    return f"Added in {name}" if word == "added" else f"Removed from {name}"


def _way(old: str, new: str, phrases: Phrases) -> str:
    """From which graph to which a statement went."""
    if old == INFERRED:
        return f"Stated now in {phrases.source(new)}, where it followed before"
    if new == INFERRED:
        return f"Follows still, where it was stated in {phrases.source(old)}"
    return f"Moved from {phrases.source(old)} to {phrases.source(new)}"


def _moved(added: list[ox.Quad], removed: list[ox.Quad]) -> dict[tuple[str, str], list[ox.Quad]]:
    """Statements that one graph lost and another gained; they are taken out of both lists."""
    moved: dict[tuple[str, str], list[ox.Quad]] = defaultdict(list)
    lost = {quad.triple: quad for quad in removed}
    for new in list(added):
        old = lost.pop(new.triple, None)
        if old is not None:
            moved[_iri(old.graph_name), _iri(new.graph_name)].append(new)
            added.remove(new)
            removed.remove(old)
    return moved


def _replaced(added: list[ox.Quad], removed: list[ox.Quad]) -> list[tuple[ox.Quad, ox.Quad]]:
    """The one value of a property that took the place of its one other; taken out of both lists."""
    slots: dict[object, tuple[list[ox.Quad], list[ox.Quad]]] = defaultdict(lambda: ([], []))
    for side, quads in enumerate((removed, added)):
        for quad in quads:
            slots[_slot(quad)][side].append(quad)
    pairs = []
    for gone, come in slots.values():
        if len(gone) == len(come) == 1 and _iri(come[0].graph_name) != INFERRED:
            pairs.append((gone[0], come[0]))
            removed.remove(gone[0])
            added.remove(come[0])
    return pairs


def _slot(quad: ox.Quad) -> tuple[object, object, object]:
    return quad.subject, quad.predicate, quad.graph_name


def _iri(graph: object) -> str:
    return getattr(graph, "value", "")
