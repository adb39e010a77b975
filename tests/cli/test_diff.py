"""The verb `diff`: commits, folders and dumps, in English and for programs."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from adrgraph.cli import FINDINGS, FINE, UNREADABLE, USAGE
from adrgraph.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Ran

PUPILS = Path("data", "datasets", "pupils.trig")
TITLE = 'dcterms:title "Pupil Register"@en'
RENAMED = "From {} to {}: things 1 changed; statements 1 added, 1 removed.\n"
NOW = "the files as they are"


def git(layout: Layout, *arguments: str) -> None:
    """Run git in a layout, without a person's settings."""
    identity = ("-c", "user.name=Curator", "-c", "user.email=curator@example.org")
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(
        ["git", *identity, *arguments],  # noqa: S607 — the git that the program finds too
        cwd=layout.root,
        check=True,
        capture_output=True,
        env={**os.environ, **nobody},
    )


def rename(layout: Layout) -> None:
    """Give a dataset another title."""
    path = layout.root / PUPILS
    text = path.read_text("utf-8")
    path.write_text(text.replace(TITLE, TITLE.replace("Pupil ", "")), "utf-8")


@pytest.fixture
def checkout(layout: Layout) -> Layout:
    """The small world as a checkout with one commit, tagged `first`."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    git(layout, "init", "--quiet")
    git(layout, "add", "--all")
    git(layout, "commit", "--quiet", "--message", "Begin")
    git(layout, "tag", "first")
    return layout


@pytest.fixture
def other(layout: Layout, tmp_path: Path) -> Layout:
    """Another folder with the small world, in which a dataset has another title."""
    folder = tmp_path / "other"
    shutil.copytree(layout.root, folder)
    rename(Layout(folder))
    return Layout(folder)


def test_nothing(adrgraph: Callable[..., Ran], checkout: Layout) -> None:
    """Between the last commit and the files as they are nothing changed: that is said, and fine."""
    ran = adrgraph("diff", "--exit-code", on=checkout)

    assert (ran.code, ran.out) == (FINE, "")
    assert ran.err == f"Nothing changed between HEAD and {NOW}.\n"


def test_english(adrgraph: Callable[..., Ran], checkout: Layout) -> None:
    """What changed is told with the thing, the source and both values."""
    rename(checkout)
    ran = adrgraph("diff", on=checkout)

    assert ran.code == FINE
    assert ran.out.splitlines() == [
        "Register (dataset/pupils) was changed.",
        "  Changed in A leaflet: Data (source/leaflet#data, September 2022):",
        "    title: “Pupil Register” is now “Register”",
    ]
    assert ran.err == RENAMED.format("HEAD", NOW)


def test_exit_code(adrgraph: Callable[..., Ran], checkout: Layout) -> None:
    """Where it is asked for, the exit code tells of changes, as git's does."""
    rename(checkout)

    assert adrgraph("diff", "--exit-code", on=checkout).code == FINDINGS


def test_commits(adrgraph: Callable[..., Ran], checkout: Layout) -> None:
    """Two commits are compared whatever the files are now, and the checkout is not touched."""
    rename(checkout)
    git(checkout, "commit", "--all", "--quiet", "--message", "Rename")
    (checkout.root / PUPILS).write_text("not even RDF", "utf-8")
    before = {path: path.read_bytes() for path in checkout.root.rglob("*") if path.is_file()}
    ran = adrgraph("diff", "first", "HEAD", on=checkout)

    assert ran.err == RENAMED.format("first", "HEAD")
    assert before == {p: p.read_bytes() for p in checkout.root.rglob("*") if p.is_file()}


def test_inside_a_checkout(adrgraph: Callable[..., Ran], layout: Layout, tmp_path: Path) -> None:
    """The catalogue may stand in a folder of a larger checkout."""
    outer = Layout(tmp_path / "outer")
    shutil.copytree(layout.root, outer.root / "catalogue")
    git(outer, "init", "--quiet")
    git(outer, "add", "--all")
    git(outer, "commit", "--quiet", "--message", "Begin")
    inner = Layout(outer.root / "catalogue")
    rename(inner)

    assert adrgraph("diff", "HEAD", on=inner).err == RENAMED.format("HEAD", NOW)


def test_folders(adrgraph: Callable[..., Ran], layout: Layout, other: Layout) -> None:
    """Two folders are compared."""
    old, new = str(layout.root), str(other.root)

    assert adrgraph("diff", old, new).err == RENAMED.format(old, new)


@pytest.mark.parametrize("packed", [False, True])
def test_dump(
    adrgraph: Callable[..., Ran],
    layout: Layout,
    other: Layout,
    tmp_path: Path,
    packed: bool,  # noqa: FBT001 — a case
) -> None:
    """A dump, packed or not, states what the files state that it was built from."""
    dump = tmp_path / "graph.nq"
    adrgraph("build", "--output", str(dump), on=layout)
    if packed:
        content = gzip.compress(dump.read_bytes())
        dump = dump.with_suffix(".nq.gz")
        dump.write_bytes(content)

    for inferred in ([], ["--inferred"]):
        ran = adrgraph("diff", str(dump), str(layout.root), *inferred, on=layout)
        assert ran.err == f"Nothing changed between {dump} and {layout.root}.\n"
    ran = adrgraph("diff", str(dump), str(other.root), on=layout)
    assert ran.err == RENAMED.format(dump, other.root)


