"""Search at the size of a nation's catalogue: making the index, its size, and what answers take.

`python benchmarks/search.py 100000`; each group holds many queries, each asked as if for the first
time. Beside it the same words asked of FTS5 alone, ranked by bm25, as one would without our steps.
Times are those of the processor: what else the machine does is left out.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from catalogue import WORDS, statements

from adrgraph.search.documents import FIELDS, read_documents
from adrgraph.search.index import opened
from adrgraph.search.words import words
from adrgraph.search.writing import write
from adrgraph.store import load

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from adrgraph.search.documents import Document

Answer = TypeVar("Answer")

EACH = 200
"""Queries of a group."""

PEERS = 20
"""Queries of a group that the peer is asked, as it takes long."""


def groups(documents: Sequence[Document]) -> dict[str, list[str]]:
    """What people type, by kind of query; the same each time."""
    chance = random.Random(1)  # noqa: S311 — the same queries each time
    titles = [chance.choice(documents).title for _ in range(EACH)]
    several = [" ".join(chance.sample(WORDS, chance.randrange(2, 6))) for _ in range(EACH)]
    return {
        "a title": titles,
        "a slug": [chance.choice(documents).slug for _ in range(EACH)],
        "a title with a mistake": [_mistaken(title, chance) for title in titles],
        "one word": [chance.choice(WORDS) for _ in range(EACH)],
        "two to five words": several,
        "words with a mistake": [_mistaken(each, chance) for each in several],
        "words nothing has": [f"zzyzx{n} {chance.choice(WORDS)}" for n in range(EACH)],
        "one letter": [chance.choice("abcdehlprstuw") for _ in range(EACH)],
        "a beginning": [chance.choice(titles)[: chance.randrange(2, 12)] for _ in range(EACH)],
        "12 words": [" ".join(chance.sample(WORDS, 12)) for _ in range(EACH)],
        "400 characters": [" ".join(chance.choices(WORDS, k=60)) for _ in range(EACH)],
    }


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    store = load(statements(count))
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "search.sqlite"
        read, documents = _timed(lambda: read_documents(store))
        connection = sqlite3.connect(path)
        written, _ = _timed(lambda: write(connection, documents))
        connection.close()
        size = path.stat().st_size / 1e6
        print(
            f"{len(documents):,} things: read in {read:.1f} s, indexed in {written:.1f} s", end=""
        )
        print(f", {size:.0f} MB, {size * 1e6 / len(documents):.0f} bytes each\n")
        index, plain = opened(path), _plain(documents)
        headings = ("p50", "p99", "suggest p99", "bm25 p50", "bm25 p99")
        print(f"{'':26}" + "".join(f"{each:>12}" for each in headings))
        for group, typed in groups(documents).items():
            numbers = (
                *_percentiles(index.search, typed),
                _percentiles(index.suggest, typed)[1],
                *_percentiles(plain, typed[:PEERS]),
            )
            print(f"{group:26}" + "".join(f"{each:>9.2f} ms" for each in numbers), flush=True)


def _plain(documents: Sequence[Document]) -> Callable[[str], object]:
    """FTS5 by itself: all words, the last one begun, ranked by bm25."""
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE VIRTUAL TABLE plain USING fts5 ({', '.join(FIELDS)})")
    connection.executemany(
        f"INSERT INTO plain VALUES ({', '.join('?' for _ in FIELDS)})",  # noqa: S608 — our own
        ([" ".join(each.texts.get(field, ())) for field in FIELDS] for each in documents),
    )

    def ask(typed: str) -> object:
        expression = " ".join(f'"{word}"' for word in words(typed)) + "*"
        query = "SELECT rowid FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT 20"
        return connection.execute(query, (expression,)).fetchall()

    return ask


def _percentiles(ask: Callable[[str], object], typed: Sequence[str]) -> tuple[float, float]:
    """The middle and the 99th of a hundred, in milliseconds."""
    taken = statistics.quantiles((_timed(partial(ask, each))[0] for each in typed), n=100)
    return taken[49] * 1_000, taken[98] * 1_000


def _timed(work: Callable[[], Answer]) -> tuple[float, Answer]:
    started = time.process_time()
    answer = work()
    return time.process_time() - started, answer


def _mistaken(text: str, chance: random.Random) -> str:
    place = chance.randrange(len(text))
    return text[:place] + chance.choice(["", "x"]) + text[place + chance.randrange(2) :]


if __name__ == "__main__":
    main()
