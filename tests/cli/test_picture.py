"""The verb `picture`: files of SVG and PNG, and what is said where one cannot be drawn."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from tests.answers import world_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from adrgraph.layout import Layout
    from tests.cli.conftest import Ran

PICTURES = (
    ("map",),
    ("map", "pupils"),
    ("map", "--group", "environment", "--narrow"),
    ("timeline",),
    ("timeline", "pupils"),
    ("where", "--narrow"),
    ("path", "pupils", "careers"),
    ("gaps", "pupils", "--from", "2010", "--to", "2020"),
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """The small world with all saved queries."""
    return world_catalogue(tmp_path_factory.mktemp("world") / "world").layout


@pytest.mark.parametrize("asked", PICTURES, ids=" ".join)
def test_svg(
    asked: tuple[str, ...], adrgraph: Callable[..., Ran], world: Layout, tmp_path: Path
) -> None:
    """Each picture is written as SVG to a file or to standard output, the same."""
    path = tmp_path / "picture.svg"
    ran = adrgraph("picture", *asked, "-o", str(path), on=world)
    shown = adrgraph("picture", *asked, on=world)

    assert (ran.code, ran.out) == (0, "")
    assert ET.fromstring(path.read_text("utf-8")).tag.endswith("svg")  # noqa: S314 — we wrote it
    assert shown.out == path.read_text("utf-8")


def test_png(adrgraph: Callable[..., Ran], world: Layout, tmp_path: Path) -> None:
    """A file that ends in .png is one, in the colours that are asked for."""
    for scheme in ("light", "dark"):
        path = str(tmp_path / f"{scheme}.png")
        assert adrgraph("picture", "map", "--scheme", scheme, "-o", path, on=world).code == 0
    light, dark = ((tmp_path / f"{scheme}.png").read_bytes() for scheme in ("light", "dark"))

    assert light.startswith(b"\x89PNG")
    assert light != dark


def test_extra_is_missing(
    adrgraph: Callable[..., Ran], world: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the library that draws PNG, the extra that brings it is named."""
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    ran = adrgraph("picture", "map", "-o", str(tmp_path / "map.png"), on=world)

    assert ran.code == 2
    assert 'pip install "adrgraph[pictures]"' in ran.err
    assert not (tmp_path / "map.png").exists()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("map", "pupil"), "Did you mean"),
        (("gaps", "pupils", "--from", "2020", "--to", "2010"), "in order"),
        (("gaps",), "Missing argument"),
    ],
)
def test_wrong(
    asked: tuple[str, ...], told: str, adrgraph: Callable[..., Ran], world: Layout
) -> None:
    """What cannot be drawn is told."""
    ran = adrgraph("picture", *asked, on=world)

    assert ran.code == 2
    assert told in ran.err
