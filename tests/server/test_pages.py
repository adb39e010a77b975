"""The catalogue that people see: every page of the real graph, and pages of hostile data."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING, Any

import httpx
import pyoxigraph as ox
import pytest

from adrgraph.iris import BASE
from adrgraph.server.addresses import Site
from adrgraph.server.app import create_app
from adrgraph.server.pages.front import LISTS
from adrgraph.server.pages.library import Told
from adrgraph.server.pages.pictured import PICTURES
from adrgraph.server.pages.rendering import templates
from adrgraph.server.pages.sections import Entry
from adrgraph.server.pages.thing import has_page
from adrgraph.store import load
from tests.asgi import Client
from tests.markup import faults, read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.applications import Starlette


BROWSER = {"Accept": "text/html"}
HEAVIEST = 100_000
"""Bytes of a page at most."""


async def fetched(app: Starlette, paths: Iterable[str]) -> list[httpx.Response]:
    """Pages, one after the other."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://testserver", headers=BROWSER
    ) as client:
        return [await client.get(path) for path in paths]


def documents(app: Starlette) -> list[str]:
    """The documents that have a page of their kind."""
    return [iri for iri in app.state.records.documents() if has_page(iri)]


def test_every_thing(real_app: Starlette) -> None:
    """Every thing of the real graph has a page: valid, light, and with one heading."""
    iris = documents(real_app)
    answers = asyncio.run(fetched(real_app, [f"/{iri.removeprefix(BASE)}" for iri in iris]))
    found = {
        iri: [answer.status_code, *faults(answer.text), len(answer.content) > HEAVIEST]
        for iri, answer in zip(iris, answers, strict=True)
    }

    assert len(iris) > 500
    assert {iri: said for iri, said in found.items() if said != [200, False]} == {}


@pytest.mark.parametrize("path", ["", "datasets", "about", "pictures", *LISTS])
def test_fixed_pages(real_site: Client, path: str) -> None:
    """Each page that is of no single thing is valid, light, and may load nothing from elsewhere."""
    answer = real_site.get(f"/{path}", headers=BROWSER)

    assert answer.status_code == 200
    assert faults(answer.text) == []
    assert len(answer.content) < HEAVIEST
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("query", ["", "?group=environment", "?group=<b>"])
def test_pictures(real_site: Client, name: str, query: str) -> None:
    """Each picture has a page, with the same facts as a table, and a file of its own."""
    page = real_site.get(f"/pictures/{name}{query}", headers=BROWSER)
    alone = real_site.get(f"/pictures/{name}.svg{query}")

    assert faults(page.text) == []
    assert page.text.count("<tr>") > 100
    assert alone.headers["content-type"] == "image/svg+xml"
    assert alone.text.startswith(("<?xml", "<svg"))
    assert real_site.get(f"/pictures/{name}.exe").status_code == 404


def test_names_keep_their_capitals(real_site: Client) -> None:
    """The heading of a column begins with a capital, and a nation in it is written as it is."""
    page = real_site.get("/pictures/where", headers=BROWSER).text

    assert '<th scope="col">Northern Ireland</th>' in page
    assert '<th scope="col">Environment</th>' in page


def test_every_restriction_is_shown() -> None:
    """A restriction and a source are shown with the last of a long list as with the first."""
    told = [Told(f"{BASE}source/rules-{n}", "Rules") for n in range(90)]
    entries = [Entry(f"Thing {n}", warnings=(f"rule {n}",), sources=(told[n],)) for n in range(90)]
    macros = templates().get_template("macros.html").make_module()
    page = str(macros.entries(entries, Site("")))  # type: ignore[attr-defined]

    assert [int(n) for n in re.findall(r"Restriction: rule (\d+)", page)] == list(range(90))
    assert page.count(">Rules</a>") == 90


