"""Traps: facts that a naive model of these data gets wrong, and the naive models that do.

`tests/traps/<group>/<trap>.rq` asks the graph for a fact, `<trap>.csv` holds the rows that state
it, and each `<trap>.<model>.ru` changes the data into what somebody in a hurry would have written:
with it, the same question must be answered otherwise. Where `#+ caught:` names shapes or checks,
`adrgraph check` finds the naive model in anybody's data too. The prefixes are those of `iris`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.headers import header
from adrgraph.iris import CATALOG, ONTOLOGY, PREFIXES
from adrgraph.layout import find_layout
from adrgraph.reasoning import reason
from adrgraph.results import Solutions, text
from adrgraph.sources import Document
from adrgraph.store import load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adrgraph.sources import Sources
    from adrgraph.store import Store

HERE = Path(__file__).parent / "traps"
SCHEMES = {
    path.stem: f"{PREFIXES['scheme']}{path.stem}#"
    for path in sorted((find_layout().ontology / "schemes").glob("*.ttl"))
}
PROLOGUE = "".join(
    f"PREFIX {name}: <{space}>\n" for name, space in ({**SCHEMES, **PREFIXES}).items()
)


@dataclass(frozen=True, slots=True)
class Trap:
    """A fact as a question to the graph, with the rows that state it."""

    path: Path

    @property
    def fact(self) -> str:
        """What is so, in a sentence."""
        return _summary(self.path)

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The rows that state the fact, below the names of their columns."""
        with self.path.with_suffix(".csv").open(encoding="utf-8", newline="") as lines:
            return [tuple(row) for row in csv.reader(lines)]

    @property
    def models(self) -> list[Model]:
        """The naive models that get the fact wrong."""
        return [Model(path) for path in sorted(self.path.parent.glob(f"{self.path.stem}.*.ru"))]

    def answered(self, store: Store) -> list[tuple[str, ...]]:
        """The rows that a graph answers, below the names of their columns."""
        found = store.query(PROLOGUE + self.path.read_text("utf-8"))
        assert isinstance(found, Solutions)
        return [found.variables, *(tuple(text(term) for term in row) for row in found)]

    def __str__(self) -> str:
        """The name of the test."""
        return f"{self.path.parent.name}/{self.path.stem}"


@dataclass(frozen=True, slots=True)
class Model:
    """A naive model: an update of the data, or of the ontology, that falls into the trap."""

    path: Path

    @property
    def summary(self) -> str:
        """What somebody in a hurry takes for granted."""
        return _summary(self.path)

    @property
    def caught(self) -> list[str]:
        """The shapes and checks that find this model in anybody's data."""
        found = header(self.path.read_text("utf-8"), path=self.path).get("caught", [])
        return [found] if isinstance(found, str) else list(found)

    def applied(self, sources: Sources) -> Sources:
        """The sources as they would be."""
        return changed(sources, self.path.read_text("utf-8"))

    def __str__(self) -> str:
        """The name of the test."""
        return f"{self.path.parent.name}/{self.path.stem}"


def traps() -> list[Trap]:
    """Every trap, sorted."""
    return [Trap(path) for path in sorted(HERE.glob("*/*.rq"))]


def changed(sources: Sources, update: str) -> Sources:
    """The sources after an update of the data, or of the ontology's graph.

    Places are lost, since no file has been written.
    """
    store = ox.Store()
    store.bulk_extend(quad for document in sources.data for quad in document.quads)
    store.update(PROLOGUE + update)
    ontology = ox.NamedNode(ONTOLOGY)
    axioms = tuple(store.quads_for_pattern(None, None, None, ontology))
    data = tuple(quad for quad in store if quad.graph_name != ontology)
    kept = (each for each in sources.documents if not each.path.startswith("data/"))
    return replace(
        sources,
        documents=(
            *kept,
            Document("data/catalog.trig", CATALOG, "", data),
            Document("ontology/naive.ttl", ONTOLOGY, "", axioms),
        ),
    )


def built(sources: Sources) -> Store:
    """The graph of these sources, with all that follows from them."""
    return load(reason(sources).quads())


def write(found: Iterable[Trap], *, store: Store) -> None:
    """Write what the graph answers now to the file of each trap that has none yet."""
    for trap in found:
        path = trap.path.with_suffix(".csv")
        if not path.exists():
            with path.open("w", encoding="utf-8", newline="") as lines:
                csv.writer(lines, lineterminator="\n").writerows(trap.answered(store))


def _summary(path: Path) -> str:
    return str(header(path.read_text("utf-8"), path=path)["summary"])


if __name__ == "__main__":
    from adrgraph.sources import read

    write(traps(), store=built(read(find_layout())))
