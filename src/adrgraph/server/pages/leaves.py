"""A long list, one page of it at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from adrgraph.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_Item = TypeVar("_Item")

_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a list: which it is, how many there are, and where the others are."""

    page: int
    total: int
    """Items of the whole list."""

    size: int
    """Items on a page."""

    at: Callable[[int], str]
    """The address of a page."""

    def __post_init__(self) -> None:
        """Refuse a page that the list does not fill."""
        if self.page > self.last:
            pages = "1 page" if self.last == 1 else f"{self.last} pages"
            told = f"What was asked for fills {pages}, so there is no page {self.page}."
            raise UnknownName(told)

    @property
    def last(self) -> int:
        """The number of pages; an empty list has one."""
        return max(1, -(-self.total // self.size))

    @property
    def before(self) -> int:
        """Items on the pages before."""
        return (self.page - 1) * self.size

    @property
    def until(self) -> int:
        """Items up to the end of this page."""
        return min(self.before + self.size, self.total)

    def cut(self, items: Sequence[_Item]) -> Sequence[_Item]:
        """The items of this page."""
        return items[self.before : self.until]


def page_in(parameters: Mapping[str, str]) -> int:
    """The page that an address asks for: the first where it says nothing that makes sense.

    >>> page_in({"page": "12"}), page_in({"page": "-1"}), page_in({})
    (12, 1, 1)
    """
    text = parameters.get("page", "")
    is_number = text.isascii() and text.isdecimal() and len(text) <= _DIGITS
    return max(1, int(text)) if is_number else 1
