"""The saved queries as OpenAPI 3.1, made from their files: what is served is what is described."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from adrgraph.results import text
from adrgraph.server import answer_pages, search_api, table_api
from adrgraph.server.addresses import site, whole_site
from adrgraph.server.asking import FARTHEST, LONGEST, MOST_VALUES, PAGING, is_paged
from adrgraph.server.citation import SHOWN
from adrgraph.server.paging import most_rows
from adrgraph.server.responses import PROBLEM, respond
from adrgraph.server.saved import suffixes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from adrgraph.formats import Format
    from adrgraph.queries import Parameter, Query
    from adrgraph.server.saved import Saved
    from adrgraph.server.shelf import Shelf

VERSION = "3.1.0"

_SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    "date": {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
    "year": {"type": "string", "pattern": r"^\d{4}$"},
    "integer": {"type": "integer"},
}
_TEXT = {"type": "string", "maxLength": LONGEST}
_LINK = {
    "description": "`first`, `prev` and `next` rows; how to cite the answer (`cite-as`).",
    "schema": {"type": "string"},
}
_REFUSALS = {
    "400": "The request is not UTF-8, or names no host.",
    "404": "Nothing has this name, or it is not given in this format, or has no such page.",
    "406": "It is given in no format that is accepted.",
    "414": "There are more parameters than are read.",
    "422": "A value does not fit: each is told with its parameter, the rule and an example.",
    "429": "One client has asked too much at once.",
    "503": "Too much is asked at the moment, or the answer takes too much memory.",
    "504": "The answer takes too long.",
}


def endpoint(request: Request) -> Response:
    """The description of the API."""
    shelf: Shelf = request.app.state.shelf
    body = shelf.body(
        ("openapi", whole_site(request)),
        lambda: json.dumps(document(request), ensure_ascii=False, indent=1).encode(),
    )
    return respond(request, body, media_type="application/json")


def docs(request: Request) -> Response:
    """The same for people, with a form to try each query in each format; it needs no script."""
    state, here, whole = request.app.state, site(request), whole_site(request)
    queries = [(query, suffixes(query)) for query in state.saved.queries.values()]
    shelf: Shelf = state.shelf
    body = shelf.body(
        ("docs", here, whole), lambda: answer_pages.docs(queries, site=here, whole=whole)
    )
    return answer_pages.page(request, body)


def document(request: Request) -> dict[str, Any]:
    """The API as OpenAPI has it."""
    state = request.app.state
    saved: Saved = state.saved
    queries = list(saved.queries.values())
    version = state.revision.fingerprint[:SHOWN] if state.revision else "unknown"
    return {
        "openapi": VERSION,
        "info": {
            "title": "adrgraph",
            "summary": "Questions about the UK's linked administrative datasets.",
            "version": version,
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": whole_site(request).at("").rstrip("/") or "/"}],
        "tags": [{"name": tag} for tag in sorted({t for query in queries for t in query.tags})],
        "paths": {
            "/queries": {"get": _list()},
            "/queries/{name}": {"get": _description(queries)},
            **search_api.paths(_refusals),
            **table_api.paths(_refusals),
            **{f"/queries/{query.name}.{{format}}": {"get": _answer(query)} for query in queries},
        },
        "components": {
            "schemas": _schemas() | search_api.schemas() | table_api.schemas(),
            "parameters": _paging(most_rows(state.answerer)),
        },
    }


def _list() -> dict[str, Any]:
    content = {"application/json": {"schema": {"type": "object"}}, "text/html": {}}
    return {
        "operationId": "listQueries",
        "summary": "Which questions are there?",
        "responses": {
            "200": {"description": "All questions, with their parameters.", "content": content},
            **_refusals("406", "414"),
        },
    }


def _description(queries: list[Query]) -> dict[str, Any]:
    names = [query.name for query in queries]
    schema: dict[str, Any] = {"type": "string"} | ({"enum": names} if names else {})
    content = {"application/json": {"schema": {"type": "object"}}, "text/html": {}}
    return {
        "operationId": "describeQuery",
        "summary": "What can a question be asked, and which values are there to choose from?",
        "description": "A browser gets a form with the answer. With `Accept` or `format` for "
        "another type this address gives the answer too, as those that end in a format do.",
        "parameters": [_part("name", "The name of a question.", schema)],
        "responses": {
            "200": {"description": "The description of a question.", "content": content},
            **_refusals("404", "406", "414"),
        },
    }


def _answer(query: Query) -> dict[str, Any]:
    formats = suffixes(query)
    format = _part("format", "The format of the answer.", {"enum": list(formats)})
    parameters = [format, *(_parameter(parameter) for parameter in query.parameters)]
    if is_paged(query):
        parameters += [{"$ref": f"#/components/parameters/{n}"} for n in PAGING]
    return {
        "operationId": query.name,
        "summary": query.summary,
        **({"description": query.description} if query.description else {}),
        **({"tags": list(query.tags)} if query.tags else {}),
        "parameters": parameters,
        "responses": {
            "200": {
                "description": "The answer.",
                "headers": {"Link": _LINK},
                "content": {f.media_type: _content(f) for f in formats.values()},
            },
            **_refusals("404", "414", "422", "429", "503", "504"),
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = dict(_SCHEMAS.get(parameter.type, _TEXT))
    if parameter.choices:
        schema = {"type": "string", "enum": list(parameter.choices)}
    default = [text(term) for term in parameter.default]
    if parameter.many:
        schema = {"type": "array", "items": schema, "maxItems": MOST_VALUES}
        schema |= {"default": default} if default else {}
    elif default and not parameter.required:
        schema["default"] = _typed(schema, default[0])
    example = _typed(schema, parameter.example)
    told = " ".join(part for part in (parameter.help, f"Give {parameter.rule}.") if part)
    return {
        **search_api.query_parameter(parameter.name, told, schema),
        "required": parameter.required,
        **({"example": [example] if parameter.many else example} if parameter.example else {}),
    }


def _typed(schema: Mapping[str, Any], value: str) -> str | int:
    is_number = schema.get("type") == "integer" and re.fullmatch(r"[+-]?\d+", value)
    return int(value) if is_number else value


def _paging(most: int) -> dict[str, Any]:
    limit = {"type": "integer", "minimum": 1, "maximum": most}
    offset = {"type": "integer", "minimum": 0, "maximum": FARTHEST, "default": 0}
    told: dict[str, tuple[str, dict[str, Any]]] = {
        "limit": (
            "At most so many rows; a page or a sheet may have fewer, and leads to the next.",
            limit,
        ),
        "offset": ("So many rows are passed over.", offset),
        "sort": (
            "The column by which rows are sorted; with a minus before it the last come first.",
            {"type": "string"},
        ),
    }
    return {
        name: search_api.query_parameter(name, description, schema)
        for name, (description, schema) in told.items()
    }


def _part(name: str, description: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "description": description,
        "required": True,
        "schema": schema,
    }


def _content(format: Format) -> dict[str, Any]:
    if format.name == "json":
        return {"schema": {"$ref": "#/components/schemas/Results"}}
    return {}


def _refusals(*numbers: str) -> dict[str, Any]:
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    content = {PROBLEM.media_type: schema, "text/html": {}}
    return {n: {"description": _REFUSALS[n], "content": content} for n in ("400", *numbers)}


def _schemas() -> dict[str, Any]:
    text_ = {"type": "string"}
    several = {"type": "array", "items": text_}
    refusal = {
        "type": "object",
        "required": ["parameter", "detail", "rule"],
        "properties": {
            **dict.fromkeys(("parameter", "detail", "rule", "example"), text_),
            **dict.fromkeys(("nearest", "candidates"), several),
        },
    }
    return {
        "Problem": {
            "description": "Problem details (RFC 9457).",
            "type": "object",
            "required": ["type", "title", "status", "detail"],
            "properties": {
                **dict.fromkeys(("type", "title", "detail"), text_),
                "status": {"type": "integer"},
                "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Refusal"}},
                "offered": several,
            },
        },
        "Refusal": refusal,
        "Results": {
            "description": "SPARQL 1.1 Query Results JSON Format.",
            "type": "object",
            "required": ["head"],
            "properties": {
                "head": {"type": "object"},
                "results": {"type": "object"},
                "boolean": {"type": "boolean"},
            },
        },
    }
