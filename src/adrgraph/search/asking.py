"""What a person typed, as words that the index has: data, never the syntax of a query.

Each word stands for itself; more widely for the words that begin with it, for its singular, and,
where nothing has it, for the words that one mistake would make it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adrgraph.search.words import SHORTEST, halves_meant, is_near, words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

LONGEST = 400
"""Characters that are read of what is typed."""

MOST = 12
"""Words that are looked for."""

BEGINNING = 3
"""Letters from which on a word stands for those that begin with it too."""

MANY = 30
"""Words that one word may stand for; those that most things have."""

SMALL = frozenset(
    (
        *("a", "about", "an", "and", "are", "at", "be", "by", "can", "do", "does", "for", "from"),
        *("has", "have", "how", "i", "in", "is", "it", "me", "of", "on", "or", "show", "that"),
        *("the", "their", "there", "this", "to", "was", "what", "when", "where", "which", "who"),
        "with",
    )
)
"""Words that things need not have."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word that was typed, and what it stands for."""

    typed: str
    things: int
    """How many things have just this word."""

    wide: tuple[str, ...]
    """What it stands for, taken widely: itself, longer ones, its singular."""

    read_as: tuple[str, ...] = ()
    """What one mistake would have made of it, where nothing has it."""

    @property
    def is_known(self) -> bool:
        """Whether anything has it, or what it stands for."""
        return bool(self.wide or self.read_as)

    @property
    def meant(self) -> tuple[str, ...]:
        """Every word that it may stand for."""
        return self.wide or self.read_as


def read_words(connection: sqlite3.Connection, text: str) -> list[Word]:
    """The words of a text, each once, with what they stand for in this index."""
    typed = list(dict.fromkeys(words(text)))[:MOST]
    return [_word(connection, each) for each in typed]


def exact(asked: Iterable[Word]) -> str:
    """The expression for things that have the words as they were typed; empty where none can.

    >>> exact([Word("court", 3, ("court",)), Word("near", 1, ("near", "nearby"))])
    '"court" AND "near"'
    """
    every = list(asked)
    if not every or not all(word.things for word in every):
        return ""
    return " AND ".join(_quoted(word.typed) for word in every)


def phrase(asked: Sequence[Word]) -> str:
    """The expression for things that have the words one after the other; empty for one word."""
    if len(asked) == 1 or not all(word.things for word in asked):
        return ""
    return _quoted(" ".join(word.typed for word in asked)) if asked else ""


def wide(asked: Iterable[Word]) -> str:
    """The expression for things that have what the words stand for; empty where nothing can."""
    every = list(asked)
    if not every or not all(word.is_known for word in every):
        return ""
    return " AND ".join(f"({' OR '.join(map(_quoted, word.meant))})" for word in every)


def near(connection: sqlite3.Connection, text: str) -> list[str]:
    """The names and words of the index which one mistake would have made this text."""
    found: set[str] = set()
    for half, length in halves_meant(text):
        rows = connection.execute(
            "SELECT whole FROM half WHERE half = ? AND length = ? LIMIT 1000", (half, length)
        )
        found.update(whole for (whole,) in rows if whole not in found and is_near(text, whole))
    return sorted(found - {text})


def _word(connection: sqlite3.Connection, typed: str) -> Word:
    row = connection.execute("SELECT things FROM word WHERE text = ?", (typed,)).fetchone()
    things = row[0] if row else 0
    meant = _begun(connection, typed) if len(typed) >= BEGINNING else []
    if singular := _singular(typed):
        meant += _begun(connection, singular)
    known = tuple(dict.fromkeys(([typed] if things else []) + meant))
    if known or len(typed) < SHORTEST or typed.isdigit():
        return Word(typed, things, known)
    return Word(typed, things, (), _spelt(connection, typed))


def _begun(connection: sqlite3.Connection, beginning: str) -> list[str]:
    rows = connection.execute(
        "SELECT text FROM word WHERE text >= ? AND text < ? ORDER BY things DESC, text LIMIT ?",
        (beginning, f"{beginning}\U0010ffff", MANY),
    )
    return [text for (text,) in rows]


def _singular(word: str) -> str:
    """What a plural is the plural of, or as much of it as is sure.

    >>> _singular("studies"), _singular("schools"), _singular("access")
    ('study', 'school', '')
    """
    if len(word) <= SHORTEST or not word.endswith("s") or word.endswith("ss"):
        return ""
    return f"{word[:-3]}y" if word.endswith("ies") else word[:-1]


def _spelt(connection: sqlite3.Connection, typed: str) -> tuple[str, ...]:
    """The words that one mistake would have made this one, those of most things first."""
    found = near(connection, typed)[:MANY]
    places = ", ".join("?" for _ in found)
    rows = connection.execute(
        f"SELECT text FROM word WHERE text IN ({places}) ORDER BY things DESC, text",  # noqa: S608
        found,
    )
    return tuple(text for (text,) in rows)


def _quoted(word: str) -> str:
    """A string of FTS5, in which nothing is syntax."""
    return '"' + word.replace('"', '""') + '"'
