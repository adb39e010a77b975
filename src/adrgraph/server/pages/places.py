"""Sets of places in a list as numbers with a bit for each: and periods by year."""

from __future__ import annotations

from array import array
from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Places: TypeAlias = int
"""A set of places; place 0 is the lowest bit."""


def places_of(places: Iterable[int]) -> Places:
    """The set of some places.

    >>> places_of([0, 3]), list(members(9))
    (9, [0, 3])
    """
    listed = array("L", places)
    bits = bytearray(max(listed, default=0) // 8 + 1)
    for place in listed:
        bits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(bits, "little")


def members(places: Places) -> Iterator[int]:
    """All places of a set, in order."""
    return (place for place, bit in enumerate(reversed(f"{places:b}")) if bit == "1")


def selected(places: Places, first: int, last: int) -> Iterator[int]:
    """Some places of a set, counted in order, without a look at those before.

    >>> list(selected(0b101101, 1, 3))
    [2, 3]
    """
    low, high = 0, places.bit_length()
    while low < high:
        middle = (low + high) // 2
        if (places & ((1 << middle) - 1)).bit_count() > first:
            high = middle
        else:
            low = middle + 1
    start = max(low - 1, 0)
    rest = places >> start
    for _ in range(first, last):
        lowest = rest & -rest
        yield start + lowest.bit_length() - 1
        rest ^= lowest


class Years:
    """Which of several periods meet some years; an unknown bound meets any.

    >>> years = Years([[("2001", "2003")], [("2010", "")], []])
    >>> years.meeting(2003, 2009), years.meeting(0, 9999), years.meeting(2050, 2060)
    (1, 3, 2)
    """

    def __init__(self, spans: Sequence[Sequence[tuple[str, str]]]) -> None:
        """Read the periods at each place: their first and last dates, as written."""
        known = [int(bound[:4]) for each in spans for span in each for bound in span if bound]
        self._first, self._last = min(known, default=0) - 1, max(known, default=0) + 1
        found: dict[int, list[int]] = defaultdict(list)
        for place, each in enumerate(spans):
            for start, end in each:
                begin = int(start[:4]) if start else self._first
                stop = int(end[:4]) if end else self._last
                for year in range(min(begin, stop), max(begin, stop) + 1):
                    found[year].append(place)
        self._met = {year: places_of(places) for year, places in found.items()}

    def meeting(self, since: int, until: int) -> Places:
        """The places of which some period meets these years."""
        met = 0
        for year in range(max(since, self._first), min(until, self._last) + 1):
            met |= self._met.get(year, 0)
        if since > self._last:
            met = self._met.get(self._last, 0)
        if until < self._first:
            met = self._met.get(self._first, 0)
        return met
