"""Search over HTTP: a page with a form, JSON, CSV, suggestions; nothing typed is markup or harm."""

from __future__ import annotations

import csv
import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from adrgraph.iris import BASE, PREFIXES
from adrgraph.search import KINDS
from adrgraph.server.app import create_app
from adrgraph.server.caching import Revision
from adrgraph.store import load
from tests.asgi import Client
from tests.markup import faults

if TYPE_CHECKING:
    from adrgraph.catalogue import Catalogue

SCRIPT = '<script>alert("\u202e&amp;")</script>'


@pytest.fixture(scope="module")
def searched(real: Catalogue) -> Client:
    """The application over the real graph, whose answers are kept."""
    revision = Revision("a-build", datetime(2022, 9, 1, tzinfo=UTC))
    return Client(create_app(real.store, layout=real.layout, revision=revision))


def test_page(searched: Client) -> None:
    """A browser gets a form with what was typed, and under it what was found, with why."""
    page = searched.get("/search?q=lonngitudinal&kind=dataset", headers={"Accept": "text/html"})

    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert 'name="q" type="search" value="lonngitudinal"' in page.text
    assert '<option value="dataset" selected>Dataset</option>' in page.text
    assert '<a href="/dataset/leo"><mark>Longitudinal</mark> Education Outcomes</a>' in page.text
    assert "Description: Made-up rows in the shape of <mark>Longitudinal</mark>" in page.text
    assert "Nothing has “lonngitudinal”: it is read as longitudinal." in page.text
    assert page.text.count('role="search"') == 1


def test_form_alone(searched: Client) -> None:
    """Without words there is the form, with every kind to choose from."""
    page = searched.get("/search")

    assert page.status_code == 200
    assert "<ol" not in page.text
    assert len(re.findall("<option", page.text)) == len(KINDS) + 1


def test_clash(searched: Client) -> None:
    """A name that two things have is said to be, with what tells them apart."""
    page = searched.get("/search?q=DfE").text

    assert "“DfE” is the name of 2 things." in page
    assert "Department for the Economy" in page
    assert "Organisation, Northern Ireland" in page


def test_json(searched: Client) -> None:
    """Programs get JSON at an address of its own, by header and by parameter."""
    answers = [
        searched.get("/search.json?q=WED&limit=2"),
        searched.get("/search?q=WED&limit=2&format=json"),
        searched.get("/search?q=WED&limit=2", headers={"Accept": "application/json"}),
    ]
    found = answers[0].json()

    assert {answer.headers["content-type"] for answer in answers} == {"application/json"}
    assert all(answer.json() == found for answer in answers)
    assert [hit["path"] for hit in found["hits"]] == [
        "programme/wage-and-employment-dynamics",
        "dataset/welsh-env",
    ]
    assert found["hits"][0]["address"] == "/programme/wage-and-employment-dynamics"
    assert found["clashing"] == 2
    assert "WED in it is Wage and Employment Dynamics" in found["hits"][1]["remarks"][0]


def test_described(searched: Client) -> None:
    """The JSON has just the members that OpenAPI describes."""
    api = json.loads(searched.get("/openapi.json").text)
    schemas = api["components"]["schemas"]
    found = searched.get("/search.json?q=census").json()
    suggested = searched.get("/suggest?q=census").json()

    assert set(found) == set(schemas["Found"]["required"])
    assert set(suggested) == set(schemas["Suggested"]["required"])
    for hit in (*found["hits"], *suggested["hits"]):
        assert set(hit) == set(schemas["Hit"]["properties"])
        assert set(hit["snippet"][0]) == {"text", "marked"}
    assert {"/search.json", "/suggest"} <= set(api["paths"])


def test_csv(searched: Client) -> None:
    """Spreadsheets get CSV."""
    rows = list(csv.DictReader(searched.get("/search?q=npd&format=csv").text.splitlines()))

    assert rows[0]["iri"] == f"{BASE}dataset/npd"
    assert rows[0]["why"] == "other name"


