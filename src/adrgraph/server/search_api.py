"""Search as OpenAPI describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adrgraph.search import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_COUNT = {"type": "integer", "minimum": 0}
_OFFSET = {"type": "integer", "minimum": 0, "maximum": 1_000, "default": 0}


def paths(refusals: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    """Search and suggestions; what is refused is told as everywhere."""
    asked = [
        query_parameter(
            "q", "What is looked for: names, acronyms or words, begun or mistyped.", _TEXT
        ),
        query_parameter(
            "kind", "Things of this kind alone.", {"type": "string", "enum": list(KINDS)}
        ),
    ]
    found = _operation("search", "What is called so, or has these words?", "Found", refusals)
    suggested = _operation("suggest", "What may be meant by what is typed?", "Suggested", refusals)
    offset = query_parameter("offset", "So many finds are passed over.", _OFFSET)
    return {
        "/search.json": {"get": found | {"parameters": [*asked, _limit(20), offset]}},
        "/suggest": {"get": suggested | {"parameters": [*asked, _limit(8)]}},
    }


def schemas() -> dict[str, Any]:
    """What is found, and why."""
    hits = {"type": "array", "items": {"$ref": "#/components/schemas/Hit"}}
    piece = _object({"text": _TEXT, "marked": {"type": "boolean"}})
    hit = {
        **dict.fromkeys(("iri", "path", "kind", "title", "address"), _TEXT),
        "why": _TEXT | {"description": "The field that has what was looked for."},
        "snippet": {"type": "array", "items": piece},
        "description": _TEXT,
        "areas": _TEXTS,
        "remarks": _TEXTS | {"description": "Which other things the name may mean."},
    }
    found = {
        "q": _TEXT,
        "hits": hits,
        "has_more": {"type": "boolean"},
        "clashing": _COUNT | {"description": "How many things have the name, where several do."},
        "readings": {
            "description": "Words that nothing has, with what they were read as.",
            "type": "object",
            "additionalProperties": _TEXTS,
        },
        "without": _TEXTS | {"description": "Words that were left out."},
    }
    return {
        "Hit": _object(hit),
        "Found": _object(found),
        "Suggested": _object({"q": _TEXT, "hits": hits}),
    }


def _operation(
    name: str, summary: str, schema: str, refusals: Callable[..., dict[str, Any]]
) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {
        "operationId": name,
        "summary": summary,
        "responses": {
            "200": {"description": "The best finds first.", "content": content},
            **refusals("414", "422"),
        },
    }


def query_parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter of an address; one that is left empty, as forms do, counts as not given."""
    return {
        "name": name,
        "in": "query",
        "description": description,
        "allowEmptyValue": True,
        "schema": schema,
    }


def _limit(usual: int) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 1, "maximum": 100, "default": usual}
    return query_parameter("limit", "At most so many finds.", schema)


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}
