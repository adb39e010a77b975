"""Bad input, all the way: exit code, place and remedy, no traceback, and the last build kept."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from adrgraph.layout import find_layout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from adrgraph.layout import Layout
    from tests.cli.conftest import Ran

PUPILS = "data/datasets/pupils.trig"
TITLE = 'dcterms:title "Pupil Register"@en ;'


@dataclass(frozen=True, slots=True)
class Mistake:
    """What somebody did to a file of the small world, and what they are told.

    Where nothing is `said` already, the file is written anew.
    """

    name: str
    path: str
    said: str
    written: str | bytes
    code: int
    told: str

    def make(self, layout: Layout) -> None:
        """Make the mistake."""
        path = layout.root / self.path
        path.parent.mkdir(parents=True, exist_ok=True)
        written = self.written.encode() if isinstance(self.written, str) else self.written
        if self.said:
            before = path.read_bytes()
            assert self.said.encode() in before
            written = before.replace(self.said.encode(), written, 1)
        path.write_bytes(written)


MISTAKES = (
    Mistake("syntax error", PUPILS, TITLE, TITLE[:-2], 3, r":\d+:\d+: .*Write \" ;\""),
    Mistake("open text", PUPILS, '"@en ;', "@en ;", 3, r":\d+:\d+: .*Close its quotation mark"),
    Mistake("no prefix", PUPILS, TITLE, f"x:y 1 ; {TITLE}", 3, r":\d+:\d+: .*Write PREFIX x: "),
    Mistake(
        "undeclared property", PUPILS, "dcterms:title", "dcterms:titel", 1,
        r":\d+: violation: dataset/pupils dcterms:titel — .*Mend its spelling",
    ),
    Mistake(
        "undeclared class", PUPILS, "a adr:SourceDataset", "a adr:SourceDataset , adr:Datset", 1,
        r":\d+: violation: dataset/pupils rdf:type — .*adr:Datset\. Mend its spelling",
    ),
    Mistake("another's file", "data/datasets/a.trig", "", "<x:s> <x:p> 1 .", 3, ":1:1: .*Move"),
    Mistake("file name", "data/datasets/A b.trig", "", "", 3, ":1:1: .*Rename the file"),
    Mistake("suffix", "data/datasets/pupils.ttl", "", "", 3, ":1:1: .*Rename this one"),
    Mistake("name of a check", "queries/checks/A b.rq", "", "", 3, ":1:1: .*Rename the file"),
    Mistake("suffix of a query", "queries/a.sparql", "", "", 3, ":1:1: .*Rename this one"),
    Mistake(
        "missing source", PUPILS, "GRAPH source:adrgraph", "GRAPH source:gossip", 1,
        r":\d+: violation: dataset/pupils — .*describe it in data/sources",
    ),
    Mistake(
        "no source", PUPILS, "GRAPH source:adrgraph", "GRAPH dataset:pupils", 3,
        r":\d+:\d+: .*Name the GRAPH block by the source",
    ),
    Mistake(
        "dangling reference", PUPILS, "area:england", "area:englnd", 1,
        r":\d+: violation: dataset/pupils dcterms:spatial — .*Mend its spelling, or describe it",
    ),
    Mistake(
        "same title", PUPILS, '"Pupil Register"', '"Pupil Health Cohort"', 1,
        r":\d+: violation: dataset/pupils dcterms:title — .*Join them if they are one thing",
    ),
    Mistake(
        "second title", PUPILS, TITLE, f'dcterms:title "Pupils"@en ; {TITLE}', 1,
        r":\d+: violation: dataset/pupils dcterms:title — Keep one name",
    ),
    Mistake(
        "two kinds", PUPILS, "a adr:SourceDataset", "a adr:SourceDataset , adr:LinkedDataset", 1,
        r":\d+: violation: dataset/pupils rdf:type — Keep one kind",
    ),
    Mistake(
        "contradiction", "data/access-routes/haven.trig",
        "a adr:AccessRoute", "a adr:AccessRoute , adr:LegalGateway", 1,
        r":\d+: violation: access-route/haven rdf:type — .*Take back what is wrong",
    ),
    Mistake(
        "part of itself", PUPILS, TITLE, f"dcterms:isPartOf dataset:pupils ; {TITLE}", 1,
        r":\d+: violation: dataset/pupils dcterms:isPartOf — .*take out the statement",
    ),
    Mistake("latin-1", PUPILS, "Pupil Register", b"\xc9", 3, r":\d+:\d+: .*encoding UTF-8"),
    Mistake("utf-16", PUPILS, "", "\ufeffa".encode("utf-16-le"), 3, ":1:1: .*encoding UTF-8"),
    Mistake("byte-order mark", PUPILS, "#", b"\xef\xbb\xbf#", 3, ":1:1: .*without one"),
    Mistake("damaged file", PUPILS, "Pupil Register", "\0", 3, r":\d+:\d+: .*Remove it"),
    Mistake("empty file", PUPILS, "", "", 3, ":1:1: .*or remove the file"),
    Mistake("deep nesting", PUPILS, "", "<x:s> <x:p> " + "( " * 9999, 3, r":\d+:\d+: .*bracket"),
    Mistake("endless text", PUPILS, "", '<x:s> <x:p> """' + "x" * (1 << 24), 3, ":1:1: .*Close it"),
    Mistake("rule: text", "ontology/rules/a.rq", "", b"# \xff", 3, ":1:3: .*encoding UTF-8"),
    Mistake("rule: empty", "ontology/rules/a.rq", "", "", 3, ":1: Begin the rule with"),
    Mistake("check: empty", "queries/checks/a.rq", "", "", 3, ":1:1: .*Begin the file with"),
    Mistake("check: header", "queries/checks/a.rq", "", "#+ a: [\n", 3, r":\d+:1: .*Write"),
    Mistake(
        "check: syntax", "queries/checks/a.rq", "", "#+ summary: A.\nSELECT ?x {", 3,
        r":2:\d+: SPARQL syntax error at the end of the text",
    ),
    Mistake(
        "check: columns", "queries/checks/a.rq", "", "#+ summary: A.\nSELECT ?x { }", 3,
        r":1:1: A check selects \?focus",
    ),
    Mistake(
        "shape", "shapes/dataset.ttl", "sh:path dcterms:title", "sh:path [ ]", 3,
        r":\d+:1: shape/dataset#title cannot be used: ",
    ),
    Mistake(
        "axiom", "ontology/adrgraph.ttl", "owl:disjointWith dcat:Dataset", 'rdfs:subClassOf "x"', 3,
        r":\d+: The axiom rdfs:subClassOf of adr:\w+ .*Say it with an axiom",
    ),
)  # fmt: skip


