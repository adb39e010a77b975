"""Finds things in steps, the best first, and takes no step once there are enough.

The name itself, names that begin so, words in names, names with one mistake, words anywhere. Within
a step the order is that in which the things were written: by kind, then the shortest title. So the
cost follows from what is shown: no score is computed for everything that has a word.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adrgraph.names import plain
from adrgraph.search import asking
from adrgraph.search.answer import Found, Hit, Matching
from adrgraph.search.documents import ADDRESS, INITIALS
from adrgraph.search.snippets import marker
from adrgraph.search.words import SHORTEST, words
from adrgraph.search.writing import SHORT

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from adrgraph.search.asking import Word

EVERY = (1 << 62) - 1
"""More things than there are."""

COMMON = 10_000
"""Things that have a word, beyond which it costs too much to see which words stand beside it."""

LONGEST = 5
"""Words of a name that is looked for among others."""


@dataclass(frozen=True, slots=True)
class Search:
    """What was typed, and the things it is looked for among: those with numbers of a span."""

    connection: sqlite3.Connection
    typed: str
    first: int = 0
    last: int = 1 << 62

    def found(self, *, limit: int, offset: int) -> Found:
        """The things that it may mean, the best first."""
        asked = asking.read_words(self.connection, self.typed)
        demanded = _demanded(asked)
        called = list(self._called(ADDRESS))
        things, without = self._things(asked, demanded, offset + limit + 1)
        return Found(
            self.typed,
            tuple(self._hits(things[offset : offset + limit], demanded, called=called)),
            has_more=len(things) > offset + limit,
            clashing=len(called) if len(called) > 1 else 0,
            readings=_readings(asked),
            without=tuple(without),
        )

    def every(self) -> Matching:
        """All things that are found, however many they are."""
        asked = asking.read_words(self.connection, self.typed)
        things, without = self._things(asked, _demanded(asked), EVERY)
        iris = (
            dict(
                self.connection.execute(
                    "SELECT id, iri FROM thing WHERE id BETWEEN ? AND ?", (self.first, self.last)
                )
            )
            if things
            else {}
        )
        return Matching(tuple(iris[each] for each in things), _readings(asked), tuple(without))

    def suggested(self, *, limit: int) -> Iterator[Hit]:
        """The things that it may become the name of, the best first."""
        asked = asking.read_words(self.connection, self.typed)

        def steps() -> Iterator[Iterable[int]]:
            yield self._called()
            yield self._begun(limit)
            yield self._matching("named", asking.wide(asked), limit)

        things = self._gather(steps(), limit)
        return self._hits(list(things)[:limit], asked, called=())

    def _things(
        self, asked: Sequence[Word], demanded: Sequence[Word], wanted: int
    ) -> tuple[list[int], list[str]]:
        """The things that are found, so many if there are, and the words that were left out."""
        things = self._gather(self._steps(asked, demanded, wanted), wanted)
        without = [word.typed for word in demanded if not word.is_known] if things else []
        if not things:
            things, without = self._with_fewer(demanded, wanted)
        return list(things), without

    def _steps(
        self, asked: Sequence[Word], demanded: Sequence[Word], wanted: int
    ) -> Iterator[Iterable[int]]:
        called = list(self._called())
        yield called
        yield self._begun(wanted)
        yield self._matching("named", asking.exact(asked), wanted)
        if not called:
            yield self._nearly_called()
        yield self._matching("named", asking.wide(demanded), wanted)
        if min((word.things for word in asked), default=0) <= COMMON:
            yield self._matching("told", asking.phrase(asked), wanted)
        yield self._called_within()
        yield from self._anywhere(demanded, wanted)

    def _anywhere(self, asked: Sequence[Word], wanted: int) -> Iterator[Iterable[int]]:
        yield self._matching("told", asking.exact(asked), wanted)
        yield self._matching("told", asking.wide(asked), wanted)

    def _with_fewer(
        self, demanded: Sequence[Word], wanted: int
    ) -> tuple[dict[int, None], list[str]]:
        """What has fewer of the words: without the unknown, then without the commonest."""
        known = sorted((word for word in demanded if word.is_known), key=lambda word: word.things)
        without = [word.typed for word in demanded if not word.is_known]
        while known:
            if things := self._gather(self._anywhere(known, wanted), wanted):
                return things, without
            without.append(known.pop().typed)
        return {}, []

    def _gather(self, steps: Iterable[Iterable[int]], wanted: int) -> dict[int, None]:
        """The things of so many steps that there are enough."""
        things: dict[int, None] = {}
        for step in steps:
            things.update(dict.fromkeys(step))
            if len(things) >= wanted:
                break
        return things

    def _called(self, below: int = ADDRESS + 1, name: str = "") -> Iterable[int]:
        """The things that have exactly this name, which is better than some kind of name."""
        return dict.fromkeys(
            self._numbers(
                "SELECT thing FROM name WHERE plain = ? AND standing < ?"
                " AND thing BETWEEN ? AND ? ORDER BY standing, thing",
                (name or plain(self.typed), below, self.first, self.last),
            )
        )

    def _begun(self, wanted: int) -> Iterable[int]:
        """The things that have a name which begins so; neither initials nor addresses begin."""
        beginning = plain(self.typed)
        if not beginning:
            return []
        if len(beginning) <= SHORT:
            return self._numbers(
                "SELECT thing FROM beginning WHERE start = ? AND thing BETWEEN ? AND ?"
                " ORDER BY standing, thing LIMIT ?",
                (beginning, self.first, self.last, wanted),
            )
        return self._numbers(
            "SELECT thing FROM name WHERE plain >= ? AND plain < ? AND standing < ?"
            " AND thing BETWEEN ? AND ? ORDER BY standing, thing LIMIT ?",
            (beginning, f"{beginning}\U0010ffff", INITIALS, self.first, self.last, wanted),
        )

    def _nearly_called(self) -> Iterable[int]:
        """The things that have this name but for one mistake."""
        typed = plain(self.typed)
        if len(typed) < SHORTEST:
            return
        for name in asking.near(self.connection, typed)[: asking.MANY]:
            yield from self._called(name=name)

    def _called_within(self) -> Iterable[int]:
        """The things whose names are some of the words, those with the longest names first."""
        typed = words(self.typed)[: asking.MOST]
        for length in range(min(LONGEST, len(typed) - 1), 0, -1):
            for start in range(len(typed) - length + 1):
                name = "".join(typed[start : start + length])
                if len(name) >= asking.BEGINNING and name not in asking.SMALL:
                    yield from self._called(ADDRESS, name)

    def _matching(self, table: str, expression: str, wanted: int) -> Iterable[int]:
        if not expression:
            return []
        return self._numbers(
            f"SELECT rowid FROM {table} WHERE {table} MATCH ? AND rowid BETWEEN ? AND ?"  # noqa: S608
            " ORDER BY rowid LIMIT ?",
            (expression, self.first, self.last, wanted),
        )

    def _numbers(self, sql: str, values: tuple[object, ...]) -> list[int]:
        return [number for (number,) in self.connection.execute(sql, values)]

    def _hits(
        self, numbers: Sequence[int], asked: Sequence[Word], *, called: Sequence[int]
    ) -> Iterator[Hit]:
        marks = marker(self.typed, {each for word in asked for each in (word.typed, *word.meant)})
        for number in numbers:
            iri, kind, title, told = self.connection.execute(
                "SELECT iri, kind, title, texts FROM thing WHERE id = ?", (number,)
            ).fetchone()
            texts = json.loads(told)
            why, snippet = marks.why(iri, texts)
            yield Hit(
                iri,
                kind,
                title,
                why=why,
                snippet=snippet,
                description=next(iter(texts.get("description", ())), ""),
                areas=tuple(texts.get("area", ())),
                remarks=marks.remarks(texts) if number in called else (),
            )


def _demanded(asked: Sequence[Word]) -> Sequence[Word]:
    """The words that things need to have."""
    return [word for word in asked if word.typed not in asking.SMALL] or asked


def _readings(asked: Sequence[Word]) -> dict[str, tuple[str, ...]]:
    return {word.typed: word.read_as for word in asked if word.read_as}
