"""The editor as the server has it: who gets its page, and what the page fetches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adrgraph.server.assets import asset
from tests.markup import faults

if TYPE_CHECKING:
    from tests.asgi import Client

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "options", "media_type"),
    [
        (BROWSER, "", "text/html"),
        (BROWSER, "&run=1", "text/html"),
        (BROWSER, "&format=csv", "text/csv"),
        (BROWSER, "&default-graph-uri=http://example.org/graph/a", "application/xml"),
        ("*/*", "", "application/sparql-results+json"),
        ("application/xml, text/html;q=0.9", "", "application/xml"),
        ("text/csv", "", "text/csv"),
    ],
)
def test_who_gets_the_page(client: Client, accept: str, options: str, media_type: str) -> None:
    """A query is shown to browsers alone that name nothing else; all others get its answer."""
    answer = client.get(f"/sparql?query=SELECT(1 AS ?one){{}}{options}", headers={"Accept": accept})

    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type


def test_page_is_valid(client: Client) -> None:
    """The page is valid, whatever query it shows, and no query becomes markup."""
    query = "</textarea><script>alert(1)</script>"
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": BROWSER})

    assert faults(answer.text) == []
    assert "<script>alert" not in answer.text


def test_script() -> None:
    """The script is light enough, and makes no code of text, which the policy forbids."""
    script = asset("editor.js").body

    assert len(script) < 400_000
    assert b"eval(" not in script
    assert b"new Function" not in script


def test_words(client: Client) -> None:
    """The words to complete are the prefixes, and the classes and properties in use."""
    told = client.get("/sparql/words.json").json()

    assert told["prefixes"]["dcat"] == "http://www.w3.org/ns/dcat#"
    assert [(each["name"], each["uses"]) for each in told["classes"]] == [("dcat:Dataset", 2)]
    assert [each["name"] for each in told["properties"]] == ["dcterms:title", "rdf:type"]


def test_examples_run(real_site: Client) -> None:
    """Each example is a query as it stands, with what has to be given filled in."""
    told = real_site.get("/sparql/examples.json").json()

    assert "dataset/npd>" in told["links-to"]
    assert len(told) > 20
