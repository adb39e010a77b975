"""The verb `diff`: what changed between two states of the catalogue, in English or for programs."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING

from adrgraph.changes import Change, compare
from adrgraph.cli.output import emit, tell
from adrgraph.cli.waiting import waiting
from adrgraph.phrases import Phrases
from adrgraph.revisions import read_revision
from adrgraph.telling import told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
        for heading, sayings in told(change, phrases):
            lines += [f"  {heading}:", *(f"    {_one_line(saying)}" for saying in sayings)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _markdown(changes: Sequence[Change], phrases: Phrases, names: tuple[str, str]) -> str:
    """The same for a pull request or a list of changes."""
    blocks = [_escaped(_counted(changes, names))]
    for change in changes:
        lines = [f"### {_escaped(phrases.thing(change.resource))} was {change.verb}"]
        for heading, sayings in told(change, phrases):
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
                    for heading, sayings in told(change, phrases)
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


def _fields(quad: ox.Quad) -> dict[str, str]:
    graph = getattr(quad.graph_name, "value", "")
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
