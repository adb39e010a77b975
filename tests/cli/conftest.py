"""The small world, and a way to run adrgraph on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from adrgraph.cli import main
from tests.layouts import world_layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from adrgraph.layout import Layout


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left: its exit code and what it wrote."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """One folder of builds for all commands."""
    return str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """The small world, not to be changed."""
    return world_layout(tmp_path_factory.mktemp("shared") / "world")


@pytest.fixture
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """The small world, to be changed at will."""
    return world_layout(tmp_path_factory.mktemp("own") / "world")


@pytest.fixture
def adrgraph(
    shared: Layout, cache: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., Ran]:
    """A function that runs a command on the small world, or on another layout."""

    def run(*arguments: str, on: Layout = shared) -> Ran:
        monkeypatch.setenv("ADRGRAPH_ROOT", str(on.root))
        monkeypatch.setenv("ADRGRAPH_CACHE", cache)
        code = main(arguments)
        written = capfd.readouterr()
        return Ran(code, written.out, written.err)

    return run