def test_links_lead_somewhere(real_app: Starlette) -> None:
    """Every link from the front page, the lists and some things leads to a page of this server."""
    starts = ["", "about", "datasets", *LISTS, "dataset/leo", "linkage/echild", "environment/sail"]
    texts = [
        answer.text for answer in asyncio.run(fetched(real_app, [f"/{path}" for path in starts]))
    ]
    hrefs = {href.partition("#")[0] for text in texts for href, _ in read(text).links}
    inner = sorted(
        href for href in hrefs if href.startswith("/") and not href.startswith("/search")
    )
    answers = asyncio.run(fetched(real_app, inner))

    assert len(inner) > 500
    assert [a.request.url.path for a in answers if a.status_code != 200] == []


def test_fragments_are_on_the_page(real_site: Client) -> None:
    """Every part of a dataset that has an IRI can be led to on its page."""
    parts = {
        match[1]
        for match in re.finditer(r"/dataset/leo#([\w-]+)> ", real_site.get("/dataset/leo.nt").text)
    }
    page = read(real_site.get("/dataset/leo", headers=BROWSER).text)

    assert len(parts) > 10
    assert parts <= set(page.ids)


def test_dataset_page(real_site: Client) -> None:
    """A dataset's page has the latest first, older statements, doubts, silence, and who says so."""
    text = real_site.get("/dataset/leo", headers=BROWSER).text
    facts = text[text.index('<dl class="facts">') : text.index("</dl>")]
    size = facts[facts.index("<dt>Size</dt>") :]
    latest, _, others = size[: size.index("</div>")].partition("<details>")

    assert "38,000,000 individuals" in latest
    assert "39,000,000" not in latest
    assert "39,000,000 individuals" in others
    assert 'href="/source/leo-dataset-page"' in others
    assert '<span class="doubt">derived</span>' in text
    assert "No access from home" in text
    assert "who acts is not stated" not in facts
    quality = real_site.get("/linkage/leo", headers=BROWSER).text
    assert re.search(r'<dt>Not stated</dt>\s*<dd class="silent">[^<]*Quality', quality)


def test_vocabulary(real_site: Client) -> None:
    """The ontology's page has every term of it, with what it means, where its IRI leads."""
    text = real_site.get("/ontology", headers=BROWSER).text
    page = read(text)
    terms = {
        match[1]
        for match in re.finditer(r"adrgraph/ontology#(\w+)> ", real_site.get("/ontology.nt").text)
    }

    assert len(terms) > 80
    assert terms <= set(page.ids)
    assert faults(text) == []
    assert len(text) < HEAVIEST
    assert "finds the records of one or more datasets" in text


def test_many_values(real_site: Client) -> None:
    """A property with many values shows some, and the others on demand."""
    text = real_site.get("/catalog", headers=BROWSER).text
    first, _, rest = text[text.index('id="main"') :].partition("<summary>")

    assert first.count("/dataset/") == 20
    assert re.match(r"\d+ more</summary>", rest)
    assert text.count('href="/dataset/npd"') >= 1


def test_titles(real_site: Client) -> None:
    """A page is called what it is about, so that a bookmark or a tab tells."""
    for path, title in (
        ("/", "The UK\u2019s linked administrative datasets \u2013 adrgraph"),
        ("/queries/sizes?dataset=npd", "and who says so? National Pupil Database \u2013 adrgraph"),
    ):
        text = real_site.get(path, headers=BROWSER).text
        (found,) = re.findall("<title>(.*?)</title>", text)

        assert found.endswith(title)


def test_in_short(real_site: Client) -> None:
    """Before all else a dataset's page tells where it is, the way in, how long, and whom to ask."""
    text = real_site.get("/dataset/leo", headers=BROWSER).text
    facts = text[text.index('<dl class="facts">') : text.index("</dl>")]

    assert re.findall("<dt>(.*?)</dt>", facts)[:5] == [
        *("Status", "Held in", "Way in", "Time to get in", "Write to"),
    ]
    assert 'href="/environment/ons-srs"' in facts
    assert "2 to 4 months." in facts
    assert 'href="mailto:leo.programme@education.gov.uk"' in facts


