"""The verbs `serve` and `export`, on the small world with the project's export profiles."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from adrgraph.layout import find_layout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from adrgraph.layout import Layout
    from tests.cli.conftest import Ran


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_serve(shared: Layout, cache: str, ending: signal.Signals) -> None:
    """The endpoint says where it listens, answers there, and ends in peace when it is told to."""
    pytest.importorskip("uvicorn", reason="the extra serve is not installed")
    with subprocess.Popen(
        [sys.executable, "-m", "adrgraph", "serve", "--port", "0"],
        env=os.environ | {"ADRGRAPH_ROOT": str(shared.root), "ADRGRAPH_CACHE": cache},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        address = process.stderr.readline().split()[2]
        with urlopen(f"{address}?query=ASK%7B%7D") as response:  # noqa: S310 — loopback
            answer = response.read()
        process.send_signal(ending)
        out, err = process.communicate()

    assert b'"boolean":true' in answer.replace(b" ", b"")
    assert out == ""
    assert {json.loads(line)["event"] for line in err.splitlines()} == {"query", "stopping"}
    assert process.returncode == 0


@pytest.fixture
def profiled(layout: Layout) -> Layout:
    """The small world with the project's export profiles."""
    shutil.copytree(find_layout().queries / "exports", layout.queries / "exports")
    return layout


def test_export(adrgraph: Callable[..., Ran], profiled: Layout, tmp_path: Path) -> None:
    """A profile is written as Turtle, or in the format that is asked for or the suffix says."""
    path = tmp_path / "catalogue.jsonld"
    turtle = adrgraph("export", "dcat", on=profiled)
    rdfxml = adrgraph("export", "dcat", "-f", "xml", on=profiled)
    jsonld = adrgraph("export", "dcat", "-o", str(path), on=profiled)

    assert (turtle.code, rdfxml.code, jsonld.code) == (0, 0, 0)
    assert turtle.out.startswith("@prefix ")
    assert rdfxml.out.startswith("<?xml ")
    assert path.read_text().startswith(("{", "["))


def test_no_profile(adrgraph: Callable[..., Ran], profiled: Layout) -> None:
    """A profile that does not exist is refused with those that do."""
    ran = adrgraph("export", "dcat-pa", on=profiled)

    assert (ran.code, ran.out) == (2, "")
    assert 'Did you mean "dcat-ap"?' in ran.err
