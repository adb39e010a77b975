"""Pictures: well-formed, safe, readable, the same facts as their tables, the same bytes again."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import combinations
from typing import TYPE_CHECKING, cast
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adrgraph.iris import BASE
from adrgraph.pictures import (
    Picture,
    Thing,
    coverage_gaps,
    coverage_timeline,
    linkage_map,
    path_between,
    png,
    style,
    where_held,
)
from adrgraph.pictures.chain import draw_chains
from adrgraph.pictures.ego import draw_focus
from adrgraph.pictures.facts import Connection, Dataset, Forecast, Period, Step
from adrgraph.pictures.gaps import draw_gaps
from adrgraph.pictures.lettering import fitted, is_measured, width
from adrgraph.pictures.linkages import draw_map
from adrgraph.pictures.places import draw_places
from adrgraph.pictures.timeline import draw_timeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from adrgraph.catalogue import Catalogue

SVG = "{http://www.w3.org/2000/svg}"
NASTY = (
    *("<script>alert(1)</script>", "&amp; ]]> <!-- \"quoted\" 'too'", "", "مجموعة بيانات التعليم"),
    *(
        "\u202eturned\u202c",
        "a\x00b\ufffe\ud800",
        "x" * 10_000,
        "word " * 2_000,
        "国勢調査",
        "e" + "\u0301" * 50,
    ),
)
WORDS = st.integers(0, len(NASTY) - 1).map(lambda place: NASTY[place]) | st.text(max_size=40)
IRIS = st.sampled_from(
    [*(f"https://w3id.org/adrgraph/dataset/d{number}" for number in range(6))]
) | st.sampled_from(
    ["javascript:alert(1)", "data:text/html,x", "", "urn:x", 'https://x/"><script>']
)
THINGS = st.builds(Thing, IRIS, WORDS)
DATES = st.sampled_from(["", "1995", "2011-03", "2011-03-27", "0001", "9999-12", "soon", "-0044"])
DATASETS = st.builds(
    Dataset,
    THINGS,
    st.lists(THINGS, max_size=2).map(tuple),
    st.lists(THINGS, max_size=2).map(tuple),
    st.frozensets(st.sampled_from(["England", "Wales"])),
    st.frozensets(st.sampled_from(["Scotland"])),
)
KINDS = st.sampled_from(["period of observation", "birth cohort", "reference date"])
PERIODS = st.builds(Period, THINGS, WORDS, KINDS, DATES, DATES, WORDS, WORDS)
YEARS = st.integers(1000, 2100)
FORECASTS = st.builds(Forecast, THINGS, DATES, DATES, WORDS)

SENSES = st.sampled_from(["built from", "part of", "beside", "linkable"])
CONNECTIONS = st.builds(Connection, THINGS, SENSES, THINGS, st.none() | THINGS)
SEVERAL = st.lists(THINGS, max_size=2).map(tuple)
SAID = st.lists(WORDS, max_size=2).map(tuple)
STEPS = st.builds(
    Step,
    st.sampled_from(["one", "two", "three", "four", "five"]),
    st.integers(1, 3),
    THINGS,
    st.sampled_from(["is built from", "read by one linkage", "is a part of", ""]),
    THINGS,
    SEVERAL,
    SEVERAL,
    WORDS,
    SAID,
    SAID,
)

ANY: dict[str, st.SearchStrategy[Picture]] = {
    "timeline": st.builds(
        draw_timeline,
        st.lists(DATASETS, max_size=6),
        st.lists(PERIODS, max_size=6),
        st.lists(FORECASTS, max_size=3),
        group=st.sampled_from(["theme", "environment"]),
        narrow=st.booleans(),
    ),
    "map": st.builds(
        draw_map,
        st.lists(DATASETS, max_size=9),
        st.lists(CONNECTIONS, max_size=9),
        group=st.sampled_from(["theme", "environment"]),
        narrow=st.booleans(),
    ),
    "focus": st.builds(
        draw_focus,
        IRIS,
        st.lists(DATASETS, max_size=9),
        st.lists(CONNECTIONS, max_size=9),
        narrow=st.booleans(),
    ),
    "where": st.builds(draw_places, st.lists(DATASETS, max_size=9), narrow=st.booleans()),
    "path": st.builds(
        draw_chains, THINGS, THINGS, st.lists(STEPS, max_size=9), narrow=st.booleans()
    ),
    "gaps": st.builds(
        draw_gaps,
        st.lists(DATASETS, max_size=6),
        st.lists(PERIODS, max_size=6),
        years=st.builds(lambda first, many: range(first, first + many), YEARS, st.integers(1, 300)),
        narrow=st.booleans(),
    ),
}
ALL = (
    "SELECT DISTINCT ?dataset WHERE { ?dataset a <http://www.w3.org/ns/dcat#Dataset> ; "
    "<http://www.w3.org/2000/01/rdf-schema#label> ?title }"
)
SOME = [f"{BASE}dataset/{slug}" for slug in ("leo", "npd", "ashe", "eol", "cafcass-wales")]


def drawings(*, narrow: bool) -> dict[str, Callable[[Catalogue], Picture]]:
    """How each picture of the real data is drawn."""
    start, end = (f"{BASE}dataset/{slug}" for slug in ("echild", "ashe"))
    return {
        "timeline": lambda c: coverage_timeline(c, narrow=narrow),
        "map": lambda c: linkage_map(c, narrow=narrow),
        "map by environment": lambda c: linkage_map(c, group="environment", narrow=narrow),
        "map around npd": lambda c: linkage_map(c, focus=SOME[1], narrow=narrow),
        "where": lambda c: where_held(c, narrow=narrow),
        "path": lambda c: path_between(c, start, end, narrow=narrow),
        "gaps": lambda c: coverage_gaps(c, SOME, first=1990, last=2024, narrow=narrow),
    }


REAL = {
    **drawings(narrow=False),
    **{f"{name}, narrow": draw for name, draw in drawings(narrow=True).items()},
}


@pytest.fixture(scope="module", params=REAL)
def picture(request: pytest.FixtureRequest, real: Catalogue) -> Picture:
    """Each picture of the real data."""
    return REAL[cast("str", request.param)](real)


def texts(svg: str) -> list[tuple[str, float, float, float, float]]:
    """Each text of a picture: its words, and the left, top, right and bottom it may reach."""
    found = []
    for element in ET.fromstring(svg).iter(f"{SVG}text"):  # noqa: S314 — we wrote it
        (size,) = map(float, re.findall(r"\bs(\d+)\b", element.get("class", "")))
        words = element.text or ""
        wide = width(words, size, bold="bold" in element.get("class", ""))
        x, y = float(element.get("x", "")), float(element.get("y", ""))
        left = x - wide * {"start": 0, "middle": 0.5, "end": 1}[element.get("text-anchor", "start")]
        found.append((words, left, y - 0.75 * size, left + wide, y + 0.2 * size))
    return found


def together(svg: str) -> list[tuple[str, str]]:
    """The pairs of texts that lie on each other."""
    return [
        (one[0], other[0])
        for one, other in combinations(texts(svg), 2)
        if one[1] < other[3] - 1
        and other[1] < one[3] - 1
        and one[2] < other[4] - 1
        and other[2] < one[4] - 1
    ]


@pytest.mark.parametrize("name", ANY)
def test_any_data(name: str) -> None:
    """Whatever the data say, a picture is well-formed, runs nothing, and no texts lie together."""

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(ANY[name])
    def law(drawn: Picture) -> None:
        for svg in (drawn.svg, drawn.inline):
            root = ET.fromstring(svg)  # noqa: S314 — we wrote it
            for element in root.iter():
                assert element.tag.removeprefix(SVG) in {
                    *("svg", "title", "desc", "style", "g", "a", "rect", "path", "circle", "text"),
                }
                assert not any(key.startswith("on") or key == "style" for key in element.attrib)
                assert re.match(r"https?:|[./?#]|$", element.get("href", ""))
            assert "\u202e" not in "".join(words for words, *_ in texts(svg))
        assert together(drawn.svg) == []
        for words, left, top, right, bottom in texts(drawn.inline):
            assert left >= 0, words
            assert top >= 0, words
            assert right <= drawn.width, words
            assert bottom <= drawn.height, words
        assert all(len(row) == len(drawn.columns) for row in drawn.rows)

    law()


def test_real(picture: Picture) -> None:
    """In a picture of the real data no texts lie together, and all lie within it."""
    assert picture.width <= 1440
    assert together(picture.svg) == []
    assert all(right <= picture.width for _, _, _, right, _ in texts(picture.svg))
    assert picture.rows


def test_names_itself(picture: Picture) -> None:
    """A picture has a title and a description, and each link in it a name and a place to go."""
    root = ET.fromstring(picture.inline)  # noqa: S314 — we wrote it
    ids = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    links = list(root.iter(f"{SVG}a"))

    assert ids[root.get("aria-labelledby")] == picture.title
    assert ids[root.get("aria-describedby")] == picture.description
    assert all(link.findtext(f"{SVG}title") for link in links)
    assert all(link.get("href", "").startswith("https://w3id.org/adrgraph/") for link in links)


def test_style_is_apart(picture: Picture) -> None:
    """A picture for a page has no style of its own, which a strict policy would forbid."""
    assert "<style" in picture.svg
    assert "<style" not in picture.inline
    assert "style=" not in picture.inline


def test_table_has_what_is_drawn(picture: Picture) -> None:
    """Each thing that is drawn as a link stands in the table."""
    root = ET.fromstring(picture.inline)  # noqa: S314 — we wrote it
    drawn = {link.get("href") for link in root.iter(f"{SVG}a")}
    told = {cell.iri for row in picture.rows for cell in row if isinstance(cell, Thing)}

    assert drawn <= told


def test_text_is_large_enough() -> None:
    """No text is smaller than 12 pixels."""
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)px", style())]

    assert sizes
    assert min(sizes) >= 12


def test_classes_are_styled(picture: Picture) -> None:
    """Each size that a text has is one that the style knows."""
    used = set(
        re.findall(r"\b(s\d+)\b", " ".join(re.findall(r'<text class="([^"]*)"', picture.svg)))
    )

    assert used <= set(re.findall(r"\.(s\d+)", style()))


def test_png(picture: Picture) -> None:
    """A picture is written as PNG in the size it has, and in other colours for dark."""
    light, dark = (png(picture, scheme=scheme, zoom=1) for scheme in ("light", "dark"))

    assert light[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(light[16:20], "big") == round(picture.width)
    assert light != dark


def test_same_bytes() -> None:
    """The same facts give the same bytes, whatever order a run has for its sets."""
    code = (
        "import hashlib, adrgraph\n"
        "from tests.test_pictures import REAL\n"
        "found = [draw(adrgraph.load()).svg for draw in REAL.values()]\n"
        "print(hashlib.sha256(repr(found).encode()).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join([".", *sys.path])},
        ).stdout
        for seed in ("1", "2")
    }

    assert len(runs) == 1


@given(WORDS, st.floats(20, 400), st.integers(1, 3))
def test_fitted(words: str, room: float, most: int) -> None:
    """Fitted words are no wider than their room and no more lines than may be."""
    lines = fitted(words, room, 12, most=most)

    assert len(lines) <= most
    assert all(width(line, 12) <= room + 1 or len(line) == 1 for line in lines)


def test_measured() -> None:
    """Latin letters are measured; what is not is squeezed into the room that was kept for it."""
    drawn = draw_timeline(
        [Dataset(Thing("https://w3id.org/adrgraph/dataset/x", "تعداد السكان"))],
        [
            Period(
                Thing("https://w3id.org/adrgraph/dataset/x", "تعداد السكان"),
                "",
                "birth cohort",
                "2001",
            )
        ],
        [],
    )

    assert is_measured("ASHE, 2011 Census")
    assert "textLength" in drawn.svg


def test_narrow(real: Catalogue) -> None:
    """Each picture can be drawn for a phone: 320 pixels wide, with the same facts."""
    wide, narrow = drawings(narrow=False), drawings(narrow=True)
    for name, draw in narrow.items():
        assert draw(real).width == 320, name
        assert draw(real).rows == wide[name](real).rows, name


def test_both_forms_on_one_page(real: Catalogue) -> None:
    """The wide and the narrow form share no identifier, so a page may hold both."""
    forms = [where_held(real, narrow=narrow).inline for narrow in (False, True)]
    wide, narrow = (set(re.findall(r' id="([^"]+)"', form)) for form in forms)

    assert len(wide) == len(narrow) == 2
    assert not wide & narrow
    assert 'class="picture where wide"' in forms[0]
    assert 'class="picture where narrow"' in forms[1]


def test_map_has_all(real: Catalogue) -> None:
    """The map shows every dataset once, and tells every connection that the graph has."""
    drawn = linkage_map(real)
    datasets = {row.dataset.value for row in real.query(ALL)}  # type: ignore[union-attr]
    links = [link.get("href") for link in ET.fromstring(drawn.svg).iter(f"{SVG}a")]  # noqa: S314 — we wrote it
    told = [row for row in drawn.rows if row[2]]

    assert sorted(map(str, links)) == sorted(datasets)
    assert len(told) == len(real.run("links"))  # type: ignore[arg-type]


def test_senses(real: Catalogue) -> None:
    """What LEO is built from is drawn as built, not as a part, and leads from LEO."""
    root = ET.fromstring(linkage_map(real).svg)  # noqa: S314 — we wrote it
    lines = {
        (line.get("data-from"), line.get("data-to")): line.get("class")
        for line in root.iter(f"{SVG}path")
    }

    assert lines["dataset/leo", "dataset/npd"] == "line built"
    assert lines["dataset/school-census-england", "dataset/npd"] == "line part"
    assert ("dataset/npd", "dataset/leo") not in lines


def test_gaps() -> None:
    """A year is covered, covered in part, unknown or not covered, as the sources tell."""
    thing = Thing(f"{BASE}dataset/x", "X")
    known = Dataset(thing, wholly=frozenset({"Wales"}), partly=frozenset({"England"}))
    period = Period(thing, "the dataset", "period of observation", "2001", "2002-06")
    opened = Period(thing, "the dataset", "period of observation", "2004")
    drawn = draw_gaps([known], [period, opened], years=range(2000, 2006))
    own = [row for row in drawn.rows if row[1] == thing]

    assert own == [
        ("England", thing, "not covered", 2000, 2000),
        ("England", thing, "partly", 2001, 2002),
        ("England", thing, "not covered", 2003, 2003),
        ("England", thing, "partly", 2004, 2004),
        ("England", thing, "not stated", 2005, 2005),
        ("Wales", thing, "not covered", 2000, 2000),
        ("Wales", thing, "wholly", 2001, 2002),
        ("Wales", thing, "not covered", 2003, 2003),
        ("Wales", thing, "wholly", 2004, 2004),
        ("Wales", thing, "not stated", 2005, 2005),
    ]
    assert ("Scotland", "all of them together", "not covered", 2000, 2005) in drawn.rows


def test_cohorts_cover_no_years() -> None:
    """Years of birth are no years of observation: what they cover is not stated."""
    thing = Thing(f"{BASE}dataset/x", "X")
    cohort = Period(thing, "the dataset", "birth cohort", "1984", "2020")
    drawn = draw_gaps(
        [Dataset(thing, wholly=frozenset({"Wales"}))], [cohort], years=range(2000, 2006)
    )

    assert ("Wales", thing, "not stated", 2000, 2005) in drawn.rows
