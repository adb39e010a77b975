"""Some rows of an answer at a time, with links to the others (RFC 8288)."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adrgraph.results import Solutions
from adrgraph.server.isolation.question import Question
from adrgraph.server.streaming import gathered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adrgraph.formats import Format
    from adrgraph.server.answering import Answerer
    from adrgraph.server.asking import Asked

USUAL: Mapping[str, int] = {"html": 100, "xlsx": 10_000}
"""Rows of a page or a sheet, which are made whole; other formats are sent as they come."""

MOST: Mapping[str, int] = {"html": 1_000, "xlsx": 10_000}


@dataclass(frozen=True, slots=True)
class Paging:
    """How many rows go into one answer: usually, where there is such a number, and at most."""

    most: int
    usual: int | None = None


def paging_of(format: Format, answerer: Answerer) -> Paging:
    """How many rows an answer in a format has; it stays below what the answerer sends."""
    rows = answerer.limits.rows if answerer.limits else sys.maxsize
    if format.name not in MOST:
        return Paging(min(rows, 1_000_000))
    room = max(1, rows - 1)  # one more row is asked for, which tells whether there are more
    return Paging(min(MOST[format.name], room), min(USUAL[format.name], room))


async def has_more(asked: Asked, *, limit: int, answerer: Answerer, client: str) -> bool:
    """Whether there is a row after so many; an answer on its way does not tell beforehand."""
    sparql = asked.sparql(limit=1, offset=asked.offset + limit)
    question = Question(sparql, accept="application/sparql-results+json")
    async with answerer.asking(question, client=client) as reply:
        return len(Solutions((await gathered(reply)).begun)) > 0


def links(asked: Asked, path: str, *, limit: int, is_last: bool) -> dict[str, str]:
    """The addresses of the first, the previous and the next rows, by relation.

    How many there are in all nobody has counted, so none is called the last.
    """
    found = {"first": asked.address(path, limit=limit)}
    if asked.offset:
        before = max(0, asked.offset - limit)
        found["prev"] = asked.address(path, limit=limit, offset=before)
    if not is_last:
        found["next"] = asked.address(path, limit=limit, offset=asked.offset + limit)
    return found


def link_header(found: Mapping[str, str]) -> str:
    """Links as a header tells them."""
    return ", ".join(f'<{address}>; rel="{relation}"' for relation, address in found.items())
