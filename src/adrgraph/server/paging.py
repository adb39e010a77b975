"""Some rows of an answer at a time, with links to the others (RFC 8288)."""

from __future__ import annotations

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

UNLIMITED = 1_000_000
"""Rows that can be asked for at once where the answerer has no limit of its own."""

MOST: Mapping[str, int] = {"html": 1_000, "xlsx": 10_000}


def most_rows(answerer: Answerer) -> int:
    """How many rows can be asked for at once."""
    return min(answerer.limits.rows, UNLIMITED) if answerer.limits else UNLIMITED


def made_whole(asked: Asked, format: Format, answerer: Answerer) -> int:
    """How many rows go into a page or a sheet; one more is asked for, which must be sent too."""
    wanted = asked.limit or USUAL[format.name]
    return max(1, min(wanted, MOST[format.name], most_rows(answerer) - 1))


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
