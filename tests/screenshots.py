"""The pictures of the README: pages of the real graph as Chromium shows them.

`make screenshots` writes them anew.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from adrgraph.layout import find_layout
from tests.chromium import chromium
from tests.service import service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"

PAGES = {
    "front": ("", "body", 1200, 760),
    "dataset": ("dataset/leo", "body", 1200, 700),
    "map": ("pictures/linkages", ".drawn", 1330, 440),
    "study": ("study?theme=education&nation=england&from=2012&to=2018", "#gaps", 1200, 760),
}
"""Each page that is shown, by the name of its picture: address, what is at the top, and size."""

_POINTED = {"map": 'svg.wide [data-node="dataset/npd"]'}
"""What is pointed at."""

LARGEST = 150_000
"""Bytes of one at most."""


def shots(browser: Browser, address: str, folder: Path) -> Iterator[Path]:
    """The pictures of a running server, written one after the other."""
    page = browser.new_page(color_scheme="light", reduced_motion="reduce")
    for name, (path, top, width, height) in PAGES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{address}{path}")
        page.locator(top).first.evaluate("each => scrollTo(0, each.offsetTop - 12)")
        if name in _POINTED:
            page.hover(_POINTED[name])
        target = folder / f"{name}.png"
        page.screenshot(path=target)
        yield target
    page.close()


def main() -> int:
    """Write all; fail where one is too large to be shown on a front page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as cache,
        service(find_layout(), cache=cache) as server,
        chromium() as browser,
    ):
        written = list(shots(browser, server.address, FOLDER))
    large = [each.name for each in written if each.stat().st_size > LARGEST]
    heavy = [f"{name} has more than {LARGEST} bytes" for name in large]
    print("\n".join(heavy or [f"{len(written)} pictures in {FOLDER}"]))  # noqa: T201 — its answer
    return len(heavy)


if __name__ == "__main__":
    sys.exit(main())
