"""Elements of SVG, escaped as they are made, so that writing them is putting text together."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Element:
    """An element with its attributes, its words, and the elements within it.

    >>> root = Element("a", {"href": '"/?q=1&r=2"'}, "Data < all")
    >>> root.add("rect", {"x": 1.25})
    <rect x="1.2" />
    >>> root
    <a href="&quot;/?q=1&amp;r=2&quot;">Data &lt; all<rect x="1.2" /></a>
    """

    __slots__ = ("_head", "_tag", "_words", "within")

    def __init__(self, tag: str, given: Mapping[str, object], words: str = "") -> None:
        """Nothing is within it yet; in the name of an attribute a low line stands for a hyphen."""
        self._tag = tag
        self._head = f"<{tag}" + "".join(
            [f' {key.replace("_", "-")}="{_attribute(value)}"' for key, value in given.items()]
        )
        self._words = escaped(words)
        self.within: list[Element] = []

    def add(self, tag: str, given: Mapping[str, object], words: str = "") -> Element:
        """One more element within it."""
        element = Element(tag, given, words)
        self.within.append(element)
        return element

    def extend(self, elements: Iterable[Element]) -> None:
        """Elements that were made elsewhere, within it too."""
        self.within.extend(elements)

    def __repr__(self) -> str:
        """The element as text."""
        parts: list[str] = []
        self.write(parts)
        return "".join(parts)

    def write(self, parts: list[str]) -> None:
        """Put the text together, piece by piece."""
        if not self.within:
            end = f">{self._words}</{self._tag}>" if self._words else " />"
            parts.append(self._head + end)
            return
        parts.append(f"{self._head}>{self._words}")
        for element in self.within:
            element.write(parts)
        parts.append(f"</{self._tag}>")


def written(value: object) -> str:
    """A value as an attribute has it: numbers to a tenth."""
    if isinstance(value, str):
        return xml(value)
    return _number(value) if isinstance(value, int | float) else xml(str(value))


def xml(words: str) -> str:
    """Words without the characters that XML cannot hold."""
    return words if words.isprintable() else _FORBIDDEN.sub("\ufffd", words)


def escaped(words: str) -> str:
    """Words as text within an element."""
    return xml(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _attribute(value: object) -> str:
    if not isinstance(value, str):
        return written(value)
    quoted = escaped(value).replace('"', "&quot;")
    if quoted.isprintable():
        return quoted
    return quoted.replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#09;")


@lru_cache(8_192)
def _number(value: float) -> str:
    return f"{round(value, 1):.10g}"
