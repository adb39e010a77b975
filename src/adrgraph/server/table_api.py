"""The pages that answer as tables too, and the feed, as OpenAPI describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adrgraph.server.pages.facets import FACETS, SORTS
from adrgraph.server.pages.study import MOST
from adrgraph.server.pages.tables import JSON, offered
from adrgraph.server.search_api import query_parameter

if TYPE_CHECKING:
    from collections.abc import Callable

_TEXT = {"type": "string"}
_YEAR = {"type": "string", "pattern": r"^\d{4}$"}
_YEARS = {"from": "The first year that is wanted.", "to": "The last year that is wanted."}


def paths(refusals: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    """Datasets, links and studies as tables; what is new as Atom."""
    years = [query_parameter(name, told, _YEAR) for name, told in _YEARS.items()]
    facets = [
        query_parameter(name, f"{heading}: a slug of the catalogue, or not-stated.", _TEXT)
        for name, heading in FACETS.items()
    ]
    sort = query_parameter("sort", "By what they are sorted.", {"enum": list(SORTS)})
    words = query_parameter("q", "What search finds by these words.", _TEXT)
    topics = query_parameter("theme", "Topics, by slug, name or IRI.", _several())
    nations = query_parameter("nation", "Nations or areas, all of which are wanted.", _several())
    dataset = query_parameter("dataset", "A dataset, by slug, name, acronym or IRI.", _TEXT)
    other = query_parameter("with", "Another one: then the steps between the two.", _TEXT)
    of = query_parameter("of", "A thing, such as dataset/leo: then its changes alone.", _TEXT)
    return {
        "/datasets": _table(
            "datasetsByChoice",
            "Which datasets are there, by facet, words and years?",
            [words, *facets, *years, sort],
            refusals("404", "406"),
        ),
        "/study": _table(
            "study",
            "Which data cover topics, nations and years, and sit in one environment?",
            [topics | {"required": True}, nations, *years],
            refusals("406", "422"),
        ),
        "/link": _table(
            "link",
            "What can be linked to a dataset, in which sense, and what is known of it?",
            [dataset | {"required": True}, other],
            refusals("406", "422"),
        ),
        "/feed.atom": {
            "get": {
                "operationId": "feed",
                "summary": "What changed from build to build, and what is new?",
                "parameters": [of],
                "responses": {
                    "200": {"description": "The feed.", "content": {"application/atom+xml": {}}},
                    **refusals("404"),
                },
            }
        },
    }


def schemas() -> dict[str, Any]:
    """A table in JSON."""
    row = {"type": "object", "additionalProperties": _TEXT}
    properties = {
        "title": _TEXT | {"description": "What the rows answer."},
        "columns": {"type": "array", "items": _TEXT},
        "rows": {"type": "array", "items": row},
    }
    return {"Table": {"type": "object", "required": list(properties), "properties": properties}}


def _several() -> dict[str, Any]:
    return {"type": "array", "items": _TEXT, "maxItems": MOST}


def _table(
    name: str, summary: str, parameters: list[dict[str, Any]], refused: dict[str, Any]
) -> dict[str, Any]:
    schema = {"schema": {"$ref": "#/components/schemas/Table"}}
    content = {each.media_type: schema if each == JSON else {} for each in offered()}
    names = {"enum": [each.name for each in offered()]}
    format = query_parameter("format", "Without it, what `Accept` likes best.", names)
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": [*parameters, format],
            "responses": {
                "200": {"description": "The answer.", "content": {**content, "text/html": {}}},
                **refused,
            },
        }
    }
