"""The index of a graph: a file beside the store, or in memory; opened for reading, and asked."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adrgraph.errors import InvalidParameter, StoreError
from adrgraph.search.asking import LONGEST
from adrgraph.search.documents import KINDS, read_documents
from adrgraph.search.finding import Search
from adrgraph.search.writing import write
from adrgraph.store import LocalStore
from adrgraph.suggestion import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

    from adrgraph.search.answer import Found, Hit, Matching
    from adrgraph.store import Store

FILE = "search.sqlite"
"""The name of the index beside the store that it is of."""

MOST = 100
"""Hits of one answer."""

FARTHEST = 1_000
"""Hits that may be passed over."""


@dataclass(frozen=True, slots=True)
class Index:
    """An index that is asked; one question at a time, whichever thread it comes from."""

    connection: sqlite3.Connection = field(repr=False)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def search(self, text: str, *, kind: str = "", limit: int = 20, offset: int = 0) -> Found:
        """The things that what was typed may mean, the best first; of one kind where it is given.

        Raises:
            InvalidParameter: Nothing is of such a kind.
        """
        with self.lock:
            search = self._search(text, kind)
            return search.found(limit=_within(limit, 1, MOST), offset=_within(offset, 0, FARTHEST))

    def every(self, text: str, *, kind: str = "") -> Matching:
        """All things that `search` finds, without why.

        Raises:
            InvalidParameter: Nothing is of such a kind.
        """
        with self.lock:
            return self._search(text, kind).every()

    def suggest(self, text: str, *, kind: str = "", limit: int = 8) -> list[Hit]:
        """The things whose names begin as what was typed so far, then those with such words.

        Raises:
            InvalidParameter: Nothing is of such a kind.
        """
        with self.lock:
            return list(self._search(text, kind).suggested(limit=_within(limit, 1, MOST)))

    def _search(self, text: str, kind: str) -> Search:
        # Half a character, as UTF-16 has them, is none.
        typed = text[:LONGEST].encode("utf-8", "ignore").decode()
        if not kind:
            return Search(self.connection, typed)
        if kind not in KINDS:
            hint = did_you_mean(kind[:40], KINDS, likeness=0.5) or f" There are {', '.join(KINDS)}."
            raise InvalidParameter(f'Nothing is of the kind "{kind[:40]}".{hint}')
        # Things of a kind stand together.
        first, last = self.connection.execute(
            "SELECT min(id), max(id) FROM thing WHERE kind = ?", (kind,)
        ).fetchone()
        return Search(self.connection, typed, first or 1, last or 0)


def open_index(store: Store) -> Index:
    """The index of a store: the one that was built with it, or else one made in memory."""
    path = store.folder / FILE if isinstance(store, LocalStore) and store.folder else None
    return opened(path) if path and path.is_file() else made(store)


def opened(path: Path) -> Index:
    """The index in a file, for reading only.

    Raises:
        StoreError: What is there is damaged, or not there.
    """
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        connection.execute("SELECT max(id) FROM thing").fetchone()
    except sqlite3.Error as error:
        raise StoreError(
            f"The index {path} cannot be opened: {error}. Remove its folder and build again."
        ) from error
    return Index(connection)


def made(store: Store) -> Index:
    """The index of a store's graph, made in memory."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    write(connection, read_documents(store))
    connection.execute("PRAGMA query_only = ON")
    return Index(connection)


def write_index(path: Path, store: Store) -> None:
    """Write the index of a store's graph into a fresh file.

    Raises:
        StoreError: The file cannot be written.
    """
    try:
        connection = sqlite3.connect(path)
        try:
            # What is half written is thrown away: there is nothing to roll back to.
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            write(connection, read_documents(store))
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StoreError(f"The index {path} cannot be written: {error}.") from error


def _within(number: int, least: int, most: int) -> int:
    return max(least, min(number, most))
