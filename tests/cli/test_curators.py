"""The mistakes that a curator is likeliest to make: each is told with file, line and remedy."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from adrgraph.cli import FINDINGS, FINE, UNREADABLE
from adrgraph.layout import Layout, find_layout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran

PUPILS = "data/datasets/pupils.trig"
LEAFLET = "data/sources/leaflet.trig"
TITLE = 'dcterms:title "Pupil Register"@en ;'


@dataclass(frozen=True, slots=True)
class Slip:
    """What somebody wrote in place of what was there, and what is told of that very line."""

    name: str
    said: str
    written: str
    told: str
    path: str = PUPILS

    def __str__(self) -> str:
        """The name of the test."""
        return self.name


SLIPS = (
    Slip("prefix typo", TITLE, TITLE.replace("dcterms", "dctrms"), 'Did you mean "dcterms:"?'),
    Slip(
        "prefix left out",
        TITLE,
        f"{TITLE} dqv:value 1 ;",
        "Write PREFIX dqv: <http://www.w3.org/ns/dqv#> at the head of the file, or let "
        "`adrgraph format` write it.",
    ),
    Slip("prefix of a scheme", TITLE, f"{TITLE} adr:of metric:a ;", "where a concept scheme has"),
    Slip("property typo", TITLE, TITLE.replace("title", "titel"), 'Did you mean "dcterms:title"?'),
    Slip(
        "class typo",
        "a adr:SourceDataset",
        "a adr:SourceDataset , adr:SourceDatset",
        'Did you mean "adr:SourceDataset"?',
    ),
    Slip("missing semicolon", TITLE, f"{TITLE[:-2]}\n", 'Write " ;" or " ,"'),
    Slip(
        "missing dot",
        TITLE,
        f"{TITLE}\n\n:part\n    a adr:Extent ;",
        'End the one above with " ."',
    ),
    Slip("missing brace", "}\n\nGRAPH", "\nGRAPH", 'End the statement above with " .", its block'),
    Slip(
        "source typo",
        "GRAPH <https://w3id.org/adrgraph/source/leaflet#data> {\ndataset:pupils",
        "GRAPH source:leafet {\ndataset:pupils",
        'Did you mean "source/leaflet"?',
    ),
    Slip(
        "source not yet described",
        "GRAPH <https://w3id.org/adrgraph/source/leaflet#data> {\ndataset:pupils",
        "GRAPH source:some-poster {\ndataset:pupils",
        "`adrgraph new source SLUG` begins a source",
    ),
    Slip("literal for a concept", "spatial area:england", 'spatial "England"', "Name a concept of"),
    Slip("concept typo", "area:england", "area:englnd", 'Did you mean "scheme/area#england"?'),
    Slip("concept of another scheme", "spatial area:england", "spatial theme:education", "scheme"),
    Slip(
        "literal for an organisation",
        "agent organisation:school-office",
        'agent "School Office"',
        "Name the one organisation",
    ),
    Slip("no language", TITLE, TITLE.replace("@en", ""), "as text with a language"),
    Slip("no language of a note", TITLE, f'{TITLE} skos:note "A." ;', 'Say in which language "A."'),
    Slip("empty text", TITLE, f'{TITLE} skos:note " "@en ;', "has no text. Write it, or take"),
    Slip(
        "date in words",
        '"2022-09"^^xsd:gYearMonth',
        '"September 2022"',
        "Write one date of publication, as a year, a month or a day",
        path=LEAFLET,
    ),
    Slip(
        "date in words, typed",
        '"2022-09"^^xsd:gYearMonth',
        '"September 2022"^^xsd:gYearMonth',
        "is no month. Write it as",
        path=LEAFLET,
    ),
    Slip("typographic quotes", TITLE, TITLE.replace('"', "”"), "Write straight ones"),
    Slip("merge conflict", TITLE, f"\n<<<<<<< HEAD\n{TITLE}", "mark of a merge conflict"),
    Slip("relative address", TITLE, f"{TITLE} foaf:page <www.example.org> ;", "Write it in full"),
    Slip("nameless part", TITLE, f"{TITLE} dcterms:extent [ a adr:Extent ] ;", "Give it one"),
    Slip(
        "fact about another thing",
        "{\ndataset:pupils",
        "{\ndataset:careers a adr:SourceDataset .\n\ndataset:pupils",
        "Move it to data/datasets/careers.trig",
    ),
)


@pytest.fixture
def world(layout: Layout) -> Layout:
    """The small world with the project's checks, to be changed at will."""
    shutil.copytree(find_layout().queries / "checks", layout.queries / "checks")
    return layout


def edit(layout: Layout, slip: Slip) -> set[int]:
    """Make a slip; the lines that it touches, and the one behind them."""
    path = layout.root / slip.path
    before = path.read_text("utf-8")
    prefixes = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    prefixes += "PREFIX foaf: <http://xmlns.com/foaf/0.1/>\n"
    assert slip.said in before
    path.write_text(prefixes + before.replace(slip.said, slip.written, 1), "utf-8")
    first = before[: before.index(slip.said)].count("\n") + 2
    return set(range(first, first + slip.written.count("\n") + 2))


