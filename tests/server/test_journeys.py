"""The main journeys in a browser, by the keyboard alone, and what they print."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.loopback import served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from adrgraph.catalogue import Catalogue

_FOCUSED = """() => {
  const here = document.activeElement;
  const name = here.labels?.[0]?.innerText ?? here.innerText ?? "";
  return [name.trim(), here.getAttribute("href") ?? "", here.id, here.value ?? ""];
}"""


@pytest.fixture(scope="module")
def address(real: Catalogue) -> Iterator[str]:
    """The real graph, served on this machine."""
    with served(real.store, layout=real.layout) as found:
        yield found.rstrip("/")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose pointer is never used."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def tab_to(page: Page, pattern: str) -> None:
    """Move on by Tab to what has such a name, address, id or value."""
    for _ in range(400):
        page.keyboard.press("Tab")
        if any(re.fullmatch(pattern, each, re.DOTALL) for each in page.evaluate(_FOCUSED)):
            return
    raise AssertionError(f"Tab leads to nothing like {pattern}.")


def follow(page: Page, pattern: str, leads_to: str) -> None:
    """Go where a link leads."""
    tab_to(page, pattern)
    page.keyboard.press("Enter")
    page.wait_for_url(leads_to)


def test_from_search_to_a_linkage(page: Page, address: str) -> None:
    """Front page, suggestion, dataset, what can be linked to it, the linkage."""
    page.goto(address)
    tab_to(page, "find|q")
    page.keyboard.type("national pu")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/dataset/npd")
    follow(page, "What can I link to this.*", "**/link?dataset=npd")
    follow(page, "/linkage/.+", "**/linkage/**")

    assert page.locator("h1").count() == 1


def test_narrowing_down(page: Page, address: str) -> None:
    """Datasets by nation, the latest first, to the first of them."""
    page.goto(f"{address}/datasets")
    follow(page, r".*nation=wales.*", "**/datasets?nation=wales")
    tab_to(page, "sort")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Show")
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=latest**")
    first = page.locator("main h2 a").first.get_attribute("href") or ""
    follow(page, re.escape(first), f"**{first}")

    assert "/dataset/" in page.url


def test_two_datasets(page: Page, address: str) -> None:
    """The steps between two datasets, entered by name."""
    page.goto(f"{address}/link")
    tab_to(page, "dataset")
    page.keyboard.type("npd")
    tab_to(page, "with")
    page.keyboard.type("hes")
    page.keyboard.press("Enter")
    page.wait_for_url("**with=hes")

    assert page.locator("h1").inner_text().startswith("From National Pupil Database to")
    assert page.locator("#steps").count() == 1


def test_a_study(page: Page, address: str) -> None:
    """Topics, a nation and years are chosen; the answer has an address and says how many data."""
    page.goto(f"{address}/study")
    for value in ("health", "wales"):
        tab_to(page, value)
        page.keyboard.press("Space")
    for name, year in (("from", "2011"), ("to", "2019")):
        tab_to(page, name)
        page.keyboard.type(year)
    page.keyboard.press("Enter")
    page.wait_for_url("**/study?theme=health&nation=wales&from=2011&to=2019")

    assert re.match(r"[1-9]\d* dataset", page.locator("main [role=status]").inner_text())


def test_a_saved_query(page: Page, address: str, tmp_path: Path) -> None:
    """A question is asked by its form, read as a table, and taken home as CSV."""
    page.goto(f"{address}/queries/links-to")
    tab_to(page, "field-dataset")
    page.keyboard.type("national pupil database")
    tab_to(page, "Ask")
    page.keyboard.press("Enter")
    page.wait_for_url("**dataset=npd**")
    tab_to(page, "CSV")
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    taken.value.save_as(tmp_path / "taken.csv")
    lines = (tmp_path / "taken.csv").read_text("utf-8").splitlines()

    assert page.locator("main table tbody tr").count() == len(lines) - 1 > 10


def test_a_query_in_sparql(page: Page, address: str) -> None:
    """The editor is left by Tab, its query is run by a button, and the next Tab goes on."""
    page.goto(f"{address}/sparql")
    tab_to(page, "editor")
    tab_to(page, "run")
    page.keyboard.press("Enter")
    page.locator("#table tbody tr").first.wait_for()
    follow(page, "/dataset/.+", "**/dataset/**")

    assert page.locator("h1").count() == 1


@pytest.mark.parametrize(
    "asked",
    [
        "theme=education&nation=england&from=2012&to=2018",
        "theme=health&nation=wales&from=2011&to=2019",
        "theme=criminal-justice&theme=education&nation=england&from=2010&to=2020",
    ],
)
def test_two_sheets(page: Page, address: str, asked: str) -> None:
    """What can be studied fits two sheets of paper."""
    page.goto(f"{address}/study?{asked}")
    printed = page.pdf(format="A4")

    assert len(re.findall(rb"/Type /Page\b", printed)) <= 2
