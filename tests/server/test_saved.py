"""Saved queries over HTTP: lists, answers in every format, and what does not fit."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pyoxigraph as ox
import pytest

from adrgraph.catalogue import scheme_slugs
from adrgraph.layout import find_layout
from adrgraph.queries import read_queries
from adrgraph.server.app import create_app
from adrgraph.server.saved import suffixes
from tests.answers import real_catalogue
from tests.asgi import Client
from tests.server.questions import FILES, small_site

if TYPE_CHECKING:
    import httpx

    from adrgraph.catalogue import Catalogue
    from adrgraph.queries import Query

LAYOUT = find_layout()
QUERIES, _ = read_queries(LAYOUT.queries, schemes=scheme_slugs(LAYOUT))

HOSTILE = (
    *('"', "'", '"""', "\\", '\\"', "\n", "\x00", "\u2028", "\ufffe", "\U0001f409"),
    *('" } } ; DROP ALL #', "} }\nORDER BY ?x\n}", "{ UNDEF }", "<http://x/>", "?words", "UNDEF"),
    *("\\u0022 } #", "\\\\u0022", "\\U00000022", '"@en', '"^^xsd:date', "# comment", "$words"),
    *("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "{% raw %}"),
    *("javascript:alert(1)", "%0d%0aSet-Cookie: a=b", "\r\nSet-Cookie: a=b", "=cmd|' /C calc'!A0"),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """A client of the application over the small world."""
    return small_site(tmp_path_factory.mktemp("layout"))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """A client of the application over the real graph."""
    catalogue: Catalogue = real_catalogue(tmp_path_factory.mktemp("cache"))
    return Client(create_app(catalogue.store))


def rows(response: httpx.Response) -> list[dict[str, str]]:
    """The rows of an answer in JSON, each value as text."""
    assert response.status_code == 200, response.text
    bindings = response.json()["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]


def links(response: httpx.Response) -> dict[str, str]:
    """The addresses in a `Link` header, by relation."""
    return {str(relation): link["url"] for relation, link in response.links.items()}


def errors(response: httpx.Response) -> list[dict[str, Any]]:
    """What a request is refused for."""
    assert response.status_code == 422, response.text
    assert response.headers["content-type"] == "application/problem+json"
    found: list[dict[str, Any]] = response.json()["errors"]
    return found


def test_listed(client: Client) -> None:
    """The list tells each query with its parameters, and what is wrong with the other file."""
    found = client.get("/queries").json()

    assert [query["name"] for query in found["queries"]] == sorted(FILES.keys() - {"broken"})
    assert found["queries"][-1]["answers"]["csv"] == "http://testserver/queries/sizes.csv"
    assert [(file["file"], file["line"], file["column"]) for file in found["malformed"]] == [
        ("broken.rq", 2, 27)
    ]


def test_listed_for_people(client: Client) -> None:
    """A browser gets the questions as links, with the broken file named; with a slash too."""
    page = client.get("/queries/", headers={"Accept": "text/html"}).text

    assert '<a href="/queries/sizes">How large is each dataset?</a>' in page
    assert "<code>broken.rq:2:27</code>" in page


def test_broken(client: Client) -> None:
    """The address of a broken file says what is wrong with it, and not where it lies."""
    response = client.get("/queries/broken.csv")

    assert response.status_code == 500
    assert response.json()["detail"].startswith("broken.rq:2:27: ")


def test_described(client: Client) -> None:
    """A query alone is its description, with the choices that the graph has and their labels."""
    found = client.get("/queries/sizes").json()

    assert found["summary"] == "How large is each dataset?"
    assert found["parameters"][0]["rule"] == "Give the slug, IRI, title or acronym of a dataset."
    assert found["parameters"][0]["choices"] == [
        {"value": "pnc", "label": "=1+1"},
        {"value": "leo", "label": "Longitudinal <b>Outcomes</b>"},
        {"value": "npd", "label": "Pupils"},
    ]


@pytest.mark.parametrize(
    ("suffix", "media_type", "begins"),
    [
        ("csv", "text/csv; charset=utf-8", b"dataset,title,size\r\nhttps:"),
        ("tsv", "text/tab-separated-values; charset=utf-8", b"?dataset\t?title\t?size\n<https:"),
        ("json", "application/json", b'{"head"'),
        ("srj", "application/sparql-results+json", b'{"head"'),
        ("xml", "application/xml", b"<?xml"),
        ("srx", "application/sparql-results+xml", b"<?xml"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("html", "text/html; charset=utf-8", b"<!DOCTYPE html>"),
        ("txt", "text/plain; charset=utf-8", "adrgraph: “How large".encode()),
        ("bib", "application/x-bibtex", b"@misc{adrgraph-sizes,"),
        ("csl", "application/vnd.citationstyles.csl+json", b"["),
    ],
)
def test_formats(client: Client, suffix: str, media_type: str, begins: bytes) -> None:
    """The end of an address names the format, `Accept` and `format` do as well."""
    ended = client.get(f"/queries/sizes.{suffix}")
    named = client.get(f"/queries/sizes?format={suffix}")

    assert ended.headers["content-type"] == media_type
    assert ended.content.startswith(begins)
    assert named.content[:40] == ended.content[:40]


def test_negotiated(client: Client) -> None:
    """`Accept` chooses among description, page and rows; what cannot be given is refused."""
    types = {
        accept: client.get("/queries/sizes", headers={"Accept": accept}).headers["content-type"]
        for accept in ("*/*", "text/html, */*;q=0.8", "text/csv", "application/x-bibtex")
    }
    refused = client.get("/queries/sizes", headers={"Accept": "text/turtle"})

    assert types == {
        "*/*": "application/json",
        "text/html, */*;q=0.8": "text/html; charset=utf-8",
        "text/csv": "text/csv; charset=utf-8",
        "application/x-bibtex": "application/x-bibtex",
    }
    assert refused.status_code == 406
    assert "text/csv" in refused.json()["offered"]


def test_graph(client: Client) -> None:
    """A query that makes a graph is answered in the formats of graphs, and as a table."""
    turtle = client.get("/queries/labels.ttl")
    page = client.get("/queries/labels.html").text

    assert len(list(ox.parse(turtle.text, format=ox.RdfFormat.TURTLE))) == 3
    assert client.get("/queries/labels.jsonld").headers["content-type"] == "application/ld+json"
    assert client.get("/queries/labels.csv").status_code == 404
    assert '<td data-label="Property">rdfs:label</td>' in re.sub(r"</?a[^>]*>", "", page)


def test_truth(client: Client) -> None:
    """A query that asks whether is answered by yes or no."""
    assert client.get("/queries/is-known.json?dataset=npd").json()["boolean"] is True
    assert "<p>Yes.</p>" in client.get("/queries/is-known.html?dataset=npd").text
    assert client.get("/queries/is-known.xlsx").status_code == 404


def test_values(client: Client) -> None:
    """A thing is given by slug, label or IRI, several by giving each; what is empty is left out."""
    given = "dataset=Pupils&dataset=leo&dataset=https://w3id.org/adrgraph/dataset/pnc"

    assert len(rows(client.get(f"/queries/sizes.json?{given}"))) == 3
    assert [row["size"] for row in rows(client.get("/queries/sizes.json?dataset=NPD"))] == ["12.5"]
    assert len(rows(client.get("/queries/sizes.json?dataset=&limit=&offset="))) == 3


@pytest.mark.parametrize(
    ("asked", "parameter", "rule"),
    [
        ("", "dataset", "Give the slug, IRI, title or acronym of a dataset."),
        ("dataset=npd&year=last", "year", "Give a year in four digits, such as 2022."),
        ("dataset=npd&yaer=2022", "yaer", "Give one of dataset, year, limit, offset, sort."),
        (
            "dataset=npd&dataset=leo",
            "dataset",
            "Give the slug, IRI, title or acronym of a dataset.",
        ),
        ("dataset=npd&limit=0", "limit", "Give a whole number from 1 to 100000."),
        ("dataset=npd&limit=1&limit=2", "limit", "Give a whole number from 1 to 100000."),
        ("dataset=npd&limit=%D9%A3", "limit", "Give a whole number from 1 to 100000."),
        ("dataset=npd&offset=-1", "offset", "Give a whole number from 0 to 1000000000."),
        (f"dataset={'n' * 501}", "dataset", "Give the slug, IRI, title or acronym of a dataset."),
    ],
)
def test_refused(client: Client, asked: str, parameter: str, rule: str) -> None:
    """A value that does not fit is refused: which parameter it is of, and what would fit."""
    (found,) = errors(client.get(f"/queries/size.csv?{asked}"))

    assert (found["parameter"], found["rule"]) == (parameter, rule)
    assert found.get("example", "none") == {"dataset": "npd", "year": "2022"}.get(
        parameter, "none" if parameter == "yaer" else "100"
    )


def test_refused_together(client: Client) -> None:
    """All that does not fit is told at once; names that are near or shared come with the things."""
    found = errors(client.get("/queries/size.csv?dataset=npdd&year=x"))
    shared = errors(client.get("/queries/size.csv?dataset=both"))

    assert [error["parameter"] for error in found] == ["dataset", "year"]
    assert found[0]["nearest"] == ["npd"]
    assert shared[0]["candidates"] == ["npd", "pnc"]


def test_unknown(client: Client) -> None:
    """Only a query that does not exist is not found, and the nearest is told."""
    response = client.get("/queries/siezs.csv")

    assert response.status_code == 404
    assert 'Did you mean "sizes"' in response.json()["detail"]
    assert "csv" in client.get("/queries/sizes.pdf").json()["detail"]


def test_too_long(client: Client) -> None:
    """Parameters that would not fit into the links of the answer are refused."""
    assert client.get(f"/queries/echo.csv?words={'a' * 9_000}").status_code == 414


def test_pages(client: Client) -> None:
    """`limit` and `offset` take some rows; `Link` leads on until there are no more."""
    first = client.get("/queries/sizes.json?limit=2")
    second = client.get(links(first)["next"])

    assert [len(rows(first)), len(rows(second))] == [2, 1]
    assert parse_qs(urlsplit(links(first)["next"]).query) == {"limit": ["2"], "offset": ["2"]}
    assert links(first).keys() == {"cite-as", "service-desc", "first", "next"}
    assert links(second).keys() == {"cite-as", "service-desc", "first", "prev"}
    assert links(second)["prev"] == links(first)["first"]


def test_pages_full(client: Client) -> None:
    """A page that happens to be full is the last one where nothing follows."""
    for suffix in ("csv", "html", "xlsx"):
        response = client.get(f"/queries/sizes.{suffix}?limit=3")

        assert "next" not in links(response), suffix
        assert "next" in links(client.get(f"/queries/sizes.{suffix}?limit=2")), suffix


def test_pages_keep_format(client: Client) -> None:
    """A link to the next rows keeps the format that a parameter names."""
    response = client.get("/queries/sizes?format=csv&limit=1")

    assert client.get(links(response)["next"]).headers["content-type"].startswith("text/csv")


@pytest.mark.parametrize("words", HOSTILE)
def test_injection(client: Client, words: str) -> None:
    """Whatever a value contains, it comes back as that value and nothing else."""
    response = client.request("GET", "/queries/echo.json", params={"words": words})

    assert rows(response) == [{"words": words}] if words.strip() else [{"words": "nothing"}]


@pytest.mark.parametrize("words", HOSTILE)
def test_injection_page(client: Client, words: str) -> None:
    """Whatever a value contains, a page shows it as text, and no header takes it in."""
    page = client.request("GET", "/queries/echo.html", params={"words": words})

    assert page.status_code == 200
    assert "<script>" not in page.text
    assert "<img" not in page.text
    assert "set-cookie" not in page.headers
    assert "default-src 'none'" in page.headers["content-security-policy"]


@pytest.mark.parametrize("words", HOSTILE)
def test_injection_names(client: Client, words: str) -> None:
    """Whatever is given for the name of a thing is a name: known, refused or left out."""
    response = client.request("GET", "/queries/size.json", params={"dataset": words})

    assert [error["parameter"] for error in errors(response)] == ["dataset"]


@pytest.mark.parametrize(
    "words",
    [
        *HOSTILE,
        *("http://[", "http://x/%", "http://\x00", "http://x y", "https://w3id.org/adrgraph/%zz"),
        *("<http://x/> } #", "http://x/> } ; DROP ALL #", "rdf:\x00", "http://a/\ud7ff", "_:b0"),
    ],
)
def test_injection_things(client: Client, words: str) -> None:
    """Whatever is given for the IRI of a thing names nothing, and is refused as such."""
    response = client.request("GET", "/queries/said.json", params={"thing": words})

    assert [error["parameter"] for error in errors(response)] == ["thing"]


@pytest.mark.parametrize("words", HOSTILE)
def test_injection_parameters(client: Client, words: str) -> None:
    """Whatever the name of a parameter contains, it is refused as unknown."""
    response = client.request("GET", "/queries/size.json", params={"dataset": "npd", words: "1"})

    assert [error["rule"] for error in errors(response)] == [
        "Give one of dataset, year, limit, offset, sort."
    ]


def test_spreadsheet(client: Client) -> None:
    """A spreadsheet has numbers as numbers and no formula, and says what it answers."""
    file = io.BytesIO(client.get("/queries/sizes.xlsx?dataset=leo&dataset=pnc").content)
    book = openpyxl.load_workbook(file)
    cells = [[(cell.value, cell.data_type) for cell in row[1:]] for row in book["Answer"].rows]
    about = {row[0].value: row[1].value for row in book["About"].rows}

    assert cells == [
        [("name of it", "s"), ("size", "s")],
        [("Longitudinal <b>Outcomes</b>", "s"), (38, "n")],
        [("=1+1", "s"), ("many", "s")],
    ]
    assert about["Question"] == "How large is each dataset?"
    assert about["Rows"] == "1 to 2"
    assert "http://testserver/queries/sizes?dataset=leo&dataset=pnc" in about["Cite as"]


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "\t=1", "=cmd|'x'!A0"])
def test_spreadsheet_formulas(client: Client, words: str) -> None:
    """Text that a spreadsheet would take for a formula stays text in it, and as it is in CSV."""
    sheet = client.request("GET", "/queries/echo.xlsx", params={"words": words})
    book = openpyxl.load_workbook(io.BytesIO(sheet.content))
    plain = client.request("GET", "/queries/echo.csv", params={"words": words}).text

    assert [(cell.value, cell.data_type) for (cell,) in book["Answer"].rows][1] == (words, "s")
    assert list(csv.reader(io.StringIO(plain)))[1] == [words]


def test_cited(client: Client) -> None:
    """An answer is cited by question, values, build and day; every answer says where."""
    found = client.get("/queries/sizes.csl?dataset=leo").json()
    address = "http://testserver/queries/sizes?dataset=leo"

    assert found[0]["URL"] == address
    assert found[0]["note"] == "dataset=leo"
    assert links(client.get("/queries/sizes.csv?dataset=leo&limit=1"))["cite-as"] == address


def example(query: Query) -> list[tuple[str, str]]:
    """What must be given, and all else, as the examples have it."""
    shown = [p for p in query.parameters if p.required] or list(query.parameters[:1])
    return [(parameter.name, parameter.example) for parameter in shown]


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_every_query(query: Query, real: Client) -> None:
    """Every saved query answers its example in every format, with the same rows."""
    found = {
        suffix: real.request("GET", f"/queries/{query.name}.{suffix}", params=example(query))
        for suffix in suffixes(query)
    }
    table = list(csv.reader(io.StringIO(found["csv"].text)))
    sheet = openpyxl.load_workbook(io.BytesIO(found["xlsx"].content))["Answer"]

    assert {response.status_code for response in found.values()} == {200}
    assert len(table) > 1
    assert table[0] == list(query.columns)
    assert len(found["json"].json()["results"]["bindings"]) == len(table) - 1
    assert sheet.max_row == len(table)
    assert found["html"].text.count("<tr>") == min(len(table), 101)
    assert json.loads(found["csl"].text)[0]["title"] == query.summary
