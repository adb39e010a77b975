"""How much room text takes, and text fitted to the room there is.

The widths are those of a wide face, rounded up: other faces of user interfaces need less.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from types import MappingProxyType

_ELLIPSIS = "…"
_BOLD = 1.12

_WIDTHS = MappingProxyType(
    {
        letter: width / 100
        for width, letters in (
            (30, "'IJijl"),
            (35, " ,./:;\\|\u2018\u2019"),
            (40, "()-[]ft"),
            (45, "!r"),
            (50, '"*_`\u2013'),
            (55, "?csz“”"),
            (60, "FLkvxy•"),
            (65, "$0123456789EPSTYabdeghnopqu{}€£"),
            (70, "ABCKRVXZ"),
            (75, "NU"),
            (80, "&DGHOQ"),
            (85, "#+<=>^w~→←"),
            (90, "M"),
            (100, "%@Wm—…"),
        )
        for letter in letters
    }
)
"""The width of each letter in ems."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MARKS = frozenset({"Mn", "Me"})


def clean(words: str) -> str:
    r"""Words on one line, without what cannot be seen or would turn the text around it.

    >>> clean("two\nlines,\x00 and\u202e turned")
    'two lines, and turned'
    """
    seen = (" " if sign.isspace() else sign for sign in words)
    return " ".join(
        "".join(sign for sign in seen if unicodedata.category(sign) not in _UNSEEN).split()
    )


def width(words: str, size: float, *, bold: bool = False) -> float:
    """The room that words on one line need at a size in pixels.

    >>> width("Wales", 10), width("Wales", 10, bold=True)
    (31.5, 35.28)
    """
    ems = sum(map(_width, words)) * (_BOLD if bold else 1)
    return round(ems * size, 2)


@lru_cache(8_192)
def is_measured(words: str) -> bool:
    """Whether the width of every letter is known, so that no face needs more.

    >>> is_measured("Census 2021"), is_measured("تعداد")
    (True, False)
    """
    return all(letter in _WIDTHS for letter in words)


@lru_cache(8_192)
def fitted(
    words: str, room: float, size: float, *, most: int = 1, bold: bool = False
) -> tuple[str, ...]:
    """Words in as many lines as they need, at most so many; what does not fit ends in an ellipsis.

    >>> fitted("Data First: family court dataset", 120, 12, most=2)
    ('Data First: family', 'court dataset')
    >>> fitted("Data First: family court dataset", 120, 12)
    ('Data First: famil…',)
    """
    ems = room / size / (_BOLD if bold else 1)
    rest = clean(words)[: int(most * ems * 8) + 1]
    lines: list[str] = []
    while rest:
        if len(lines) == most - 1:
            lines.append(_cut(rest, ems))
            break
        line, rest = _first_line(rest, ems)
        lines.append(line)
    return tuple(lines)


@cache
def _width(letter: str) -> float:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if unicodedata.category(letter) in _MARKS:
        return 0
    base = unicodedata.normalize("NFD", letter)[0]
    if base in _WIDTHS:
        return _WIDTHS[base]
    return 1 if unicodedata.east_asian_width(letter) in "WF" else 0.75


def _first_line(words: str, ems: float) -> tuple[str, str]:
    """As many words as fit on a line, at least one letter, and what is left."""
    taken = _letters(words, ems)
    if taken == len(words):
        return words, ""
    space = words.rfind(" ", 0, taken + 1)
    end = space if space > 0 else max(taken, 1)
    return words[:end].rstrip(), words[end:].lstrip()


def _cut(words: str, ems: float) -> str:
    taken = _letters(words, ems)
    if taken == len(words):
        return words
    return words[: _letters(words, ems - _width(_ELLIPSIS))].rstrip() + _ELLIPSIS


def _letters(words: str, ems: float) -> int:
    """How many letters fit."""
    used = 0.0
    for place, letter in enumerate(words):
        used += _width(letter)
        if used > ems + 1e-9:
            return place
    return len(words)
