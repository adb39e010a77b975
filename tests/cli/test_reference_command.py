"""The verb `reference`: pages in a folder."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from adrgraph.reference import reference_pages
from adrgraph.sources import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from adrgraph.layout import Layout
    from tests.cli.conftest import Ran


def test_command(adrgraph: Callable[..., Ran], layout: Layout, tmp_path: Path) -> None:
    """`adrgraph reference FOLDER` writes all files, and says where to begin."""
    ran = adrgraph("reference", str(tmp_path / "out"), on=layout)
    written = {
        path.relative_to(tmp_path / "out").as_posix()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }

    assert ran.code == 0
    assert "Begin at " in ran.err
    assert written == {path for path, _ in reference_pages(read(layout))}


def test_folder_is_a_file(adrgraph: Callable[..., Ran], layout: Layout, tmp_path: Path) -> None:
    """Where a file stands in the place of the folder, nothing is written, and it is told."""
    (tmp_path / "out").write_text("kept")
    ran = adrgraph("reference", str(tmp_path / "out"), on=layout)

    assert ran.code == 2
    assert "out" in ran.err
    assert (tmp_path / "out").read_text() == "kept"


def test_extra_is_missing(
    adrgraph: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the libraries that write it, the extra that brings them is named."""
    monkeypatch.setitem(sys.modules, "adrgraph.reference", None)
    ran = adrgraph("reference", str(tmp_path / "out"))

    assert ran.code == 2
    assert "pip install 'adrgraph[docs]'" in ran.err
    assert not (tmp_path / "out").exists()
