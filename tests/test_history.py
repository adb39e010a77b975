"""What changes from build to build is noted once, in English, and outlives both."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from adrgraph import history
from adrgraph.errors import HistoryError
from adrgraph.history import noted
from adrgraph.iris import BASE, INFERRED, PREFIXES, SYSTEM
from adrgraph.store import load

if TYPE_CHECKING:
    from pathlib import Path

    from adrgraph.store import Store

PACKED = gzip.compress(b"no quads")

LEO, NPD = f"{BASE}dataset/leo", f"{BASE}dataset/npd"
TITLE = f"{PREFIXES['dcterms']}title"


def store(graph: str = f"{BASE}source/adrgraph", /, **titles: str) -> Store:
    """Datasets with their titles, as one graph states them and the default graph repeats."""
    return load(
        ox.Quad(
            ox.NamedNode(f"{BASE}dataset/{name}"),
            ox.NamedNode(TITLE),
            ox.Literal(title, language="en"),
            place,
        )
        for name, title in titles.items()
        for place in (ox.NamedNode(graph), ox.DefaultGraph())
    )


def test_noted(tmp_path: Path) -> None:
    """What came, changed and went is told by thing, the latest first, and stays when read again."""
    file = tmp_path / "new" / "history.sqlite"
    first = noted(file, store(leo="Outcomes"), build="a")
    second = noted(file, store(leo="Education", npd="Pupils"), build="b")
    third = noted(file, store(npd="Pupils"), build="c")
    told = [(change.resource, change.verb, change.label) for change in third.changes]

    assert (first.since != "", first.changes) == (True, ())
    assert told == [
        (LEO, "removed", "Education (dataset/leo)"),
        (LEO, "changed", "Education (dataset/leo)"),
        (NPD, "added", "Pupils (dataset/npd)"),
    ]
    assert third.of(LEO)[1].said == (
        ("Changed in source/adrgraph", ("dcterms:title: “Outcomes” is now “Education”",)),
    )
    assert third.changes[1:] == second.changes
    assert third.since == first.since
    assert len({change.id for change in third.changes}) == 3
    assert noted(file, store(), build="c") == third


def test_same_again(tmp_path: Path) -> None:
    """A build that comes back is a change with an id of its own; other code alone is none."""
    file = tmp_path / "history.sqlite"
    noted(file, store(leo="Outcomes"), build="a")
    noted(file, store(leo="Education"), build="b")
    back = noted(file, store(leo="Outcomes"), build="a")
    same = noted(file, store(leo="Outcomes"), build="other code")

    assert [change.verb for change in back.changes] == ["changed", "changed"]
    assert same == back
    assert len({back.digest, same.digest, noted(file, store(), build="none").digest}) == 2


@pytest.mark.parametrize("graph", [INFERRED, SYSTEM])
def test_not_stated(tmp_path: Path, graph: str) -> None:
    """What follows, and what the graph says of itself, is no change."""
    file = tmp_path / "history.sqlite"
    noted(file, store(leo="Outcomes"), build="a")
    more = [*store(leo="Outcomes").dump(), *store(graph, npd="Pupils").dump()]

    assert noted(file, load(more), build="b").changes == ()


def test_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the latest changes are kept, long ones in part, and it is said since when."""
    monkeypatch.setattr(history, "MOST", 3)
    monkeypatch.setattr(history, "LINES", 2)
    file = tmp_path / "history.sqlite"
    noted(file, store(), build="0")
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE build SET since = '2020-01-01T00:00:00Z'")
    quads = [
        ox.Quad(ox.NamedNode(LEO), ox.NamedNode(TITLE), ox.Literal("x" * 900 + str(number)))
        for number in range(5)
    ]
    long = noted(file, load(quads), build="1").changes[0].said[0][1]
    kept = noted(file, store(a="A", b="B", c="C"), build="2")

    assert [len(line) for line in long[:2]] == [history.LONGEST] * 2
    assert long[2:] == ("and 3 more",)
    assert [change.resource.rpartition("/")[2] for change in kept.changes] == ["a", "b", "c"]
    assert kept.since == kept.changes[-1].noted


def test_no_place(tmp_path: Path) -> None:
    """A file that is no history is not touched; the message says what to do."""
    file = tmp_path / "notes.txt"
    file.write_text("Not a database, and long enough to be seen to be none. " * 20)
    before = file.read_bytes()

    with pytest.raises(HistoryError, match="Name another file with --history"):
        noted(file, store(), build="a")
    with pytest.raises(HistoryError):
        noted(file / "below", store(), build="a")
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "states", [b"no gzip", PACKED[:20], PACKED], ids=["no gzip", "cut off", "no statements"]
)
def test_damaged(tmp_path: Path, states: bytes) -> None:
    """What the last build stated may be damaged: that is told, and the file stays as it is."""
    file = tmp_path / "history.sqlite"
    noted(file, store(), build="a")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE build SET states = ?", (states,))
    before = file.read_bytes()

    with pytest.raises(HistoryError, match="or remove this one"):
        noted(file, store(), build="b")
    assert file.read_bytes() == before
