"""Where an answer goes while the engine writes it: in pieces, its rows counted on the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from adrgraph.errors import UnknownFormat

if TYPE_CHECKING:
    from collections.abc import Callable

    from adrgraph.formats import Format

PIECE = 64 << 10
"""Bytes of an answer that travel together."""

_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


class TooManyRows(Exception):
    """The answer has more rows than are sent."""


class Counter(Protocol):
    """Rows of an answer, counted while it passes."""

    def count(self, piece: bytes) -> int:
        """The rows that this piece begins or ends."""


class Outlet:
    """A file that the engine writes to, which sends on what has gathered."""

    def __init__(self, send: Callable[[bytes], None], format: Format, *, rows: int) -> None:
        """Send pieces of an answer in this format until it has more than these rows."""
        self._send = send
        self._gathered = bytearray()
        self._counter = COUNTERS[format.name]()
        self._most = self._left = rows
        self._xml = format.label if format.name == "xml" else ""

    def write(self, piece: bytes) -> int:
        """Take what was written.

        Raises:
            TooManyRows: There are more rows than may be sent; what came before is sent.
            UnknownFormat: The format cannot hold a character of the answer.
        """
        self._left -= self._counter.count(piece)
        if self._xml:
            self._refuse_illegal(piece)
        if self._left < 0:
            self.flush()
            raise TooManyRows
        self._gathered += piece
        if len(self._gathered) >= PIECE:
            self.flush()
        return len(piece)

    @property
    def rows(self) -> int:
        """The rows that have passed."""
        return self._most - max(0, self._left)

    def flush(self) -> None:
        """Send what has gathered."""
        if self._gathered:
            self._send(bytes(self._gathered))
            self._gathered.clear()

    def _refuse_illegal(self, piece: bytes) -> None:
        # A character of three bytes may have begun in the piece before.
        illegal = _NO_XML.search(bytes(self._gathered[-2:]) + piece)
        if illegal:
            raise UnknownFormat(
                f"{self._xml} cannot hold the character U+{ord(illegal[0].decode()):04X} of this "
                "result. Choose a format that is not XML."
            )


class Marks:
    """Rows that are each marked by bytes which stand nowhere else."""

    def __init__(self, mark: bytes, *, extra: int = 0) -> None:
        """Count a mark; `extra` of them mark no row."""
        self._mark = mark
        self._extra = extra
        self._before = b""

    def count(self, piece: bytes) -> int:
        """The marks that end in this piece."""
        seen = self._before + piece
        found = seen.count(self._mark)
        self._before = seen[max(0, len(seen) - len(self._mark) + 1) :]
        spared = min(found, self._extra)
        self._extra -= spared
        return found - spared


class CsvRows:
    """Lines that end outside quotes, the heading aside."""

    def __init__(self) -> None:
        """Begin before the heading, outside quotes."""
        self._quoted = False
        self._heading = 1

    def count(self, piece: bytes) -> int:
        """The rows that end in this piece."""
        parts = piece.split(b'"')
        found = sum(part.count(b"\n") for part in parts[self._quoted :: 2])
        self._quoted ^= len(parts) % 2 == 0
        spared = min(found, self._heading)
        self._heading -= spared
        return found - spared


class JsonRows:
    """Objects that stand in the list of bindings.

    A quote within a string is escaped, so what looks like the begin of a row is one, or else a
    string that ends so: then a bracket or a comma follows, and no name. Rows in which nothing is
    bound are not counted.
    """

    _MARKS = ((b'"bindings":[{"', 1), (b',{"', 1), (b',{"}', -1), (b',{",', -1))
    _LONGEST = max(len(mark) for mark, _ in _MARKS)

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self._before = b""

    def count(self, piece: bytes) -> int:
        """The rows that begin in this piece, less those that it shows to have been none."""
        seen, known = self._before + piece, len(self._before)
        self._before = seen[-self._LONGEST :]
        return sum(
            sign * seen.count(mark, max(0, known - len(mark) + 1)) for mark, sign in self._MARKS
        )


COUNTERS: dict[str, Callable[[], Counter]] = {
    "json": JsonRows,
    "xml": lambda: Marks(b"<result>"),
    "csv": CsvRows,
    "tsv": lambda: Marks(b"\n", extra=1),
}
"""What counts the rows of each format."""
