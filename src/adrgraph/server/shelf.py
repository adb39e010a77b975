"""Bodies that take a while to write: kept by what they follow from, whatever the address says."""

from __future__ import annotations

from collections import OrderedDict
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING

from adrgraph.store import LocalStore

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from adrgraph.store import Store

BUDGET = 64 << 20
"""Bytes of all bodies that are kept."""

WRITERS = 2
"""Bodies that are written at once: more threads would take turns from the loop, and gain nothing.
"""


class Shelf:
    """What was written of a store that stays as it is, the bodies asked for last.

    Answers are kept by their whole address, in which a client may write what it likes; a body is
    kept by the document, the form and the links in it, so that no address makes it be written anew.
    """

    def __init__(self, store: Store, *, budget: int = BUDGET) -> None:
        """Keep nothing yet; of a store elsewhere, nothing at all."""
        self._budget = budget if isinstance(store, LocalStore) else 0
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()
        self._writers = BoundedSemaphore(WRITERS)

    @property
    def room(self) -> int:
        """Bytes that are free."""
        return self._budget - self._size

    def body(self, key: Hashable, write: Callable[[], bytes]) -> bytes:
        """The body that follows from the key, which alone decides what is written."""
        if not self._budget:
            return write()
        kept = self.kept(key)
        if kept is not None:
            return kept
        with self._writers:
            kept = self.kept(key)  # somebody may have written it meanwhile
            if kept is not None:
                return kept
            written = write()
            self._put(key, written)
            return written

    def kept(self, key: Hashable) -> bytes | None:
        """The body that follows from the key, if it is here."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _put(self, key: Hashable, written: bytes) -> None:
        with self._lock:
            self._size += len(written) - len(self._kept.pop(key, b""))
            self._kept[key] = written
            while self._size > self._budget:
                _, oldest = self._kept.popitem(last=False)
                self._size -= len(oldest)
