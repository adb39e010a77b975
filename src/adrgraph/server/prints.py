"""Pictures as PNG: kept once they are made, a few made at once, each within its time."""

from __future__ import annotations

from contextlib import contextmanager
from hashlib import blake2b
from math import sqrt
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from adrgraph.errors import Overloaded
from adrgraph.pictures.raster import apart, coloured
from adrgraph.server.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adrgraph.store import Store

SECONDS = 20.0
"""Time for one PNG, and time that it may wait for its turn."""

PLACES, WAITING = 2, 8
"""How many are made at once, and how many may wait."""

DOTS = 24_000_000
"""Dots of one PNG at most: a larger picture has fewer for each of its pixels."""

BUDGET = 32 << 20
"""Bytes of all that are kept."""


class Prints:
    """What has SVG made into PNG by a process of its own."""

    def __init__(self, store: Store) -> None:
        """Keep nothing yet."""
        self._shelf = Shelf(store, budget=BUDGET)
        self._places = BoundedSemaphore(PLACES)
        self._guests = BoundedSemaphore(PLACES + WAITING)

    def png(self, svg: str, *, zoom: float, scheme: str = "light") -> bytes:
        """A picture as PNG.

        Raises:
            LimitExceeded: It takes more time or memory than it may.
            Overloaded: Too many others are under way.
        """
        plain = coloured(svg, scheme)
        key = (blake2b(plain.encode()).digest(), zoom)
        return self._shelf.body(key, lambda: self._made(plain, zoom))

    def _made(self, svg: str, zoom: float) -> bytes:
        with self._turn():
            return apart(svg, zoom=zoom, seconds=SECONDS)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        busy = Overloaded("Too many pictures are being drawn. Try again later.", retry_after=5)
        if not self._guests.acquire(blocking=False):
            raise busy
        try:
            if not self._places.acquire(timeout=SECONDS):
                raise busy
            try:
                yield
            finally:
                self._places.release()
        finally:
            self._guests.release()


def zoom_of(width: float, height: float) -> float:
    """Dots for each pixel of a picture: two, or fewer where that would be too many in all.

    >>> zoom_of(1296, 1500), round(zoom_of(1296, 60_000), 2)
    (2.0, 0.56)
    """
    return min(2.0, sqrt(DOTS / max(width * height, 1)))
