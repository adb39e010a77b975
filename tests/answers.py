"""Answers to saved queries that are files: what was asked on the first line, then the rows.

`python -m tests.answers` writes every file anew from what the graph answers, for review.
"""

from __future__ import annotations

import csv
import io
import shlex
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from adrgraph.catalogue import Catalogue, bound_terms, find_query, load
from adrgraph.layout import Layout, find_layout
from adrgraph.results import Solutions, text
from tests.layouts import WORLD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from adrgraph.results import Term

HERE = Path(__file__).parent / "queries"
ASKED = "# adrgraph run "


@dataclass(frozen=True, slots=True)
class Answer:
    """`tests/queries/<graph>/<query>[.<case>].csv`."""

    path: Path

    @property
    def graph(self) -> str:
        """The graph that is asked: `world`, or `data` for the real one."""
        return self.path.parent.name

    @property
    def asked(self) -> str:
        """The query and its values, as the command line takes them."""
        return self.lines[0].removeprefix(ASKED)

    @property
    def query(self) -> str:
        """The name of the saved query."""
        return shlex.split(self.asked)[0]

    @property
    def values(self) -> dict[str, list[str]]:
        """The values of its parameters."""
        given: dict[str, list[str]] = {}
        for pair in shlex.split(self.asked)[1:]:
            key, _, value = pair.partition("=")
            given.setdefault(key, []).append(value)
        return given

    @property
    def lines(self) -> list[str]:
        """The file, line by line."""
        return self.path.read_text("utf-8").splitlines()

    def sparql(self, catalogue: Catalogue) -> str:
        """The query with its values bound."""
        query = find_query(catalogue.layout, self.query)
        return query.bind(bound_terms(catalogue.store, query, self.values))

    def __str__(self) -> str:
        """The name of the test."""
        return f"{self.graph}/{self.path.stem}"


def answers(graph: str = "*") -> list[Answer]:
    """The files for a graph, or for all, sorted."""
    return [Answer(path) for path in sorted(HERE.glob(f"{graph}/*.csv"))]


def world_catalogue(folder: Path) -> Catalogue:
    """The small world with the ontology and the saved queries of this project, built."""
    project = find_layout()
    for name in ("ontology", "shapes", "queries"):
        shutil.copytree(project.root / name, folder / name)
    shutil.copytree(WORLD / "data", folder / "data")
    return Catalogue(Layout(folder), load(folder, cache=folder / "cache").store)


def real_catalogue(cache: Path) -> Catalogue:
    """This project's own graph, built."""
    return load(find_layout().root, cache=cache)


def lines(asked: str, names: Sequence[str], rows: Iterable[Iterable[Term | None]]) -> list[str]:
    """An answer as its file has it."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([text(term) for term in row] for row in rows)
    return [f"{ASKED}{asked}", *written.getvalue().splitlines()]


def write(found: Iterable[Answer], *, catalogue: Catalogue) -> None:
    """Write what the graph answers now to each file."""
    for answer in found:
        rows = catalogue.query(answer.sparql(catalogue))
        assert isinstance(rows, Solutions)
        fresh = lines(answer.asked, rows.variables, rows)
        answer.path.write_text("\n".join([*fresh, ""]), encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        write(answers("world"), catalogue=world_catalogue(Path(folder) / "world"))
        write(answers("data"), catalogue=real_catalogue(Path(folder) / "cache"))