def test_inferred(adrgraph: Callable[..., Ran], layout: Layout, other: Layout) -> None:
    """Where it is asked for, what follows now and what no longer is told too."""
    path = other.data / "linkages" / "cohort.trig"
    text = path.read_text("utf-8")
    assert "dataset:hospital ,\n" in text
    path.write_text(text.replace("        dataset:hospital ,\n", "", 1), "utf-8")
    plain, full = (
        adrgraph("diff", str(layout.root), str(other.root), *options)
        for options in ((), ("--inferred",))
    )

    assert "  No longer follows:\n" in full.out
    assert "is linked with: " in full.out
    assert "follows" not in plain.out


def test_stated_at_last(adrgraph: Callable[..., Ran], layout: Layout, other: Layout) -> None:
    """What followed and is stated now still holds, and that is what is told."""
    path = other.root / PUPILS
    text = path.read_text("utf-8")
    title = 'dcterms:title "Register"@en ;'
    follows = 'rdfs:label "Register"@en ; '
    text = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n" + text
    path.write_text(text.replace(title, follows + title), "utf-8")
    shutil.copyfile(path, layout.root / PUPILS)
    before = (layout.root / PUPILS).read_text("utf-8").replace(follows, "")
    (layout.root / PUPILS).write_text(before, "utf-8")
    ran = adrgraph("diff", str(layout.root), str(other.root), "--inferred")

    assert "  Stated now in A leaflet: Data" in ran.out
    assert "where it followed before:\n    label: “Register”" in ran.out
    assert "No longer" not in ran.out


def test_markdown(adrgraph: Callable[..., Ran], layout: Layout, other: Layout) -> None:
    """For a pull request the same is told in Markdown."""
    ran = adrgraph("diff", str(layout.root), str(other.root), "--format", "markdown")

    assert "\n### Register (dataset/pupils) was changed\n" in ran.out
    assert "\n- title: “Pupil Register” is now “Register”\n" in ran.out


def test_json(adrgraph: Callable[..., Ran], layout: Layout, other: Layout, tmp_path: Path) -> None:
    """Programs get every statement, and the empty list where nothing changed."""
    path = tmp_path / "changes.json"
    both = (str(layout.root), str(other.root))
    adrgraph("diff", *both, "--format", "json", "--output", str(path))

    (change,) = json.loads(path.read_bytes())["changes"]
    assert change["change"] == "changed"
    assert [each["object"] for each in change["added"]] == ['"Register"@en']
    assert [each["object"] for each in change["removed"]] == ['"Pupil Register"@en']
    same = adrgraph("diff", both[0], both[0], "--format", "json")
    assert json.loads(same.out)["changes"] == []


def test_shapes(adrgraph: Callable[..., Ran], layout: Layout, other: Layout) -> None:
    """What has no name is the same where the same is said of it, whatever else has changed."""
    path = other.root / "shapes" / "dataset.ttl"
    text = path.read_text("utf-8")
    path.write_text(text.replace("Give the dataset its name", "Name it", 1), "utf-8")
    ran = adrgraph("diff", str(layout.root), str(other.root))

    assert "things 2 changed; statements 2 added, 2 removed" in ran.err


@pytest.mark.parametrize(
    "mistake",
    [
        ("nothing-is-called-so", USAGE, 'Nothing is called "nothing-is-called-so"'),
        ("--output=/tmp/x", USAGE, 'Nothing is called "--output=/tmp/x"'),
        ("README.md", USAGE, "README.md is no dump"),
        ("bad.nq", UNREADABLE, "bad.nq:2:1: "),
        ("bad.nq.gz", UNREADABLE, "bad.nq.gz:1:1: The dump cannot be read"),
        ("folder", USAGE, 'Nothing is called "folder"'),
    ],
)
def test_unknown(
    adrgraph: Callable[..., Ran],
    checkout: Layout,
    monkeypatch: pytest.MonkeyPatch,
    mistake: tuple[str, int, str],
) -> None:
    """What is no commit, folder or dump is named, with what would do."""
    name, code, told = mistake
    monkeypatch.chdir(checkout.root)
    Path("README.md").write_text("A catalogue.", "utf-8")
    Path("bad.nq").write_text("<urn:a> <urn:b> <urn:c> <urn:d> .\nnonsense\n", "utf-8")
    Path("bad.nq.gz").write_text("no gzip", "utf-8")
    Path("folder").mkdir()
    ran = adrgraph("diff", "--", name, on=checkout)

    assert ran.code == code
    assert told in ran.err
    assert ran.err.count("\n") == 1


def test_no_checkout(adrgraph: Callable[..., Ran], layout: Layout) -> None:
    """Outside of a checkout there are no commits, and git says so in our words and its own."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    ran = adrgraph("diff", "HEAD", on=layout)

    assert ran.code == USAGE
    assert 'Nothing is called "HEAD"' in ran.err


def test_no_git(
    adrgraph: Callable[..., Ran], layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where git is missing that is said."""
    monkeypatch.setenv("PATH", "")

    assert "there is no git here" in adrgraph("diff", "HEAD", on=layout).err


def test_malformed_commit(adrgraph: Callable[..., Ran], checkout: Layout) -> None:
    """A malformed file of a commit is named with the commit, as it may not be among the files."""
    (checkout.root / PUPILS).write_text("not even RDF", "utf-8")
    git(checkout, "commit", "--all", "--quiet", "--message", "Break")
    git(checkout, "checkout", "--quiet", "first")
    broken = adrgraph("diff", "HEAD", "HEAD@{1}", on=checkout)

    assert broken.code == UNREADABLE
    assert broken.err.startswith("HEAD@{1}:data/datasets/pupils.trig:1:")
