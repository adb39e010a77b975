"""The verb `queries`: what can be asked, and with which parameters."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

from adrgraph.catalogue import find_query, scheme_slugs
from adrgraph.cli import FINE, UNREADABLE
from adrgraph.cli.answers import show_table
from adrgraph.cli.output import emit, tell
from adrgraph.queries import described, read_queries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adrgraph.layout import Layout
    from adrgraph.queries import Parameter, Query


def list_queries(layout: Layout, *, format: str) -> int:
    """One line a query, by tag; a malformed file is told and does not hide the others."""
    queries, malformed = read_queries(layout.queries, schemes=scheme_slugs(layout))
    if format == "json":
        emit(
            json.dumps(
                [_described(query) for query in queries.values()], indent=2, ensure_ascii=False
            )
        )
    elif queries:
        show_table(("about", "query", "question"), _grouped(queries.values()))
        example = next(iter(queries))
        tell(f"`adrgraph queries {example}` says what {example} can be asked.")
    for error in malformed:
        tell(str(error))
    return UNREADABLE if malformed else FINE


def show_query(layout: Layout, name: str, *, format: str) -> int:
    """One query: its question, its parameters and an example."""
    query = find_query(layout, name)
    if format == "json":
        emit(json.dumps(_described(query), indent=2, ensure_ascii=False))
        return FINE
    emit("\n\n".join(part for part in (query.summary, query.description) if part) + "\n")
    if query.parameters:
        show_table(
            ("parameter", "type", "what", "example"),
            [
                [parameter.name, _type(parameter), _what(parameter), parameter.example]
                for parameter in query.parameters
            ],
        )
    emit(f"\nExample: adrgraph run {query.example}")
    return FINE


def _grouped(queries: Iterable[Query]) -> list[list[str]]:
    """The queries under their first tag, which stands beside the first of each group."""
    named = sorted(queries, key=lambda query: (_group(query), query.name))
    return [
        [tag if place == 0 else "", query.name, query.summary]
        for tag, group in groupby(named, key=_group)
        for place, query in enumerate(group)
    ]


def _group(query: Query) -> str:
    return query.tags[0] if query.tags else ""


def _type(parameter: Parameter) -> str:
    kind = " | ".join(parameter.choices) or parameter.type
    kind = f"{kind} …" if parameter.many else kind
    return f"{kind} (needed)" if parameter.required else kind


def _what(parameter: Parameter) -> str:
    from adrgraph.results import text

    parts = [parameter.label, parameter.help]
    if parameter.default and not parameter.required:
        parts.append(f"Without it: {', '.join(map(text, parameter.default))}.")
    return ". ".join(part.rstrip(".") for part in parts if part)


def _described(query: Query) -> dict[str, Any]:
    return {**described(query), "example": f"adrgraph run {query.example}"}
