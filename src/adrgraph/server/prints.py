"""Pictures as PNG: kept once they are made, a few made at once, each within its time."""

from __future__ import annotations

import re
from hashlib import blake2b
from math import sqrt
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from adrgraph.errors import Overloaded
from adrgraph.pictures.raster import apart, coloured
from adrgraph.server.shelf import Shelf

if TYPE_CHECKING:
    from adrgraph.store import Store

SECONDS = 20.0
"""Time for one PNG."""

PLACES, WAITING = 2, 8
"""How many are made at once, and how many may wait."""

DOTS = 24_000_000
"""Dots of one PNG at most: a larger picture has fewer for each of its pixels."""

BUDGET = 32 << 20
"""Bytes of all that are kept."""

_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')


class Prints:
    """What has SVG made into PNG by a process of its own."""

    def __init__(self, store: Store) -> None:
        """Keep nothing yet."""
        self._shelf = Shelf(store, budget=BUDGET)
        self._places = BoundedSemaphore(PLACES)
        self._guests = BoundedSemaphore(PLACES + WAITING)

    def png(self, svg: str, *, zoom: float = 2.0, scheme: str = "light") -> bytes:
        """A picture as PNG, with so many dots for each pixel, or fewer where it is very large.

        Raises:
            LimitExceeded: It takes more time or memory than it may.
            Overloaded: Too many others are under way.
        """
        plain = coloured(svg, scheme)
        key = (blake2b(plain.encode()).digest(), zoom)
        kept = self._shelf.kept(key)
        if kept is not None:
            return kept
        if not self._guests.acquire(blocking=False):
            raise Overloaded("Too many pictures are being drawn. Try again later.", retry_after=5)
        try:
            return self._shelf.body(key, lambda: self._made(plain, min(zoom, bound(plain))))
        finally:
            self._guests.release()

    def _made(self, svg: str, zoom: float) -> bytes:
        with self._places:
            return apart(svg, zoom=zoom, seconds=SECONDS)


def bound(svg: str) -> float:
    """Dots for each pixel of a picture at most.

    >>> round(bound('<svg width="1296" height="60000">'), 2)
    0.56
    """
    sizes = _SIZE.findall(svg)
    return sqrt(DOTS / (float(sizes[0][0]) * float(sizes[0][1])))
