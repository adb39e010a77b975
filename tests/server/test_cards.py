"""Cards of pages: named in the head of each, drawn from the graph, safe whatever the data say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from adrgraph.pictures.card import HEIGHT, MOST, WIDTH, Card, draw_card
from adrgraph.server.app import create_app
from tests.asgi import Client
from tests.test_pictures import NASTY, texts, together

if TYPE_CHECKING:
    from adrgraph.catalogue import Catalogue

PUBLIC = "https://data.example.org/catalogue"
PAGES = (
    *("", "datasets", "linkages", "environments", "organisations", "pictures", "about", "study"),
    *("link", "link?dataset=leo", "link?dataset=npd&with=df-civil", "queries", "queries/path"),
    *("pictures/where", "pictures/linkages?dataset=leo", "pictures/path?dataset=npd&with=leo"),
    *("dataset/leo", "linkage/echild", "environment/sail", "organisation/moj", "scheme/theme"),
    *("search?q=leo", "sparql"),
)


@pytest.fixture(scope="module")
def site(real: Catalogue) -> Client:
    """The real graph, behind an address that the world knows."""
    return Client(create_app(real.store, layout=real.layout, public_url=PUBLIC))


def told(page: str) -> dict[str, str]:
    """What a page tells those who show a link to it."""
    found = re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', page)
    assert len(found) == len(dict(found))
    return dict(found)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_names_its_card(site: Client, path: str) -> None:
    """A page names a card by its whole address, which is a PNG of the size that is told."""
    head = told(site.get(f"/{path}", headers={"Accept": "text/html"}).text)
    address = head["og:image"]
    answer = site.get(address.removeprefix("https://data.example.org"))

    assert address.startswith(f"{PUBLIC}/cards/")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert [int.from_bytes(answer.content[at : at + 4], "big") for at in (16, 20)] == [1200, 630]
    assert (head["og:image:width"], head["og:image:height"]) == ("1200", "630")
    assert head["og:image:alt"]
    assert head["og:title"]
    assert head["twitter:card"] == "summary_large_image"


def test_own_card(site: Client) -> None:
    """Each thing has a card of its own, and so has the page of what links to it."""
    pages = ("dataset/leo", "linkage/echild", "environment/sail")
    cards = [told(site.get(f"/{page}", headers={"Accept": "text/html"}).text) for page in pages]
    linking = told(site.get("/link?dataset=leo", headers={"Accept": "text/html"}).text)

    assert [card["og:image"] for card in cards] == [f"{PUBLIC}/cards/{page}.png" for page in pages]
    assert linking["og:image"] == f"{PUBLIC}/cards/dataset/leo.png"


@pytest.mark.parametrize("path", ["none", "dataset/none", "dataset", "dataset/leo/more", "shape/x"])
def test_no_card(site: Client, path: str) -> None:
    """What has no page has no card."""
    assert site.get(f"/cards/{path}.png").status_code == 404


@pytest.mark.parametrize("words", NASTY)
def test_any_data(words: str) -> None:
    """Whatever the data say, a card is well-formed, and its texts lie within it and apart."""
    svg = draw_card(Card(words, words, words, ((words, words),) * 5, ("part of",) * 99))
    root = ET.fromstring(svg)  # noqa: S314 — we wrote it
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}

    assert tags <= {"svg", "title", "style", "rect", "path", "circle", "text"}
    assert svg.count("<path") == MOST
    assert together(svg) == []
    for text, left, top, right, bottom in texts(svg):
        assert left >= 0, text
        assert top >= 0, text
        assert right <= WIDTH, text
        assert bottom <= HEIGHT, text


def test_tells_what_is_stated() -> None:
    """A card tells the kind, the name, what it is and three facts, in this order."""
    facts = (("Owner", "One"), ("Area", "Wales"), ("Years", "2001"), ("Size", "many"))
    svg = draw_card(Card("Dataset", "A name", "What it is.", facts))

    assert [words for words, *_ in texts(svg)] == [
        *("adrgraph · Dataset", "A name", "What it is."),
        *("Owner", "One", "Area", "Wales", "Years", "2001"),
    ]
