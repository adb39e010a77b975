"""Data full of scripts, of text from right to left, without ends and without names is harmless."""

from __future__ import annotations

import io
import json
import re
from itertools import cycle
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import httpx
import openpyxl
import pyoxigraph as ox
import pytest

from adrgraph.build import build
from adrgraph.iris import ONTOLOGY, PREFIXES
from adrgraph.layout import find_layout
from adrgraph.store import load
from adrgraph.system import with_system
from tests.browser.conftest import crawled, sampled
from tests.layouts import world_layout
from tests.loopback import served

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import Browser, Page

SCRIPT = (
    """</script></title><script>window.hurt=1</script><img src=x onerror="window.hurt=1">'"]]>"""
)
HOSTILE = (
    SCRIPT,
    "x" * 10_000,
    "\u202eمجموعة البيانات {{ 7*7 }} \u2066\u200f=1+1",
    '=HYPERLINK("http://example.org") ' + "long " * 2_000,
    "",
)
NAMES = {
    *(PREFIXES["dcterms"] + "title", PREFIXES["rdfs"] + "label", PREFIXES["foaf"] + "name"),
    PREFIXES["skos"] + "prefLabel",
}
_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_TOLD = "Math.max(0, ...[...document.querySelectorAll('meta')].map(m => m.content.length))"
LONGEST = 300
_WIDEST = """() => [...document.querySelectorAll('main *')].filter(each =>
  each.getBoundingClientRect().right > innerWidth + 1 && !each.closest('.scroll, .wide, svg')
).map(each => each.outerHTML.slice(0, 90)).slice(0, 3)"""


def hostile(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """The same things with hostile words in the place of theirs, alike in every graph."""
    told = cycle(HOSTILE)
    words: dict[ox.Triple, str] = {}
    for quad in quads:
        value = quad.object
        is_data = not str(quad.subject).startswith(f"<{ONTOLOGY}")
        if not is_data or not isinstance(value, ox.Literal) or not value.language:
            yield quad
            continue
        text = words.get(quad.triple) or words.setdefault(quad.triple, next(told))
        is_nameless = not text and quad.predicate.value in NAMES
        if not is_nameless:
            literal = ox.Literal(text, language=value.language)
            yield ox.Quad(quad.subject, quad.predicate, literal, quad.graph_name)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the small world is served with hostile words in the place of all of its own."""
    graph = build(world_layout(tmp_path_factory.mktemp("hostile") / "world"))
    layout = find_layout()
    store = load(hostile(with_system(graph.quads(), layout)))
    with served(store, layout=layout) as found:
        yield found


@pytest.fixture(scope="module")
def hostile_pages(address: str) -> list[str]:
    """A page of each kind, and what was searched for and asked."""
    links = crawled(address, most=100)
    assert set(links.values()) <= {200, 422}  # an example that the small world does not have
    asked = (
        *("search?q=script", "search?q=" + "x" * 200, "datasets?q=long&nation=wales"),
        *("link?dataset=cohort", "link?dataset=cohort&with=hospital", "link?dataset=%3Cscript%3E"),
        *("study?theme=education&from=2010&to=2020", "study?theme=%3Cscript%3E&from=%22"),
        *("pictures/linkages", "pictures/timeline", "queries/datasets.html"),
    )
    return [*sampled(links), *(address + path for path in asked)]


def test_pages(browser: Browser, address: str, hostile_pages: list[str]) -> None:
    """No page runs what stands in the data, asks for it, or grows wider than the screen."""
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("dialog", lambda dialog: faults.append(f"{page.url}: {dialog.message}"))
    page.on("request", lambda sent: faults.extend(_stray(sent.url, address)))
    shown = 0
    for link in hostile_pages:
        page.goto(link)
        shown += "window.hurt=1" in page.locator("body").inner_text()
        for width in (320, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            faults += [f"{link[:120]}: {width} px: {fault}" for fault in _faults(page)]
    page.close()

    assert len(hostile_pages) > 30
    assert shown > len(hostile_pages) / 3
    assert faults == []


def _stray(url: str, address: str) -> list[str]:
    is_ours = url.startswith((address, "data:")) and urlsplit(url).path.rpartition("/")[2] != "x"
    return [] if is_ours else [f"asked for {url}"]


def _faults(page: Page) -> list[str]:
    found = []
    if page.evaluate("window.hurt"):
        found.append("a script of the data ran")
    if page.evaluate(_TOO_WIDE) > 0:
        found.append(f"too wide by {page.evaluate(_TOO_WIDE)} px: {page.evaluate(_WIDEST)}")
    if not page.title().strip() or page.locator("h1").count() != 1:
        found.append("no title, or not one heading")
    if page.locator("img[src='x'], img[onerror]").count():
        found.append("a picture that is the data's")
    if page.evaluate(_TOLD) > LONGEST:
        found.append("a description of the page without end")
    for described in page.locator("script[type='application/ld+json']").all_text_contents():
        json.loads(described)
    if len(page.locator("h1").inner_text()) > LONGEST + 40:
        found.append("a heading without end")
    return found


def test_other_forms(address: str) -> None:
    """Feeds, RDF, JSON and sheets hold the words whole, as words; pictures hold no script."""
    suggested = httpx.get(f"{address}suggest?q=script").json()["hits"]
    rdf = httpx.get(f"{address}catalog.nq", timeout=30).content
    book = openpyxl.load_workbook(
        io.BytesIO(httpx.get(f"{address}datasets?format=xlsx", timeout=30).content)
    )
    cells = [cell for row in book["Answer"].iter_rows() for cell in row]
    titles = {str(quad.object) for quad in ox.parse(rdf, format=ox.RdfFormat.N_QUADS)}
    ET.fromstring(httpx.get(f"{address}feed.atom").content)  # noqa: S314 — our own
    svg = ET.fromstring(httpx.get(f"{address}pictures/linkages.svg").content)  # noqa: S314

    assert SCRIPT in {hit["title"] for hit in suggested}
    assert any(SCRIPT[:20] in title for title in titles)
    assert SCRIPT in {cell.value for cell in cells}
    assert "f" not in {cell.data_type for cell in cells}
    assert not [each for each in svg.iter() if re.search(r"script|foreignObject", each.tag)]
