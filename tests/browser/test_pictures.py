"""Pictures on their pages: whole at every width, and what belongs together stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.test_pictures_in_browser import SEEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

STUDY = "theme=education&nation=england&nation=wales&from=2008&to=2020"
PAGES = (
    *("pictures/linkages", "pictures/linkages?group=environment", "pictures/timeline"),
    *("pictures/timeline?group=environment", "pictures/where", "pictures/linkages?dataset=npd"),
    *("pictures/path?dataset=echild&with=ashe", f"pictures/gaps?{STUDY}"),
    *("dataset/leo", "link?dataset=npd&with=df-civil", f"study?{STUDY}"),
)
WIDTHS = {320: "narrow", 1280: "wide", 1440: "wide"}
STATE = """() => {
  const svg = [...document.querySelectorAll('svg.picture')].find(form => form.checkVisibility());
  const strength = key => {
    const node = svg.querySelector(`[data-node="${key}"]`);
    return node && parseFloat(getComputedStyle(node).opacity);
  };
  return {
    isDimmed: svg.classList.contains('dimmed'),
    lit: [...svg.querySelectorAll('[data-node].lit')].map(node => node.dataset.node).sort(),
    leo: strength('dataset/leo'), other: strength('dataset/scra-referrals'),
    told: document.querySelector('.telling').textContent,
  };
}"""
NODE = 'svg.wide [data-node="dataset/leo"]'


@pytest.mark.parametrize("path", PAGES)
def test_whole_at_every_width(browser: Browser, address: str, path: str) -> None:
    """No texts of a picture lie together or are cut off, none is shown under 11 pixels."""
    page = browser.new_page()
    for width, form in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{address}{path}")
        seen = page.evaluate(SEEN)

        assert (seen["form"], seen["together"], seen["outside"]) == (form, [], []), width
        assert seen["smallest"] >= 11, width
        assert seen["page"] <= width
    page.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The map of everything at a desk."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page.goto(f"{address}pictures/linkages")
    yield page
    page.close()


def state(page: Page) -> dict[str, Any]:
    """What stands out in the picture that is shown."""
    found: dict[str, Any] = page.evaluate(STATE)
    return found


def test_pointing(page: Page) -> None:
    """Who points at a dataset sees it with those it is joined to, and all again afterwards."""
    before = state(page)
    page.hover(NODE)
    pointed = state(page)
    page.hover("h1")
    after = state(page)

    assert (before["isDimmed"], before["other"]) == (False, 1)
    assert {"dataset/leo", "dataset/npd", "dataset/hesa-student"} <= set(pointed["lit"])
    assert "dataset/scra-referrals" not in pointed["lit"]
    assert pointed["isDimmed"]
    assert pointed["leo"] == 1
    assert pointed["other"] < 0.5
    assert pointed["told"].startswith("Longitudinal Education Outcomes \u2013 is built from ")
    assert after == before


def test_keyboard(page: Page) -> None:
    """Moving to a dataset with the keyboard shows the same; Escape shows all; Enter opens it."""
    page.focus(NODE)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    moved = state(page)
    page.keyboard.press("Escape")
    escaped = state(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/dataset/leo")

    assert moved["isDimmed"]
    assert {"dataset/leo", "dataset/npd"} <= set(moved["lit"])
    assert not escaped["isDimmed"]
    assert escaped["lit"] == []


def test_tapping(browser: Browser, address: str) -> None:
    """On a phone the first tap on a name shows what belongs to it, the second opens its page."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto(f"{address}pictures/linkages")
    node = 'svg.narrow [data-node="dataset/leo"]'
    page.tap(node)
    tapped = state(page)
    stayed = page.url
    page.tap(node)
    page.wait_for_url("**/dataset/leo")
    context.close()

    assert stayed.endswith("pictures/linkages")
    assert {"dataset/leo", "dataset/npd"} <= set(tapped["lit"])
    assert tapped["told"].endswith("Tap again to open its page.")


@pytest.mark.parametrize("path", ["pictures/timeline", "pictures/where", "dataset/leo"])
def test_every_picture_answers(page: Page, address: str, path: str) -> None:
    """In each picture something steps back when a dataset is pointed at, and it stays lit."""
    page.goto(f"{address}{path}")
    page.hover(f"{NODE} >> nth=0")
    faint = page.evaluate(
        "[...document.querySelectorAll('svg.wide :is([data-from], [data-with], [data-node])')]"
        ".filter(each => parseFloat(getComputedStyle(each).opacity) < 0.5).length"
    )

    assert state(page)["leo"] == 1
    assert (faint > 0) == (path != "dataset/leo")


def test_without_script(browser: Browser, address: str) -> None:
    """Without the script all is shown, and nothing speaks of what cannot be done."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}pictures/linkages")
    nodes = page.locator("svg.wide a[data-node]")

    assert nodes.count() > 100
    assert nodes.first.is_visible()
    assert page.locator(".telling").count() == 0
    context.close()
