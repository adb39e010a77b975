"""What changed between the builds that were served, in English, resource by resource.

It is kept in a file of its own (SQLite) with what the last build states, so that it outlives every
build and depends on no cache; what follows from the statements is not compared.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sqlite3
import uuid
import zlib
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.build import default_cache, dump
from adrgraph.changes import compare
from adrgraph.errors import HistoryError
from adrgraph.phrases import Phrases
from adrgraph.revisions import sourced
from adrgraph.telling import told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from adrgraph.changes import Change
    from adrgraph.layout import Layout
    from adrgraph.store import Store

MOST = 1_000
"""Changes that are kept, the latest ones."""

LINES = 30
"""Lines of one change that are kept; how many more there were is said."""

LONGEST = 500
"""Characters of such a line."""

PATIENCE = 30.0
"""Seconds to wait for another server that notes the same."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS build (
  number INTEGER PRIMARY KEY CHECK (number = 1),
  fingerprint TEXT NOT NULL,
  since TEXT NOT NULL,
  states BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS change (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  noted TEXT NOT NULL,
  resource TEXT NOT NULL,
  label TEXT NOT NULL,
  verb TEXT NOT NULL,
  said TEXT NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class Noted:
    """What happened to one resource from one build to the next, and when that was noted.

    `said` is what was added, removed or changed in each graph, as a heading and its lines.
    """

    id: str
    noted: str
    resource: str
    label: str
    verb: str
    said: tuple[tuple[str, tuple[str, ...]], ...] = field(repr=False)


@dataclass(frozen=True)  # no slots: its digest is made once
class History:
    """The changes that are kept, the latest first, and since when they have been noted."""

    since: str = ""
    changes: tuple[Noted, ...] = field(default=(), repr=False)

    def of(self, resource: str) -> tuple[Noted, ...]:
        """What happened to one resource."""
        return tuple(each for each in self.changes if each.resource == resource)

    @cached_property
    def digest(self) -> str:
        """All of it as one number."""
        ids = "\n".join((self.since, *(each.id for each in self.changes)))
        return hashlib.sha256(ids.encode()).hexdigest()


def default_file(layout: Layout, *, cache: Path | None = None) -> Path:
    """Where the history of a layout is kept when nobody says: beside its builds."""
    name = hashlib.sha256(str(layout.root).encode()).hexdigest()[:16]
    return (cache or default_cache()) / "history" / f"{name}.sqlite"


def noted(file: Path, store: Store, *, build: str) -> History:
    """The history up to a build, given by its fingerprint; what it has changed is noted first.

    Raises:
        HistoryError: The file cannot be read or written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)) as connection:
            connection.executescript(_SCHEMA)
            if _last(connection) != build:
                _note(connection, store, build=build)
            return _read(connection)
    except (OSError, EOFError, ValueError, SyntaxError, sqlite3.Error, zlib.error) as error:
        raise HistoryError(
            f"What changes cannot be kept in {file}: {error}. Name another file with --history, "
            "or remove this one: then it begins anew."
        ) from error


def _last(connection: sqlite3.Connection) -> str:
    return next((found for (found,) in connection.execute("SELECT fingerprint FROM build")), "")


def _note(connection: sqlite3.Connection, store: Store, *, build: str) -> None:
    after = sourced(store.dump())
    connection.execute("BEGIN IMMEDIATE")  # whoever else serves these files waits
    kept = connection.execute("SELECT fingerprint, states FROM build").fetchone()
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if kept is None:
        added = (build, now, _packed(after))
        connection.execute("INSERT INTO build VALUES (1, ?, ?, ?)", added)
    elif kept[0] != build:
        before = _unpacked(kept[1])
        phrases = Phrases(before, after)
        rows = (_row(change, phrases, build, now) for change in reversed(compare(before, after)))
        connection.executemany("INSERT INTO change VALUES (NULL, ?, ?, ?, ?, ?, ?)", rows)
        connection.execute("UPDATE build SET fingerprint = ?, states = ?", (build, _packed(after)))
        oldest = "SELECT number FROM change ORDER BY number DESC LIMIT -1 OFFSET ?"
        connection.execute(f"DELETE FROM change WHERE number IN ({oldest})", (MOST,))  # noqa: S608
    connection.execute("COMMIT")


def _packed(states: frozenset[ox.Quad]) -> bytes:
    return gzip.compress(dump(states))


def _unpacked(states: bytes) -> frozenset[ox.Quad]:
    return sourced(ox.parse(gzip.decompress(states), format=ox.RdfFormat.N_QUADS))


def _row(change: Change, phrases: Phrases, build: str, now: str) -> tuple[str, ...]:
    number = uuid.uuid5(uuid.NAMESPACE_URL, f"{change.resource} {build} {now}")
    said = json.dumps(list(_said(change, phrases)), ensure_ascii=False)
    label = phrases.thing(change.resource)
    return (number.urn, now, change.resource, label, change.verb, said)


def _said(change: Change, phrases: Phrases) -> Iterator[tuple[str, list[str]]]:
    """What is told of a change, as much of it as is kept."""
    left = LINES
    for heading, sayings in told(change, phrases):
        lines = [_clipped(" ".join(saying.split())) for saying in sayings[:left]]
        more = len(sayings) - len(lines)
        yield heading, [*lines, *([f"and {more:,} more"] if more else [])]
        left -= len(lines)


def _clipped(line: str) -> str:
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _read(connection: sqlite3.Connection) -> History:
    ((since,),) = connection.execute("SELECT since FROM build")
    rows = connection.execute(
        "SELECT id, noted, resource, label, verb, said FROM change ORDER BY number DESC"
    )
    changes = tuple(
        Noted(id, noted, resource, label, verb, _parts(said))
        for id, noted, resource, label, verb, said in rows  # noqa: A001 — as its columns are called
    )
    is_whole = len(changes) < MOST
    return History(since if is_whole else changes[-1].noted, changes)


def _parts(said: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((heading, tuple(lines)) for heading, lines in json.loads(said))
