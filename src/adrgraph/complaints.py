"""What an engine says of a query that it cannot read, as an error with its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from adrgraph.errors import QueryError
from adrgraph.iris import PREFIXES

if TYPE_CHECKING:
    from adrgraph.outline import Outline

_PLACE = re.compile(r"error at (\d+):(\d+): |.* SPARQL compiler, line (\d+): ")
"""Where an error is, as Oxigraph and as Virtuoso say it."""

Place = Callable[[int, int], tuple[int, int]]
"""The line and column of a query that stand for those in the text that the engine had."""


def same_place(line: int, column: int) -> tuple[int, int]:
    """The place in a query that the engine had as it is."""
    return line, column


def explained(
    complaint: str, sparql: str, *, found: Outline, place: Place = same_place
) -> QueryError:
    """The parser's complaint with its place, or the undeclared prefix that is behind it."""
    undeclared = found.used.keys() - found.prefixes.keys() - {"_:"}
    if undeclared:
        prefix = min(undeclared, key=found.used.__getitem__)
        namespace = PREFIXES.get(prefix.removesuffix(":"), "…")
        line, column = place_of(found.used[prefix], sparql)
        return QueryError(
            f'The prefix "{prefix}" is not declared. Begin with PREFIX {prefix} <{namespace}>',
            line=line,
            column=column,
        )
    match = _PLACE.match(complaint)
    if match is None:
        return QueryError(complaint)
    if match[3]:
        return QueryError(complaint, line=int(match[3]))
    line, column = place(int(match[1]), int(match[2]))
    rest = [*sparql.split("\n"), ""][line - 1][column - 1 :].strip()
    where = f'"{rest[:30]}"' if rest else "the end of the text"
    return QueryError(f"SPARQL syntax error at {where}.", line=line, column=column)


def place_of(offset: int, text: str) -> tuple[int, int]:
    """The line and column of a character, both counted from one.

    >>> place_of(4, "ASK {}")
    (1, 5)
    """
    before = text[:offset]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