def test_whom_to_ask(real_site: Client) -> None:
    """Where no source gives an address, a dataset's page leads to where one can ask."""
    text = real_site.get("/dataset/echild", headers=BROWSER).text
    contacts = text[text.index('id="contacts"') :].partition("</section>")[0]

    assert "No source gives an address" in contacts
    assert 'href="https://www.adruk.org/data-access/flagship-datasets/' in contacts
    assert 'href="/environment/ons-srs"' in contacts


def test_latest_status(real_site: Client) -> None:
    """What an environment holds stands there with its latest status, not with all ever stated."""
    text = real_site.get("/environment/ons-srs", headers=BROWSER).text
    held = text[text.index('href="/dataset/echild"') :].partition("</li>")[0]
    older = real_site.get("/dataset/echild", headers=BROWSER).text

    assert "available" in held
    assert "expected" not in held
    assert "expected" in older


def test_sources_once(real_site: Client) -> None:
    """A source that states a whole list is named once, with its date or that it has none."""
    text = real_site.get("/dataset/npd", headers=BROWSER).text
    parts = text[text.index('id="components"') :].partition("</section>")[0]

    assert parts.count("<li>") == 8
    assert parts.count('class="said"') == 1
    assert "</a>, undated</span>" in parts


def test_contents(real_site: Client) -> None:
    """A long page leads to its parts: to the sections of a document with many."""
    pages = [real_site.get(f"/{path}", headers=BROWSER).text for path in ("source/brochure-2022",)]
    for text in pages:
        page = read(text)
        led = [href[1:] for href, _ in page.links if href.startswith("#")]

        assert "growing-up-in-england-dataset" in led
        assert set(led) <= set(page.ids)


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("dataset/education-outcomes", "/search?q=education+outcomes"),
        ("search?q=zzzzqq&kind=dataset", "/search?q=zzzzqq"),
        ("datasets?theme=health&q=zzzzqq", "/search?q=zzzzqq"),
    ],
)
def test_what_now(real_site: Client, path: str, leads: str) -> None:
    """Where nothing is found, the page leads on."""
    page = read(real_site.get(f"/{path}", headers=BROWSER).text)
    hrefs = [href.replace("%20", "+") for href, _ in page.links]

    assert leads in hrefs
    assert "/datasets" in hrefs


def test_unconfirmed_is_marked(real_app: Starlette) -> None:
    """Wherever a thing's page shows what is derived or not verified, it says so."""
    rows = real_app.state.library.rows("doubts")
    iris = sorted({row["subject"].partition("#")[0] for row in rows})
    answers = asyncio.run(fetched(real_app, [f"/{iri.removeprefix(BASE)}" for iri in iris]))
    unmarked = [
        iri
        for iri, answer in zip(iris, answers, strict=True)
        if answer.status_code == 200
        and re.search(r'href="/source/(?:derived|unverified)"', answer.text)
        and 'class="doubt"' not in answer.text
    ]

    assert len(iris) > 10
    assert unmarked == []
    assert sum('class="doubt"' in answer.text for answer in answers) > len(iris) // 2


def test_source_page(real_site: Client) -> None:
    """A source's page has all that a short document says, and each section of a long one."""
    short = real_site.get("/source/leo-methodology", headers=BROWSER).text
    long = real_site.get("/source/brochure-2022", headers=BROWSER).text
    words = short[short.index('id="words"') :]

    assert "Small Business, Enterprise and Employment Act 2015 s.78" in words
    assert 'href="/dataset/leo"' in words
    assert ">Owner hmrc</h3>" in words
    assert "#" not in "".join(re.findall(r"<h3[^>]*>([^<]*)", words))
    assert '<h3 id="longitudinal-education-outcomes">' in long


def schema_of(text: str) -> dict[str, Any]:
    """The schema.org description on a page."""
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    told: dict[str, Any] = json.loads(found)
    return told


