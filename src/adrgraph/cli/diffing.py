"""The verb `diff`: what changed between two states of the catalogue, in English or for programs."""

from __future__ import annotations

import json
from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING

from adrgraph.changes import Change, compare
from adrgraph.cli.output import emit, tell
from adrgraph.cli.waiting import waiting
from adrgraph.iris import INFERRED
from adrgraph.phrases import Phrases
from adrgraph.revisions import read_revision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pyoxigraph as ox

    from adrgraph.layout import Layout


def show_changes(
    layout: Layout, between: tuple[str, str], *, inferred: bool, format: str, output: str
) -> bool:
    """Write what changed between two states; whether anything did."""
    with waiting("Reading") as stage:
        old, new = (read_revision(layout, name, inferred=inferred) for name in between)
        stage("Comparing")
        changes = compare(old.statements, new.statements)
        names = (old.name, new.name)
        if changes or format != "text" or output != "-":
            phrases = Phrases(old.statements, new.statements)
            emit(WRITERS[format](changes, phrases, names), output=output)
    tell(_counted(changes, names))
    return bool(changes)


def _text(changes: Sequence[Change], phrases: Phrases, names: tuple[str, str]) -> str:
    """Resource by resource, source by source, one statement a line."""
    del names
    blocks = []
    for change in changes:
        lines = [f"{phrases.thing(change.resource)} was {change.verb}."]
        for heading, sayings in _told(change, phrases):
            lines += [f"  {heading}:", *(f"    {_one_line(saying)}" for saying in sayings)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _markdown(changes: Sequence[Change], phrases: Phrases, names: tuple[str, str]) -> str:
    """The same for a pull request or a list of changes."""
    blocks = [_escaped(_counted(changes, names))]
    for change in changes:
        lines = [f"### {_escaped(phrases.thing(change.resource))} was {change.verb}"]
        for heading, sayings in _told(change, phrases):
            lines += ["", f"{_escaped(heading)}:", ""]
            lines += [f"- {_escaped(_one_line(saying))}" for saying in sayings]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _json(changes: Sequence[Change], phrases: Phrases, names: tuple[str, str]) -> str:
    """Every statement as terms in N-Triples syntax: `before` without `removed`, with `added`."""
    described = {
        "before": names[0],
        "after": names[1],
        "changes": [
            {
                "resource": change.resource,
                "label": phrases.thing(change.resource),
                "change": change.verb,
                "said": [
                    {"what": heading, "statements": sayings}
                    for heading, sayings in _told(change, phrases)
                ],
                "added": [_fields(quad) for quad in change.added],
                "removed": [_fields(quad) for quad in change.removed],
            }
            for change in changes
        ],
    }
    return json.dumps(described, indent=2, ensure_ascii=False)


WRITERS: MappingProxyType[str, Callable[[Sequence[Change], Phrases, tuple[str, str]], str]]
WRITERS = MappingProxyType({"text": _text, "json": _json, "markdown": _markdown})
"""Each way to write changes by its name."""


def _told(change: Change, phrases: Phrases) -> Iterator[tuple[str, list[str]]]:
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


def _fields(quad: ox.Quad) -> dict[str, str]:
    graph = _iri(quad.graph_name)
    return {
        "subject": str(quad.subject),
        "predicate": str(quad.predicate),
        "object": str(quad.object),
        "graph": f"<{graph}>" if graph else "",
    }


def _counted(changes: Sequence[Change], names: tuple[str, str]) -> str:
    """How much changed: things, and statements of them."""
    if not changes:
        return f"Nothing changed between {names[0]} and {names[1]}."
    verbs = [change.verb for change in changes]
    words = [word for word in ("added", "changed", "removed") if word in verbs]
    things = ", ".join(f"{verbs.count(word)} {word}" for word in words)
    added = sum(len(change.added) for change in changes)
    removed = sum(len(change.removed) for change in changes)
    statements = f"{added:,} added, {removed:,} removed"
    return f"From {names[0]} to {names[1]}: things {things}; statements {statements}."


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in text)