def test_suggestions(searched: Client) -> None:
    """As one types, things whose names begin so are suggested, datasets first."""
    found = searched.get("/suggest?q=natio&kind=dataset&limit=3").json()

    assert found["hits"][0]["title"].startswith("Natio")
    assert found["hits"][0]["snippet"][0] == {"text": "Natio", "marked": True}
    assert {hit["kind"] for hit in found["hits"]} == {"dataset"}
    assert searched.get("/suggest").json() == {"q": "", "hits": []}


def test_paging(searched: Client) -> None:
    """Pages lead to each other, and the last leads no further."""
    first = searched.get("/search?q=census&kind=dataset&limit=5")
    (following,) = re.findall(r'<(\S+)>; rel="next"', first.headers["Link"])
    second = searched.get(following)
    numbers = [re.findall(r"(\d+) to (\d+)", page.text)[0] for page in (first, second)]

    assert numbers == [("1", "5"), ("6", "10")]
    assert 'rel="prev"' in second.headers["Link"]
    assert f'href="{following.replace("&", "&amp;")}"' in first.text
    assert "Link" not in searched.get("/search?q=lonngitudinal").headers


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/search?q=leo&kind=datset", 422, 'Did you mean "dataset"?'),
        ("/search.json?q=leo&limit=0", 422, "limit is a whole number from 1 to 100."),
        ("/search.json?q=leo&limit=many", 422, "limit is a whole number from 1 to 100."),
        ("/search.json?q=leo&offset=-1", 422, "offset is a whole number from 0 to 1000."),
        ("/suggest?q=leo&limit=101", 422, "limit is a whole number from 1 to 100."),
        ("/search?q=%ff", 400, "cannot be read"),
        ("/search?q=" + "a" * 10_000, 414, "At most 8000 bytes"),
    ],
)
def test_refused(searched: Client, address: str, status: int, said: str) -> None:
    """What does not fit is refused with the rule, as a problem for programs."""
    refused = searched.get(address, headers={"Accept": "application/json"})

    assert refused.status_code == status
    assert said in refused.json()["detail"]


@pytest.mark.parametrize(
    "typed", ["%22", "NEAR(a%20b)", "title:*", "%00", "%E2%80%AE", "a" * 7_000, "%2B%2D%5E"]
)
def test_hostile(searched: Client, typed: str) -> None:
    """Whatever is typed is answered, in every form."""
    for address in ("/search", "/search.json", "/suggest"):
        assert searched.get(f"{address}?q={typed}").status_code == 200


def test_no_markup() -> None:
    """Scripts in what is typed and in the data stay text."""
    thing = ox.NamedNode(f"{BASE}dataset/one")
    told = {"rdfs": "label", "dcterms": "description", "skos": "editorialNote"}
    quads = [
        ox.Quad(thing, ox.NamedNode(PREFIXES[prefix] + name), ox.Literal(SCRIPT, language="en"))
        for prefix, name in told.items()
    ]
    page = Client(create_app(load(quads))).get("/search", params={"q": SCRIPT})

    assert page.text.count("<h2>") == 1
    assert "<script>" not in page.text
    assert "&lt;script&gt;" in page.text


def test_kept(searched: Client) -> None:
    """Who has an answer already is told so."""
    plain = {"Accept-Encoding": "identity"}
    first = searched.get("/search.json?q=leo", headers=plain)
    again = searched.get(
        "/search.json?q=leo", headers=plain | {"If-None-Match": first.headers["ETag"]}
    )
    head = searched.head("/search.json?q=leo", headers=plain)

    assert again.status_code == 304
    assert head.headers["Content-Length"] == str(len(first.content))


def test_page_is_whole(searched: Client) -> None:
    """The page of finds is well-formed, its labels lead to their fields, its headings descend."""
    for address in ("/search", "/search?q=DfE", "/search?q=census", "/search?q=zzyzx"):
        assert faults(searched.get(address).text) == []


def test_script_is_a_file(searched: Client) -> None:
    """The script of the box is a file of this server, which the policy of the page allows."""
    page = searched.get("/search")
    (script,) = re.findall(r'<script src="(\S+)" defer>', page.text)

    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert searched.get(script).headers["content-type"] == "text/javascript; charset=utf-8"