def test_schema_org(real_app: Starlette) -> None:
    """Every dataset's page has what Google Dataset Search demands."""
    iris = [iri for iri in documents(real_app) if iri.startswith(f"{BASE}dataset/")]
    for answer in asyncio.run(fetched(real_app, [f"/{iri.removeprefix(BASE)}" for iri in iris])):
        told = schema_of(answer.text)

        assert told["@type"] == "Dataset"
        assert told["name"]
        assert 50 <= len(told["description"]) <= 5000
        assert told["url"] == told["@id"]
        assert all(each["name"] for each in told.get("isBasedOn", ()))
        assert "distribution" not in told  # nothing can be downloaded but metadata


def test_head_of_a_dataset(real_site: Client) -> None:
    """The head of a dataset's page names its other forms, and how it is cited and previewed."""
    text = real_site.get("/dataset/guie-w1", headers=BROWSER).text

    assert '<link rel="alternate" type="text/turtle" href="/dataset/guie-w1.ttl"' in text
    assert '<meta name="citation_title" content="' in text
    assert '<meta name="citation_doi" content="10.57906/ct4b-k289">' in text
    assert '<meta property="og:title" content="' in text


HOSTILE = f"""
PREFIX adr: <https://w3id.org/adrgraph/ontology#>
PREFIX dataset: <https://w3id.org/adrgraph/dataset/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX source: <https://w3id.org/adrgraph/source/>
GRAPH source:odd {{
dataset:script a dcat:Dataset ; rdfs:label "</script><script>alert(1)</script>"@en ;
  dcterms:title "</script><script>alert(1)</script>"@en ;
  dcterms:description "]]><img src=x onerror=alert(1)>"@en ;
  dcat:landingPage <javascript:alert(1)> ; dcterms:temporal dataset:script , "soon" ;
  dcterms:extent 5 ; prov:qualifiedAttribution "nobody" , dataset:who .
dataset:right a dcat:Dataset ;
  rdfs:label "\\u202Eمجموعة بيانات"@ar ; dcterms:title "\\u202Eمجموعة"@ar .
dataset:long a dcat:Dataset ; rdfs:label "{"Long " * 2000}"@en ; dcterms:title "{"x" * 10_000}"@en ;
  skos:altLabel "{"y" * 10_000}" .
dataset:mute a dcat:Dataset ; adr:isBuiltFrom dataset:nameless ; foaf:page <https://example.org/a> .
<https://w3id.org/adrgraph/linkage/mute> prov:used dataset:mute , dataset:nameless .
<https://w3id.org/adrgraph/access-route/mute> dcterms:description ""@en .
}}
"""


@pytest.fixture(scope="module")
def odd() -> Starlette:
    """A graph of whatever nobody should write, in a source and merged."""
    quads = list(ox.parse(HOSTILE, format=ox.RdfFormat.TRIG))
    merged = [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
    return create_app(load([*quads, *merged]))


def test_hostile_data(odd: Starlette) -> None:
    """Markup, text from right to left, endless titles and missing names are shown safely."""
    paths = [f"/{iri.removeprefix(BASE)}" for iri in documents(odd)]
    paths += [
        "/",
        "/datasets",
        "/about",
        *(f"/pictures/{name}" for name in PICTURES),
        *(f"/{name}" for name in LISTS),
    ]
    for answer in asyncio.run(fetched(odd, paths)):
        page = read(answer.text)

        assert answer.status_code == 200, answer.request.url
        assert faults(answer.text) == [], answer.request.url
        assert not any(href.startswith("javascript") for href, _ in page.links)
        assert "<script>" not in answer.text
        assert "<img src=x" not in answer.text
        assert len(answer.content) < HEAVIEST


def test_hostile_schema(odd: Starlette) -> None:
    """What is embedded for machines says the same, and ends no element."""
    told = schema_of(Client(odd).get("/dataset/script", headers=BROWSER).text)

    assert told["name"] == "</script><script>alert(1)</script>"
