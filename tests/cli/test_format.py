"""The verb `format`: files in their canonical form."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from adrgraph.layout import Layout
    from tests.cli.conftest import Ran

UGLY = "@prefix dcterms: <http://purl.org/dc/terms/> .\n<http://x.org/a> dcterms:title 'A'@en.\n"
NEAT = """\
PREFIX dcterms: <http://purl.org/dc/terms/>

<http://x.org/a>
    dcterms:title "A"@en ;
.
"""


@pytest.fixture
def ugly(tmp_path: Path) -> Path:
    """A file that is not in canonical form."""
    path = tmp_path / "ugly.ttl"
    path.write_text(UGLY)
    return path


def test_check(adrgraph: Callable[..., Ran], ugly: Path) -> None:
    """With --check the file is named, the exit code is 1, and nothing is changed."""
    ran = adrgraph("format", "--check", str(ugly))

    assert (ran.code, ran.out) == (1, f"{ugly}\n")
    assert ugly.read_text() == UGLY


def test_format(adrgraph: Callable[..., Ran], ugly: Path) -> None:
    """A file is written once; then it is in canonical form and is left alone."""
    first = adrgraph("format", str(ugly))
    again = adrgraph("format", str(ugly))

    assert (first.code, first.out, first.err) == (0, "", f"Formatted {ugly}\n")
    assert (again.code, again.err) == (0, "")
    assert ugly.read_text() == NEAT
    assert adrgraph("format", "--check", str(ugly)).code == 0


def test_line_endings(adrgraph: Callable[..., Ran], tmp_path: Path) -> None:
    """A file whose lines do not end in LF alone is not in canonical form."""
    path = tmp_path / "crlf.ttl"
    path.write_bytes(NEAT.replace("\n", "\r\n").encode())

    assert adrgraph("format", "--check", str(path)).code == 1


def test_stdin(adrgraph: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input is formatted to standard output."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(UGLY.encode())))

    assert adrgraph("format", "-").out == NEAT


def test_all(adrgraph: Callable[..., Ran], layout: Layout) -> None:
    """Without paths every RDF file of the catalogue is formatted, hidden ones apart."""
    path = layout.data / "datasets" / "pupils.trig"
    adrgraph("format", on=layout)
    wanted = path.read_text()
    path.write_text(f"# Changed.\n{wanted.replace('    ', '  ')}")
    path.with_name(".pupils.trig").write_text("<")
    ran = adrgraph("format", "--check", on=layout)

    assert (ran.code, ran.out) == (1, "data/datasets/pupils.trig\n")


def test_folder(adrgraph: Callable[..., Ran], ugly: Path) -> None:
    """A folder stands for the RDF files in it."""
    (ugly.parent / "notes.txt").write_text("Not RDF.")

    assert adrgraph("format", "--check", str(ugly.parent)).out == f"{ugly}\n"


def test_unreadable(adrgraph: Callable[..., Ran], ugly: Path) -> None:
    """A file that cannot be read is exit code 3 and does not keep the others from being written."""
    (ugly.parent / "a.ttl").write_text("<a")
    (ugly.parent / "b.ttl").write_bytes(b"# one\n# \xff\n")
    ran = adrgraph("format", str(ugly.parent))

    assert ran.code == 3
    assert f"{ugly.parent / 'a.ttl'}:1:" in ran.err
    assert f"{ugly.parent / 'b.ttl'}:2:" in ran.err
    assert ugly.read_text() == NEAT
