"""The pictures of the README can be made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.screenshots import FOLDER, LARGEST, PAGES, shots

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser


def test_screenshots(browser: Browser, address: str, tmp_path: Path) -> None:
    """Each is written anew, small enough, and those kept are the ones that are made."""
    made = [path.name for path in shots(browser, address, tmp_path)]

    assert made == [f"{name}.png" for name in PAGES]
    assert sorted(made) == sorted(path.name for path in FOLDER.iterdir())
    assert all(path.stat().st_size < LARGEST for path in (*tmp_path.iterdir(), *FOLDER.iterdir()))
