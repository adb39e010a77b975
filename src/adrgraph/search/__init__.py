"""Full-text search over the graph: names, texts and what they may have been mistyped as."""

from __future__ import annotations

from adrgraph.search.answer import Found, Hit, Matching, Piece
from adrgraph.search.documents import KINDS
from adrgraph.search.index import FILE, Index, open_index, write_index

__all__ = [
    "FILE",
    "KINDS",
    "Found",
    "Hit",
    "Index",
    "Matching",
    "Piece",
    "open_index",
    "write_index",
]
