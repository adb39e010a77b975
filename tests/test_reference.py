"""The generated reference: complete, linked, readable, the same bytes from the same files."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from itertools import combinations
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from adrgraph.iris import ADR, BASE, full
from adrgraph.layout import find_layout
from adrgraph.queries import read_queries
from adrgraph.reference import reference_pages
from adrgraph.reference.contents import VIEWS, Contents, read_contents
from adrgraph.reference.diagram import model, neighbourhood
from adrgraph.sources import read
from tests.layouts import world_layout

if TYPE_CHECKING:
    from pathlib import Path

    from adrgraph.reference.diagram import Box, Drawing
    from adrgraph.reference.terms import Term

SOURCES = read(find_layout())
PAGES = {path: content.decode() for path, content in reference_pages(SOURCES)}
CONTENTS: Contents = read_contents(SOURCES)
HTML = sorted(path for path in PAGES if path.endswith(".html"))
DRAWINGS: list[Drawing] = [
    *(model(CONTENTS.terms, view) for view in VIEWS),
    *(d for term in CONTENTS.classes() if (d := neighbourhood(CONTENTS.terms, term))),
]
VOID = {"meta", "link", "br", "img", "rect", "path"}


class Page(HTMLParser):
    """What a page links to, which places it has, what it says and how its tags nest."""

    def __init__(self, text: str) -> None:
        """Read the page."""
        super().__init__()
        self.links: list[str] = []
        self.places: list[str] = []
        self.headings: list[int] = []
        self.open: list[str] = []
        self.unnamed: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        given = dict(attrs)
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)
        if tag in {"a", "link"}:
            self.links.append(given.get("href") or "")
        if "id" in given:
            self.places.append(given["id"] or "")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "nav" or given.get("role") == "region":
            self.unnamed += [] if given.get("aria-label") else [tag]

    def handle_endtag(self, tag: str) -> None:
        """Close a tag."""
        if tag not in VOID:
            assert self.open.pop() == tag


PARSED = {path: Page(PAGES[path]) for path in HTML}


def test_one_page_each() -> None:
    """Every scheme, shape and saved query has a page, and so have classes and properties."""
    layout = SOURCES.layout
    queries, _ = read_queries(layout.queries)
    wanted = {
        *(f"scheme/{path.stem}.html" for path in (layout.ontology / "schemes").glob("*.ttl")),
        *(f"shape/{path.stem}.html" for path in layout.shapes.glob("*.ttl")),
        *(f"query/{name}.html" for name in queries),
        *("classes.html", "properties.html", "ontology.html", "index.html"),
    }

    assert wanted <= PAGES.keys()


def test_places_are_fragments() -> None:
    """Each of our terms, concepts and demands has its place under the fragment of its IRI."""
    described = {
        str(quad.subject)[1:-1]
        for document in (*SOURCES.ontology, *SOURCES.schemes, *SOURCES.shapes)
        for quad in document.quads
        if str(quad.subject).startswith(f"<{BASE}") and "#" in str(quad.subject)
    }
    wanted = {
        (CONTENTS.addresses[iri].partition("#")[0], iri.partition("#")[2]) for iri in described
    }
    terms = {iri.removeprefix(ADR) for iri in described if iri.startswith(ADR)}

    assert {(page, place) for page, place in wanted if place not in PARSED[page].places} == set()
    assert terms <= set(PARSED["ontology.html"].places)


@pytest.mark.parametrize("path", HTML)
def test_links_lead_somewhere(path: str) -> None:
    """A link inside the reference leads to a page and a place that are there."""
    broken = []
    for link in PARSED[path].links:
        if link.startswith(("http://", "https://")):
            continue
        page, _, place = link.partition("#")
        target = normpath(join(dirname(path), page)) if page else path
        if target not in PAGES or (place and place not in PARSED[target].places):
            broken.append(link)

    assert broken == []


@pytest.mark.parametrize("path", HTML)
def test_page(path: str) -> None:
    """A page nests its tags, names its regions, and needs no script and nothing from elsewhere."""
    page = PARSED[path]
    steps = [
        after - before for before, after in zip(page.headings, page.headings[1:], strict=False)
    ]

    assert page.open == []
    assert page.unnamed == []
    assert len(page.places) == len(set(page.places))
    assert page.headings.count(1) == 1
    assert max(steps, default=0) <= 1
    assert not page.tags & {"script", "iframe", "img"}
    assert "<html lang=" in PAGES[path]
    assert "@import" not in PAGES["reference.css"]
    assert "url(" not in PAGES["reference.css"]


@pytest.mark.parametrize("term", CONTENTS.ours(), ids=lambda term: term.name)
def test_term(term: Term) -> None:
    """A term is shown with definition, scope note, and the start of its example."""
    page = PAGES["classes.html" if term.is_class else "properties.html"]
    section = page.partition(f'id="{term.fragment}"')[2].partition("<section")[0]
    shown = re.sub(r"<[^>]+>", "", section)
    for text in (term.definition, term.scope, term.example):
        escaped = re.sub(r"&(#\d+|\w+);", "", re.sub(r'[<>&"\']', "", text.splitlines()[0]))

        assert escaped in re.sub(r"&(#\d+|\w+);", "", shown)


def test_uses() -> None:
    """A term names the demands, queries and rules that use it."""
    users = CONTENTS.uses[f"{ADR}isLinkedWith"]

    assert f"{BASE}rule/is-linked-with" in users
    assert f"{BASE}shape/linkage#spine" in CONTENTS.uses[f"{ADR}usesSpine"]
    assert f"{BASE}export/dcat-ap" in CONTENTS.uses[full("dcat:contactPoint")]
    assert f"{BASE}query/links-to" in CONTENTS.uses[f"{ADR}isBuiltFrom"]


def test_demands_in_words() -> None:
    """A demand says what has to hold, of which property, and how to mend what does not."""
    demands = {demand.iri: demand for shape in CONTENTS.shapes for demand in shape.demands}
    unit = demands[f"{BASE}shape/extent#unit"]

    assert unit.path == "adr:hasUnit"
    assert unit.conditions == ("exactly one value", "an IRI", "a concept of scheme/unit")
    assert unit.message in re.sub(r"<[^>]+>", "", PAGES["shape/extent.html"])
    assert all(demand.conditions for demand in demands.values())
    assert demands[f"{BASE}shape/contact#address"].path.count(" or ") == 2


def test_escaped(tmp_path: Path) -> None:
    """What files say is text: no tag in it becomes one of the page."""
    layout = world_layout(tmp_path)
    path = layout.ontology / "adrgraph.ttl"
    text = path.read_text("utf-8")
    for said in ('"Release"@en', '"A dataset as held in one'):
        assert said in text
        text = text.replace(said, said.replace('"', '"<script>x</script>', 1))
    path.write_text(text, "utf-8")
    pages = dict(reference_pages(read(layout)))
    shown = "".join(pages[name].decode() for name in ("classes.html", "ontology.html", "model.svg"))

    assert "<script>" not in shown
    assert shown.count("&lt;script&gt;x&lt;/script&gt;") > 4


def test_same_bytes() -> None:
    """The same files give the same bytes, whatever order a run has for its sets."""
    code = (
        "import hashlib, sys; from adrgraph.layout import find_layout; "
        "from adrgraph.reference import reference_pages; from adrgraph.sources import read; "
        "print(hashlib.sha256(repr(list(reference_pages(read(find_layout())))).encode()).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in ("1", "2")
    }

    assert len(runs) == 1


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share a place."""
    return (
        abs(one.x - other.x) * 2 < one.width + other.width
        and abs(one.y - other.y) * 2 < one.height + other.height
    )


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: drawing.name)
def test_nothing_overlaps(drawing: Drawing) -> None:
    """No two boxes, and no two names on lines, lie on each other, and none leaves the picture."""
    together = [
        (one.lines[0], other.lines[0])
        for one, other in combinations(drawing.boxes, 2)
        if overlap(one, other)
    ]

    assert together == []
    for box in drawing.boxes:
        assert box.left >= 0
        assert box.top >= 0
        assert box.left + box.width <= drawing.width
        assert box.top + box.height <= drawing.height


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: drawing.name)
def test_lines_pass_by(drawing: Drawing) -> None:
    """No line goes through a box or a name but those that it joins."""
    crossed = set()
    for line in drawing.lines:
        points = _along(line.path)
        for box in drawing.boxes:
            inside = [p for p in points[3:-3] if _is_inside(p, box)]
            touches = _is_near(points[0], box) or _is_near(points[-1], box)
            if inside and not touches:
                crossed.add((box.lines[0], line.path))

    assert crossed == set()