@pytest.fixture(scope="session")
def judged(tmp_path_factory: pytest.TempPathFactory, shared: Layout) -> Path:
    """The small world with the project's checks, not to be changed."""
    root = tmp_path_factory.mktemp("judged") / "world"
    shutil.copytree(shared.root, root)
    shutil.copytree(find_layout().queries / "checks", root / "queries" / "checks")
    return root


@pytest.fixture
def world(judged: Path, layout: Layout) -> Layout:
    """The small world with the project's checks, to be changed at will."""
    shutil.copytree(judged / "queries" / "checks", layout.queries / "checks")
    return layout


def test_good(adrgraph: Callable[..., Ran], world: Layout) -> None:
    """Without a mistake nothing is told: each of those below is told because it was made."""
    assert adrgraph("check", "--fail-on", "warning", on=world).code == 0


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_told(adrgraph: Callable[..., Ran], world: Layout, mistake: Mistake) -> None:
    """A mistake is told by every verb with its file, its line and what to do, in one line."""
    mistake.make(world)
    place = re.compile(f"^{re.escape(mistake.path)}{mistake.told}", re.MULTILINE)
    checked = adrgraph("check", on=world)
    built = adrgraph("build", on=world)

    assert (checked.code, built.code, built.out) == (mistake.code, mistake.code, "")
    assert place.search(checked.out + checked.err)
    assert place.search(built.err)
    assert "Traceback" not in checked.err + built.err
    assert all(re.match(r".+?:\d+:", line) for line in built.err.splitlines())


def test_cycle(adrgraph: Callable[..., Ran], world: Layout) -> None:
    """Things that are parts of each other are all told, each in its file."""
    for one, other in (("pupils", "hospital"), ("hospital", "pupils")):
        path = world.data / "datasets" / f"{one}.trig"
        part = f"dcterms:isPartOf <https://w3id.org/adrgraph/dataset/{other}> ; dcterms:title"
        path.write_text(path.read_text().replace("dcterms:title", part, 1))
    ran = adrgraph("build", on=world)

    assert ran.code == 1
    assert re.findall(r"datasets/(\w+)\.trig:\d+: .*\[check/cyclic-part\]", ran.err) == [
        "hospital",
        "pupils",
    ]


def test_contradiction_is_explained(adrgraph: Callable[..., Ran], world: Layout) -> None:
    """Both sides of a contradiction can be explained although there is no build."""
    mistake = next(each for each in MISTAKES if each.name == "contradiction")
    mistake.make(world)
    for kind in ("adr:AccessRoute", "adr:LegalGateway"):
        ran = adrgraph("explain", "access-route/haven", "a", kind, on=world)

        assert ran.code == 0
        assert f"({mistake.path}:" in ran.out


@pytest.mark.parametrize("folder", ["ontology", "shapes", "data", "queries"])
def test_missing_folder(adrgraph: Callable[..., Ran], world: Layout, folder: str) -> None:
    """A layout that lacks a folder is told which."""
    shutil.rmtree(world.root / folder)
    for verb in ("check", "build", "format", "queries"):
        ran = adrgraph(verb, on=world)

        assert (ran.code, ran.out) == (3, "")
        assert re.fullmatch(rf"\S+ has no {folder}\. Name a folder that holds .*\n", ran.err)


@pytest.mark.parametrize(
    "folder",
    ["data", "data/datasets", "ontology", "ontology/rules", "shapes", "queries/checks"],
)
def test_empty_folder(adrgraph: Callable[..., Ran], world: Layout, folder: str) -> None:
    """A folder that somebody emptied is told; what it held is not passed over in silence."""
    shutil.rmtree(world.root / folder)
    (world.root / folder).mkdir()
    ran = adrgraph("build", on=world)

    assert (ran.code, ran.out) == (3, "")
    assert (
        ran.err
        == f"{folder}:1:1: The folder is empty. Put its files there, or remove the folder.\n"
    )


def test_last_build_stays(
    adrgraph: Callable[..., Ran], world: Layout, cache: str, judged: Path
) -> None:
    """After a build has failed, the last good one is where it was, and answers again."""
    from pathlib import Path

    before = adrgraph("run", "linked-with", "dataset=hospital", on=world)
    kept = sorted(Path(cache).rglob("*"))
    for mistake in MISTAKES[:4]:
        mistake.make(world)
        assert adrgraph("run", "linked-with", "dataset=hospital", on=world).code
        shutil.copytree(judged, world.root, dirs_exist_ok=True)

    assert sorted(Path(cache).rglob("*")) == kept
    assert adrgraph("run", "linked-with", "dataset=hospital", on=world) == before
    assert before.code == 0
