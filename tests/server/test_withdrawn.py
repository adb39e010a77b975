"""What was withdrawn is told as gone; what the graph says of a thing is text on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.build import build
from adrgraph.server.app import create_app
from adrgraph.sources import read
from adrgraph.store import load
from adrgraph.validation import validate
from tests.asgi import Client
from tests.layouts import world_layout

if TYPE_CHECKING:
    from pathlib import Path

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
GONE = """
PREFIX dataset: <https://w3id.org/adrgraph/dataset/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
dataset:old owl:deprecated true ; dcterms:isReplacedBy dataset:new .
dataset:lost owl:deprecated true .
dataset:new dcterms:title "<b>New</b>"@en ; dcterms:relation <javascript:alert(1)> .
"""


def test_gone() -> None:
    """What was withdrawn is gone, with what took its place; what never was is not found."""
    site = Client(create_app(load(ox.parse(GONE, format=ox.RdfFormat.TURTLE))))
    old, page = site.get("/dataset/old"), site.get("/dataset/old", headers={"Accept": BROWSER})

    assert old.status_code == page.status_code == 410
    assert old.json()["detail"].endswith("Its place is taken by dataset/new.")
    assert old.headers["link"] == '</dataset/new>; rel="successor-version"'
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert site.get("/dataset/lost.ttl").status_code == 410
    assert site.get("/dataset/new").status_code == 200
    assert site.get("/dataset/never").status_code == 404


WITHDRAWN = """\
PREFIX dataset: <https://w3id.org/adrgraph/dataset/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX source: <https://w3id.org/adrgraph/source/>

GRAPH source:adrgraph {
dataset:old
    dcterms:isReplacedBy dataset:pupils ;
    owl:deprecated true ;
.
}
"""


def test_withdrawing(tmp_path: Path) -> None:
    """A file that only says that its thing is withdrawn passes all checks, and is answered so."""
    layout = world_layout(tmp_path)
    before = str(validate(read(layout)))
    (layout.data / "datasets" / "old.trig").write_text(WITHDRAWN, encoding="utf-8")
    answer = Client(create_app(load(build(layout).quads()))).get("/dataset/old")

    assert str(validate(read(layout))) == before
    assert answer.status_code == 410
    assert answer.headers["link"] == '</dataset/pupils>; rel="successor-version"'


def test_page_is_safe() -> None:
    """What the graph says is text on a page, never markup, and no link runs anything."""
    page = Client(create_app(load(ox.parse(GONE, format=ox.RdfFormat.TURTLE)))).get("/dataset/new")

    assert "<b>" not in page.text
    assert "&lt;b&gt;New" in page.text
    assert 'href="javascript' not in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