@pytest.mark.parametrize("slip", SLIPS, ids=str)
def test_slip(adrgraph: Callable[..., Ran], world: Layout, slip: Slip) -> None:
    """A slip is told with its file, its line and its remedy."""
    lines = edit(world, slip)
    ran = adrgraph("check", on=world)

    told = [line for line in (ran.out + ran.err).splitlines() if slip.told in line]
    assert ran.code in {FINDINGS, UNREADABLE}
    assert told, ran.out + ran.err
    for line in told:
        place = re.match(r"(?P<path>[^:]+):(?P<line>\d+)", line)
        assert place is not None
        assert place["path"] == slip.path
        assert int(place["line"]) in lines


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("data/datasets/Pupils-2.trig", "such as pupils-2.trig."),
        ("data/datasets/pupils_two.trig", "such as pupils-two.trig."),
        ("data/pupils.trig", "Move this file into the folder of its kind"),
        ("data/dataset/pupils.trig", "Move its files into one of data/access-routes/"),
        ("data/organisations/pupils.trig", "Move it to data/datasets/pupils.trig"),
    ],
)
def test_place(adrgraph: Callable[..., Ran], world: Layout, path: str, told: str) -> None:
    """A file with a bad name, or in a wrong folder, is told where it belongs."""
    (world.root / path).parent.mkdir(exist_ok=True)
    shutil.move(world.root / PUPILS, world.root / path)
    ran = adrgraph("check", on=world)

    assert ran.code == UNREADABLE
    lines = [line for line in ran.err.splitlines() if told in line]
    assert any(line.startswith((f"{path}:", f"{path.rpartition('/')[0]}:")) for line in lines)


def test_two_blocks(adrgraph: Callable[..., Ran], world: Layout) -> None:
    """Two blocks for one source are one for `format`, which `format --check` asks for."""
    path = world.root / PUPILS
    before = path.read_text("utf-8")
    block = f"\nGRAPH source:adrgraph {{\ndataset:pupils {TITLE[:-2].replace('Pupil ', '')} .\n}}\n"
    path.write_text(before.replace(TITLE, "") + block, "utf-8")
    checked = adrgraph("format", "--check", str(path), on=world)

    assert (checked.code, checked.out) == (FINDINGS, f"{PUPILS}\n")
    assert "run `adrgraph format`" in checked.err
    assert adrgraph("format", str(path), on=world).code == FINE
    assert path.read_text("utf-8").count("GRAPH source:adrgraph {") == 1


def test_format_declares(adrgraph: Callable[..., Ran], world: Layout) -> None:
    """`format` declares prefixes that are left out: shared ones, schemes', the file's own."""
    path = world.root / PUPILS
    before = path.read_text("utf-8")
    more = "dcterms:relation metric:match-rate , :part , dqv:value ;"
    path.write_text(before.replace(TITLE, f"{TITLE} {more}"), "utf-8")
    ran = adrgraph("format", str(path), on=world)

    assert ran.code == FINE
    text = path.read_text("utf-8")
    for prefix, namespace in (
        ("dqv", "http://www.w3.org/ns/dqv#"),
        ("metric", "https://w3id.org/adrgraph/scheme/metric#"),
        ("", "https://w3id.org/adrgraph/dataset/pupils#"),
    ):
        assert f"\nPREFIX {prefix}: <{namespace}>\n" in text


def test_format_knows_no_better(adrgraph: Callable[..., Ran], world: Layout) -> None:
    """A prefix that nobody knows is told with its line, whatever `format` adds above it."""
    path = world.root / PUPILS
    before = path.read_text("utf-8")
    path.write_text(before.replace(TITLE, f"{TITLE} dqv:value tehme:a ;"), "utf-8")
    line = before[: before.index(TITLE)].count("\n") + 1
    ran = adrgraph("format", str(path), on=world)

    assert ran.code == UNREADABLE
    assert ran.err.startswith(f"{PUPILS}:{line}:")
    assert path.read_text("utf-8") == before.replace(TITLE, f"{TITLE} dqv:value tehme:a ;")


def test_comment(adrgraph: Callable[..., Ran], world: Layout, tmp_path: Path) -> None:
    """A comment that the canonical form would lose is told before it is lost."""
    del tmp_path
    path = world.root / PUPILS
    before = path.read_text("utf-8")
    path.write_text(before.replace(TITLE, f"{TITLE} # the title\n"), "utf-8")
    ran = adrgraph("format", str(path), on=world)

    assert ran.code == UNREADABLE
    assert re.match(rf"{PUPILS}:\d+:\d+: Move the comment \"# the title\" to the head", ran.err)
