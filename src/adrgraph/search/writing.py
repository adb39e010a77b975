"""Writes the index: names, words and what is left whole of them by a mistake."""

from __future__ import annotations

import json
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING

from adrgraph.names import plain
from adrgraph.search.documents import FIELDS, INITIALS
from adrgraph.search.words import SHORTEST, halves, words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from adrgraph.search.documents import Document

SHORT = 2
"""Letters up to which a beginning has so many names that the first of them are kept apart."""

FIRST = 50
"""Names that are kept apart for a short beginning, of each kind."""


def write(connection: sqlite3.Connection, documents: Iterable[Document]) -> None:
    """Write the index of documents, in their order, into an empty database."""
    connection.executescript(_sql("schema"))
    things: Counter[str] = Counter()
    for number, document in enumerate(documents, start=1):
        told = {field: words(" ".join(document.texts.get(field, ()))) for field in FIELDS}
        things.update({word for found in told.values() for word in found})
        _write_thing(connection, number, document)
        _write_words(connection, number, told)
    connection.executemany("INSERT INTO word VALUES (?, ?)", sorted(things.items()))
    whole = [text for (text,) in connection.execute("SELECT DISTINCT plain FROM name")]
    whole += filter(str.isalpha, things)
    connection.executemany("INSERT OR IGNORE INTO half VALUES (?, ?, ?)", _halved(whole))
    for length in range(1, SHORT + 1):
        connection.execute(_sql("beginnings"), (length, FIRST, INITIALS))
    for table in ("named", "told"):
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 — ours
    connection.commit()
    connection.execute("ANALYZE")
    connection.commit()


def _sql(name: str) -> str:
    return files(__package__).joinpath(f"{name}.sql").read_text(encoding="utf-8")


def _write_thing(connection: sqlite3.Connection, number: int, document: Document) -> None:
    texts = json.dumps(document.texts, ensure_ascii=False)
    connection.execute(
        "INSERT INTO thing VALUES (?, ?, ?, ?, ?)",
        (number, document.iri, document.kind, document.title, texts),
    )
    names = [
        (found, standing, number) for standing, name in document.names() if (found := plain(name))
    ]
    connection.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?)", names)


def _write_words(connection: sqlite3.Connection, number: int, told: dict[str, list[str]]) -> None:
    title, name, *others = (" ".join(told[field]) for field in FIELDS)
    connection.execute(
        "INSERT INTO named (rowid, title, name) VALUES (?, ?, ?)", (number, title, name)
    )
    places = ", ".join("?" for _ in FIELDS)
    columns = ", ".join(FIELDS)
    connection.execute(
        f"INSERT INTO told (rowid, {columns}) VALUES (?, {places})",  # noqa: S608 — our own fields
        (number, title, name, *others),
    )


def _halved(texts: Iterable[str]) -> Iterator[tuple[str, int, str]]:
    for text in texts:
        if len(text) >= SHORTEST:
            for half in halves(text):
                yield half, len(text), text
