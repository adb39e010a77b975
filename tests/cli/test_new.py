"""The verb `new`: a file is begun whole, or nothing is."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from adrgraph.cli import FINDINGS, FINE, INTERRUPTED, UNREADABLE, USAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from adrgraph.layout import Layout
    from tests.cli.conftest import Ran

NEW = ("new", "dataset", "a-new-one", "--type", "adr:SourceDataset")


def files(layout: Layout) -> set[Path]:
    """Every file of a layout, hidden ones too."""
    return {path for path in layout.root.rglob("*") if path.is_file()}


def test_new(adrgraph: Callable[..., Ran], layout: Layout) -> None:
    """The file's path is the result; what it lacks and what comes next is told beside it."""
    ran = adrgraph(*NEW, on=layout)

    path = layout.data / "datasets" / "a-new-one.trig"
    assert (ran.code, ran.out) == (FINE, "data/datasets/a-new-one.trig\n")
    assert "required: dcterms:title — Give the dataset its name.\n" in ran.err
    assert "advised: dcat:theme — " in ran.err
    assert "then `adrgraph format`, then `adrgraph check data/datasets/a-new-one.trig`." in ran.err
    assert path.read_text("utf-8").startswith("# required: ")


def test_then_check(adrgraph: Callable[..., Ran], layout: Layout) -> None:
    """What a new file lacks is a finding of `check`, and its form one that `format` keeps."""
    adrgraph(*NEW, on=layout)
    checked = adrgraph("check", on=layout)

    assert checked.code == FINDINGS
    assert "data/datasets/a-new-one.trig:" in checked.out
    assert "dataset/a-new-one dcterms:title — Give the dataset its name." in checked.out
    path = layout.data / "datasets" / "a-new-one.trig"
    assert adrgraph("format", "--check", str(path), on=layout).code == FINE


def test_then_mended(adrgraph: Callable[..., Ran], layout: Layout) -> None:
    """A new file to which is added what it lacks is without violation."""
    adrgraph(*NEW, "--title", "A New One", "--source", "leaflet#data", on=layout)
    path = layout.data / "datasets" / "a-new-one.trig"
    text = path.read_text("utf-8")
    described = 'a adr:SourceDataset ; dcterms:description "It is new."@en'
    path.write_text(text.replace("a adr:SourceDataset", described), "utf-8")

    assert adrgraph("check", on=layout).code == FINE


def test_never_overwrites(adrgraph: Callable[..., Ran], layout: Layout) -> None:
    """A file that is there stays as it is."""
    path = layout.data / "datasets" / "pupils.trig"
    before = path.read_bytes()
    ran = adrgraph("new", "dataset", "pupils", "--type", "SourceDataset", on=layout)

    assert ran.code == USAGE
    assert "is there already" in ran.err
    assert path.read_bytes() == before


def test_race(
    adrgraph: Callable[..., Ran], layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that somebody else begins in the meantime is not overwritten either."""
    link = Path.hardlink_to

    def late(path: Path, target: Path) -> None:
        path.write_text("theirs", "utf-8")
        link(path, target)

    monkeypatch.setattr(Path, "hardlink_to", late)
    ran = adrgraph(*NEW, on=layout)

    assert ran.code == USAGE
    assert "is there already" in ran.err
    assert (layout.data / "datasets" / "a-new-one.trig").read_text("utf-8") == "theirs"


@pytest.mark.parametrize(
    ("error", "code"),
    [(KeyboardInterrupt(), INTERRUPTED), (OSError(28, "No space left on device"), UNREADABLE)],
)
def test_interrupted(
    adrgraph: Callable[..., Ran],
    layout: Layout,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    code: int,
) -> None:
    """Ctrl-C, or a full disk, leaves nothing behind."""

    def fail(*_paths: Path) -> None:
        raise error

    before = files(layout)
    monkeypatch.setattr(Path, "hardlink_to", fail)

    assert adrgraph(*NEW, on=layout).code == code
    assert files(layout) == before


def test_first_folder(adrgraph: Callable[..., Ran], layout: Layout) -> None:
    """The first thing of a kind gets the folder of its kind."""
    shutil.rmtree(layout.data / "events", ignore_errors=True)
    ran = adrgraph("new", "event", "opening", "--type", "Event", on=layout)

    assert ran.out == "data/events/opening.trig\n"
    assert (layout.data / "events" / "opening.trig").is_file()


def test_source(adrgraph: Callable[..., Ran], layout: Layout) -> None:
    """To whoever begins a source it is told where what it says is written."""
    ran = adrgraph("new", "source", "poster", "--title", "Poster", on=layout)

    assert "What it says goes into GRAPH source:poster { … }" in ran.err
    assert adrgraph("check", on=layout).code == FINE
