"""What an agent can do here: ask the saved queries, ask in SPARQL, read the schema, find a name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from adrgraph.search import KINDS
from adrgraph.server.asking import FARTHEST, LONGEST, MOST_VALUES, is_paged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from adrgraph.queries import Parameter, Query
    from adrgraph.server.choices import Choices
    from adrgraph.server.saved import Saved

ROWS = 50
"""Rows of an answer, where an agent asks for no other number."""

MOST_ROWS = 500
"""Rows of an answer at most: more are no use to somebody who reads all of them."""

LISTED = 30
"""Names that are listed with a tool at most; of longer lists `find` knows the names."""

_SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    "date": {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
    "year": {"type": "string", "pattern": r"^\d{4}$"},
    "integer": {"type": "integer"},
}
_TEXT = {"type": "string", "maxLength": LONGEST}


@dataclass(frozen=True, slots=True)
class Tool:
    """One thing that an agent can do: its name, what it is good for, and what it takes."""

    name: str
    title: str
    description: str
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    required: tuple[str, ...] = ()

    @property
    def schema(self) -> dict[str, Any]:
        """What it takes, as JSON Schema."""
        return {
            "type": "object",
            "properties": {name: dict(each) for name, each in self.parameters.items()},
            "required": list(self.required),
            "additionalProperties": False,
        }


LIMIT = {
    "type": "integer",
    "minimum": 1,
    "maximum": MOST_ROWS,
    "default": ROWS,
    "description": "At most so many rows; the answer says when there are more.",
}
OFFSET = {
    "type": "integer",
    "minimum": 0,
    "maximum": FARTHEST,
    "default": 0,
    "description": "So many rows are passed over.",
}

SPARQL = Tool(
    "sparql",
    "Ask in SPARQL",
    "Answer a SPARQL 1.1 query that only reads. Rows come as tab-separated values, graphs as "
    "N-Triples. Call `schema` first. Where a saved query answers the question, prefer it: it knows "
    "what is easily got wrong here, such as that what could be linked need not be linked.",
    {"query": {"type": "string", "description": "SPARQL 1.1."}, "limit": LIMIT},
    ("query",),
)
SCHEMA = Tool(
    "schema",
    "What the graph is made of",
    "Classes and properties with counts and definitions, prefixes, and how the graph is laid out.",
)
FIND = Tool(
    "find",
    "Find a thing by name",
    "The things that have a name, be it a slug, a title, an acronym or an IRI; the nearest ones "
    "where none has it. Some names mean several things: all of them are listed.",
    {
        "name": {**_TEXT, "description": "A name.", "examples": ["LEO"]},
        "kind": {
            "type": "string",
            "description": "dataset, linkage, organisation, environment, source …; any without it.",
            "default": "thing",
        },
    },
    ("name",),
)
SEARCH = Tool(
    "search",
    "Search by words",
    "The things whose names or descriptions have some words, the best first, and why each was "
    "found. Use it where you have no name to go by.",
    {
        "text": {**_TEXT, "description": "Words.", "examples": ["children in care"]},
        "kind": {"type": "string", "enum": list(KINDS), "description": "Of one kind only."},
    },
    ("text",),
)
OURS = (SPARQL, SCHEMA, FIND, SEARCH)


def tools(saved: Saved, choices: Choices) -> list[Tool]:
    """All of them: the saved queries, and what goes beyond them."""
    ours = {tool.name for tool in OURS}
    asked = [_tool(query, choices) for query in saved.queries.values() if query.name not in ours]
    return [*OURS, *asked]


def _tool(query: Query, choices: Choices) -> Tool:
    parameters = {p.name: _schema(p, choices) for p in query.parameters}
    if is_paged(query):
        parameters |= {"limit": LIMIT, "offset": OFFSET}
    columns = ", ".join(query.columns.values())
    told = [query.summary, query.description, f"Columns: {columns}." if columns else ""]
    return Tool(
        query.name,
        query.summary,
        " ".join(part for part in told if part),
        parameters,
        tuple(p.name for p in query.parameters if p.required),
    )


def _schema(parameter: Parameter, choices: Choices) -> dict[str, Any]:
    """One parameter as JSON Schema; what has several values takes a list of them."""
    schema = dict(_SCHEMAS.get(parameter.type, _TEXT))
    if parameter.choices:
        schema = {"type": "string", "enum": list(parameter.choices)}
    if parameter.many:
        schema = {"type": "array", "items": schema, "maxItems": MOST_VALUES}
    schema["description"] = " ".join(_told(parameter, choices))
    if parameter.example:
        example = int(parameter.example) if schema["type"] == "integer" else parameter.example
        schema["examples"] = [[example] if parameter.many else example]
    return schema


def _told(parameter: Parameter, choices: Choices) -> Iterator[str]:
    yield f"{parameter.label}."
    if parameter.help:
        yield f"{parameter.help.rstrip('.')}."
    yield f"Give {parameter.rule}."
    names = [] if parameter.is_literal else choices.of(parameter)
    if 0 < len(names) <= LISTED:
        yield f"There are {'; '.join(map(str, names))}."
