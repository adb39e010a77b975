"""The saved queries as OpenAPI: valid, true of what is served, and shown to people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
import schemathesis.checks
import schemathesis.specs.openapi.checks as promises
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import validate
from schemathesis.core.result import Ok

from adrgraph.catalogue import scheme_slugs
from adrgraph.layout import find_layout
from adrgraph.queries import read_queries
from adrgraph.server.app import create_app
from tests.asgi import Client
from tests.server.questions import FILES, small_layout, small_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.applications import Starlette

CHECKS = [
    schemathesis.checks.not_a_server_error,
    promises.status_code_conformance,
    promises.content_type_conformance,
    promises.response_headers_conformance,
    promises.response_schema_conformance,
]
NAMES = sorted(FILES.keys() - {"broken"})


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Starlette:
    """The application over the small world."""
    layout = small_layout(tmp_path_factory.mktemp("layout"))
    return create_app(small_store(), layout=layout)


@pytest.fixture(scope="module")
def document(app: Starlette) -> dict[str, Any]:
    """The description of the API."""
    found: dict[str, Any] = Client(app).get("/openapi.json").json()
    return found


def test_valid(document: dict[str, Any]) -> None:
    """The description is OpenAPI 3.1, and has an operation for each query that can be asked."""
    validate(document)

    assert document["openapi"].startswith("3.1")
    assert [path for path in document["paths"] if path.endswith(".{format}")] == [
        f"/queries/{name}.{{format}}" for name in NAMES
    ]


def test_valid_for_all(document: dict[str, Any]) -> None:
    """The saved queries of this project are described as validly, each with all its parameters."""
    layout = find_layout()
    queries, _ = read_queries(layout.queries, schemes=scheme_slugs(layout))
    found = Client(create_app(small_store())).get("/openapi.json").json()
    validate(found)
    described = {
        operation["get"]["operationId"]: [
            parameter["name"] for parameter in operation["get"]["parameters"] if "in" in parameter
        ]
        for path, operation in found["paths"].items()
        if path.endswith(".{format}")
    }

    assert found != document
    assert described == {
        query.name: ["format", *(parameter.name for parameter in query.parameters)]
        for query in queries.values()
    }


def test_parameters(document: dict[str, Any]) -> None:
    """A parameter has its rule, its example and its default; one that takes several is a list."""
    size, sizes, echo = (
        {
            p["name"]: p
            for p in document["paths"][f"/queries/{name}.{{format}}"]["get"]["parameters"]
            if "in" in p
        }
        for name in ("size", "sizes", "echo")
    )

    assert size["dataset"]["required"]
    assert size["dataset"]["description"] == "Give the slug, IRI, title or acronym of a dataset."
    assert size["year"]["schema"] == {"type": "string", "pattern": r"^\d{4}$"}
    assert sizes["dataset"]["schema"]["type"] == "array"
    assert sizes["dataset"]["example"] == ["leo"]
    assert echo["words"]["schema"]["default"] == "nothing"


def operations(app: Starlette) -> Iterator[Any]:
    """The operations that the description tells of."""
    for result in schemathesis.openapi.from_asgi("/openapi.json", app).get_all_operations():
        assert isinstance(result, Ok)
        yield result.ok()


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=str)
def test_promises(tmp_path: Path, mode: schemathesis.GenerationMode) -> None:
    """Whatever is sent, in and out of the rules, is answered as the description says it is."""
    app = create_app(small_store(), layout=small_layout(tmp_path))  # each case ends its life
    asked = 0
    for operation in operations(app):
        if mode == schemathesis.GenerationMode.NEGATIVE and operation.label == "GET /queries":
            continue  # it takes nothing that could be wrong

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(
            max_examples=20,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def promised(case: Any) -> None:
            nonlocal asked
            asked += 1
            case.validate_response(case.call(), checks=CHECKS)

        promised()

    assert asked > 50


def test_docs(app: Starlette) -> None:
    """The explorer works without scripts: a form a query, with all formats to choose."""
    response = Client(app).get("/docs", headers={"Accept": "text/html"})

    assert "<script>" not in response.text
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert response.text.count('<form action="/queries/') == len(NAMES)
    assert '<input id="size-dataset" name="dataset"' in response.text
    assert "<option>csv</option>" in response.text


def test_docs_forms(app: Starlette, document: dict[str, Any]) -> None:
    """What a form of the explorer sends is answered in the format that was chosen."""
    client = Client(app)
    answer = client.get("/queries/size?dataset=npd&year=&format=csv")

    assert answer.text == "size,year\r\n12.5,\r\n"
    assert json.dumps(document).count('"csv"') >= len(NAMES) - 1
