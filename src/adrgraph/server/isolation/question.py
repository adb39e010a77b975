"""What is asked of a worker, what it replies, and how both travel: frames on a socket."""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass, fields
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from adrgraph.errors import LimitExceeded, QueryError, StoreError, UnknownFormat
from adrgraph.formats import find_format, holding
from adrgraph.server.negotiation import negotiate

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from adrgraph.formats import Format, Kind

HEADER = struct.Struct(">BI")
"""The head of a frame: its kind, and how many bytes follow."""


class Frame(IntEnum):
    """What a frame of a reply holds."""

    HEAD = 1
    """The form of the query and the media type of the answer, whose body follows."""
    BODY = 2
    """Bytes of the body."""
    END = 3
    """The answer is whole; in the frame stands how many rows it has, if it has any."""
    CUT = 4
    """The answer has more rows than are sent: it ends here without its end."""
    TIRED = 5
    """The worker takes no more questions after this one."""
    FAILURE = 6
    """An error, instead of the answer or of the rest of it."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query with the dataset and the formats that its request names."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    accept: str = ""

    def choose(self, kind: Kind) -> Format:
        """The format of the answer: one that a parameter names, else by `Accept`.

        Raises:
            UnknownFormat: None is accepted.
        """
        for wish in self.wishes:
            try:
                return find_format(wish, kind)
            except UnknownFormat:
                continue
        return negotiate(self.accept, holding(kind))

    def encode(self) -> bytes:
        """The question as bytes, whatever its characters."""
        # Without copies: a text that is filled in is more than a str, and cannot be copied as one.
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        return json.dumps(told).encode()

    def digest(self) -> bytes:
        """A few bytes by which the same question is known again."""
        return hashlib.blake2b(self.encode(), digest_size=16).digest()

    @classmethod
    def decode(cls, encoded: bytes) -> Question:
        """The question that was encoded."""
        told = json.loads(encoded)
        return cls(**{name: _frozen(value) for name, value in told.items()})


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: what is there of it, and what is still to come, if anything is.

    What is to come may raise `CutOff`: then the body must not look as if it were whole.
    """

    media_type: str
    begun: bytes
    rest: AsyncIterator[bytes] | None = None
    is_cut: bool = False


class CutOff(Exception):
    """An answer that ends before its end, by a limit or because its worker died."""


def encode_error(error: Exception) -> bytes:
    """An error as bytes."""
    told: dict[str, Any] = {"kind": type(error).__name__, "message": str(error)}
    match error:
        case QueryError(message=message, line=line, column=column):
            told |= {"message": message, "line": line, "column": column}
        case UnknownFormat(offered=offered):
            told |= {"offered": offered}
        case LimitExceeded(limit=limit):
            told |= {"limit": limit}
    return json.dumps(told).encode()


def decode_error(encoded: bytes) -> Exception:
    """The error that was encoded."""
    match json.loads(encoded):
        case {"kind": "QueryError", "message": message, "line": line, "column": column}:
            return QueryError(message, line=line, column=column)
        case {"kind": "UnknownFormat", "message": message, "offered": offered}:
            return UnknownFormat(message, offered=offered)
        case {"kind": "LimitExceeded", "message": message, "limit": limit}:
            return LimitExceeded(message, limit=limit)
        case {"message": message}:
            return StoreError(message)
    raise ValueError(f"No error: {encoded!r}")


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
