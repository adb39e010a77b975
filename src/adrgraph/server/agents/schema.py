"""What the graph is made of, in a page: classes, properties, prefixes, and how to ask for them."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.iris import BASE, INFERRED, PREFIXES, shorten
from adrgraph.queries import read_query
from adrgraph.results import Solutions, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adrgraph.store import Store

HOW = f"""\
The default graph holds every statement once, those that were inferred too. GRAPH ?source {{ … }} is
what one source says, and <{INFERRED}> what follows from all of them.
Things are named {BASE}<kind>/<slug>, such as {BASE}dataset/leo; their parts are fragments of that.
What is not stated is unknown, never no.
"""


def summary(store: Store) -> str:
    """The schema of what a store holds, with counts, the most used first."""
    parts = [
        ("How to ask", HOW.splitlines()),
        ("Prefixes", _prefixes()),
        ("Classes, with how many things each has", _counted(store, "classes")),
        ("Properties, with how many statements each has", _counted(store, "properties")),
    ]
    return "\n".join(f"# {heading}\n" + "\n".join(lines) + "\n" for heading, lines in parts)


def _prefixes() -> Iterator[str]:
    return (f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in sorted(PREFIXES.items()))


def _counted(store: Store, name: str) -> Iterator[str]:
    with as_file(files(__package__).joinpath(f"{name}.rq")) as path:
        found = store.query(read_query(path).text)
    assert isinstance(found, Solutions)  # noqa: S101 — what SELECT gives
    for term, count, meaning in found:
        if isinstance(term, ox.NamedNode):
            told = f": {text(meaning)}" if meaning is not None else ""
            yield f"{shorten(term.value)} {text(count)}{told}"
