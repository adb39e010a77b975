"""Why a thing was found: the name or the text that has what was typed, marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from adrgraph.names import plain
from adrgraph.search.answer import Piece
from adrgraph.search.documents import FIELDS, initials, slug_of
from adrgraph.search.words import folded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    Texts = Mapping[str, Sequence[str]]

WIDTH = 200
"""Characters of a snippet."""

BEFORE = 60
"""Characters before the first mark."""

CALLED = MappingProxyType(
    {
        "name": "other name",
        "component": "part",
        "question": "research question",
        "remark": "editorial note",
    }
)
"""What people call a field, where it is not its own name."""

_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Marker:
    """Finds what was typed in what a thing says."""

    typed: str
    """What was typed, as a plain name."""

    words: re.Pattern[str]
    alone: re.Pattern[str]
    """The one word that was typed, where it is no part of a compound."""

    def why(self, iri: str, texts: Texts) -> tuple[str, tuple[Piece, ...]]:
        """The field that tells why a thing was found, and its snippet."""
        for field, name in _names(texts) if self.typed else ():
            if end := _begins(name, self.typed):
                pieces = (Piece(name[:end], is_marked=True), Piece(name[end:]))
                return field, tuple(piece for piece in pieces if piece.text)
        for field, name in (
            ("initials", initials(texts["title"][0])),
            ("address", slug_of(iri)),
        ):
            if self.typed and plain(name) == self.typed:
                return field, (Piece(name, is_marked=True),)
        field, text = self._best(texts)
        return CALLED.get(field, field), self.marked(text)

    def remarks(self, texts: Texts) -> tuple[str, ...]:
        """What curators remark on the one word that was typed."""
        return tuple(each for each in texts.get("remark", ()) if self.alone.search(folded(each)))

    def marked(self, text: str) -> tuple[Piece, ...]:
        """The part of a text that has the first of the words, in pieces."""
        spans = [found.span() for found in self.words.finditer(folded(text))]
        start, end = _window(text, spans[0][0] if spans else 0)
        pieces, place = [Piece("…" if start else "")], start
        for first, last in spans:
            if place <= first and last <= end:
                pieces += [Piece(text[place:first]), Piece(text[first:last], is_marked=True)]
                place = last
        pieces.append(Piece(text[place:end] + ("…" if end < len(text) else "")))
        return tuple(piece for piece in pieces if piece.text)

    def _best(self, texts: Texts) -> tuple[str, str]:
        """The text with the most of the words, of the best field; the title where none has any."""
        best, most = ("title", texts["title"][0]), 0
        for field in FIELDS:
            for text in texts.get(field, ()):
                several = len(set(self.words.findall(folded(text))))
                if several > most:
                    best, most = (field, text), several
        return best


def marker(typed: str, words: Collection[str]) -> Marker:
    """What finds a name that was typed, or else these words, which are folded and stand whole.

    >>> [each.text for each in marker("", ["census"]).marked("The Census, and censuses")]
    ['The ', 'Census', ', and censuses']
    """
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    one = folded(typed.strip())
    return Marker(
        plain(typed),
        re.compile(rf"(?<![^\W_])(?:{either})(?![^\W_])") if either else _NOTHING,
        re.compile(rf"(?<![\w-]){re.escape(one)}(?![\w-])") if one else _NOTHING,
    )


def _names(texts: Texts) -> Iterator[tuple[str, str]]:
    title, *others = texts["title"]
    yield "title", title
    for name in (*others, *texts.get("name", ())):
        yield CALLED["name"], name


def _begins(name: str, typed: str) -> int:
    """The characters of a name that make up what was typed; none where it begins otherwise.

    >>> _begins("AD|ARC", "adar"), _begins("ADR", "arc")
    (5, 0)
    """
    if not plain(name).startswith(typed):
        return 0
    # A letter may stand for several, and some stand for none.
    return next(end for end in range(1, len(name) + 1) if plain(name[:end]).startswith(typed))


def _window(text: str, first: int) -> tuple[int, int]:
    """Where the snippet begins and ends: between words, with the first mark in it."""
    if len(text) <= WIDTH:
        return 0, len(text)
    start = max(0, min(first - BEFORE, len(text) - WIDTH))
    if start and (space := text.find(" ", start, first)) > 0:
        start = space + 1
    end = min(len(text), start + WIDTH)
    if end < len(text) and (space := text.rfind(" ", max(first + 1, start), end)) > 0:
        end = space
    return start, end
