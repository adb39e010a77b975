"""A saved query in words that every outlet tells: the command line, the server, the agents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from adrgraph.queries.query import Query


def described(query: Query) -> dict[str, Any]:
    """What a query answers and what it can be asked, as JSON has it."""
    return {
        "name": query.name,
        "summary": query.summary,
        "description": query.description,
        "tags": list(query.tags),
        "form": query.form,
        "columns": dict(query.columns),
        "parameters": [
            {
                "name": parameter.name,
                "label": parameter.label,
                "help": parameter.help,
                "type": parameter.type,
                "required": parameter.required,
                "many": parameter.many,
                "default": [str(term) for term in parameter.default],
                "example": parameter.example,
                "choices": list(parameter.choices),
            }
            for parameter in query.parameters
        ],
    }
