"""The verb `search`: what was found, why, and what the words may mean besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adrgraph.cli.answers import show_table
from adrgraph.cli.output import emit, tell

if TYPE_CHECKING:
    from adrgraph.search import Found, Hit


def show_found(found: Found, *, format: str, output: str) -> None:
    """Write what was found; what the words were taken for is said beside it."""
    if format == "json":
        emit(f"{found}\n", output=output)
    elif format == "csv":
        emit(found.as_csv(), output=output)
    elif found.hits:
        rows = [[hit.path, hit.title, hit.why, _shown(hit)] for hit in found]
        show_table(("thing", "title", "why", "text"), rows)
    else:
        tell("Nothing matches.")
    for remark in _remarks(found):
        tell(remark)


def _shown(hit: Hit) -> str:
    """The reason for a find; nothing where it is the title that stands beside it."""
    return "" if hit.text == hit.title else hit.text


def _remarks(found: Found) -> list[str]:
    remarks = [
        f'Nothing has "{word}": it is read as {" or ".join(read)}.'
        for word, read in found.readings.items()
    ]
    if found.without:
        remarks.append(f"Left out: {', '.join(found.without)}.")
    if found.clashing:
        remarks.append(f'{found.clashing} things are called "{found.text}".')
    remarks += [f"{hit.path}: {remark}" for hit in found for remark in hit.remarks]
    if found.has_more:
        remarks.append("There are more: --limit and --offset show them.")
    return remarks