def _along(path: str) -> list[tuple[float, float]]:
    """Points on a path of lines and curves."""
    numbers = re.findall(r"([MLC]?)(-?[\d.]+),(-?[\d.]+)", path)
    points = [(float(numbers[0][1]), float(numbers[0][2]))]
    place, kind = 1, "M"
    while place < len(numbers):
        kind = numbers[place][0] or kind
        count = 3 if kind == "C" else 1
        ends = [(float(x), float(y)) for _, x, y in numbers[place : place + count]]
        a = points[-1]
        for step in range(1, 21):
            t = step / 20
            b, c, d = ends if kind == "C" else (a, ends[0], ends[0])
            weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
            points.append(
                tuple(
                    sum(w * p[i] for w, p in zip(weights, (a, b, c, d), strict=True))
                    for i in (0, 1)
                )  # type: ignore[arg-type]
            )
        place += count
    return points


def _is_inside(point: tuple[float, float], box: Box) -> bool:
    return abs(point[0] - box.x) < box.width / 2 - 1 and abs(point[1] - box.y) < box.height / 2 - 1


def _is_near(point: tuple[float, float], box: Box) -> bool:
    return abs(point[0] - box.x) < box.width / 2 + 2 and abs(point[1] - box.y) < box.height / 2 + 2


def test_diagrams_show_the_model() -> None:
    """What the ontology and the shapes say of linkages and datasets is on the drawing, in words."""
    (drawing,) = (drawing for drawing in DRAWINGS if drawing.name == "model")
    names = {line for box in drawing.boxes for line in box.lines}

    assert {"Linkage", "Dataset", "Release", "uses lookup", "generated", "is held in"} <= names
    assert "Release is held in Trusted research environment." in drawing.description
    assert "Linked dataset is a kind of Dataset." in drawing.description


def test_pictures_stand_alone() -> None:
    """Each picture of the model is well-formed SVG in a size of its own, with text of 13 pixels."""
    pictures = [path for path in PAGES if path.endswith(".svg")]

    assert sorted(pictures) == sorted(f"{view.name}.svg" for view in VIEWS)
    for path in pictures:
        root = ET.fromstring(PAGES[path])  # noqa: S314 — we wrote it
        assert root.get("width")
        assert "font: 13px" in PAGES[path]
        assert not root.findall(".//{http://www.w3.org/2000/svg}a")
