"""The wheel carries ontology, shapes, data and queries, and answers from any folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the contents of the wheel, as an installer lays them out."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"),
            *("--no-build-isolation", "--no-index", "--wheel-dir", str(folder), str(ROOT)),
        ],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    site = folder / "site"
    zipfile.ZipFile(wheel).extractall(site)
    return site


def test_carries_the_graph(installed: Path) -> None:
    """Every file that a build reads is in the wheel, unchanged."""
    folders = ("ontology", "shapes", "data", "queries")
    wanted = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    graph = installed / "adrgraph" / "graph"
    found = {
        p.relative_to(graph).as_posix(): p.read_bytes() for p in graph.rglob("*") if p.is_file()
    }

    assert found == wanted


def test_answers_from_anywhere(installed: Path, tmp_path: Path) -> None:
    """The installed package answers without a checkout near it."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(installed),
        "ADRGRAPH_CACHE": str(tmp_path / "c"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "adrgraph", "run", "links-to", "dataset=npd", "--format", "csv"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "https://w3id.org/adrgraph/dataset/leo" in done.stdout


def test_licences(installed: Path) -> None:
    """Code is under the Apache licence, data and ontology under CC BY 4.0; the wheel says both."""
    (metadata,) = installed.glob("*.dist-info/METADATA")
    licences = {path.name for path in installed.glob("*.dist-info/licenses/*")}

    assert "License-Expression: Apache-2.0 AND CC-BY-4.0" in metadata.read_text("utf-8")
    assert licences == {"LICENSE", "LICENSE-DATA"}
