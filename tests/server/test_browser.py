"""The pages in a real browser: at phone and desk width, in light and dark, by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from tests.loopback import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from adrgraph.catalogue import Catalogue

PATHS = (
    *("/", "/datasets?theme=education&from=2010", "/search?q=wed", "/dataset/none"),
    *("/link?dataset=npd&with=df-civil", "/link?dataset=none"),
    *("/study?theme=education&nation=england&from=2012&to=2018", "/study?theme=none&from=then"),
    "/sparql?query=SELECT(1 AS ?x){}&run=1",
)
"""The front page, and pages that no link leads to."""

SIGHTS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((1440, "light"), (320, "dark"))


@pytest.fixture(scope="module")
def address(real: Catalogue) -> Iterator[str]:
    """The real graph, served on this machine."""
    with served(real.store, layout=real.layout) as found:
        yield found.rstrip("/")


@pytest.mark.parametrize("path", PATHS)
def test_pages_open(browser: Browser, address: str, path: str) -> None:
    """A page opens with no error, fits its window, asks no other host, and passes axe."""
    found = [fault for sight in SIGHTS for fault in _faults(browser, address, path, *sight)]

    assert found == []


def _faults(
    browser: Browser, address: str, path: str, width: int, scheme: Literal["light", "dark"]
) -> list[object]:
    """What is wrong with a page in a window of this width."""
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(_complaint(message.text, message.type)))
    page.goto(f"{address}{path}")
    wide = page.evaluate("document.documentElement.scrollWidth")
    broken = Axe().run(page).response["violations"]
    context.close()
    return [
        *(error for error in errors if error),
        *([f"{wide} wide in {width}"] if wide > width else []),
        *(url for url in asked if not url.startswith((address, "data:"))),
        *((width, scheme, each["id"], each["nodes"][0]["html"]) for each in broken),
    ]


def _complaint(text: str, kind: str) -> str:
    # The pages that tell of an address that leads nowhere, and of names that nothing has.
    is_expected = "404" in text or "422" in text
    return text if kind == "error" and not is_expected else ""


def _tab_to(page: Page, words: str) -> None:
    """Move on with the tabulator until what has the focus has these words."""
    for _ in range(200):
        page.keyboard.press("Tab")
        focused = "document.activeElement.innerText || document.activeElement.name || ''"
        if page.evaluate(focused).strip().startswith(words):
            return
    raise AssertionError(f"The tabulator leads to nothing called {words}.")


@pytest.mark.parametrize("scripts", [True, False])
def test_by_keyboard(browser: Browser, address: str, *, scripts: bool) -> None:
    """From the front page to a dataset by theme and from there to a source, without a mouse."""
    page = browser.new_context(java_script_enabled=True).new_page()
    if not scripts:
        page.route("**/*.js", lambda route: route.abort())
    page.goto(address)
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.innerText") == "Skip to the content"
    _tab_to(page, "Education")
    page.keyboard.press("Enter")
    page.wait_for_url("**/datasets?theme=education")
    _tab_to(page, "All Education Dataset")
    page.keyboard.press("Enter")
    page.wait_for_url("**/dataset/aede")
    _tab_to(page, "ADR UK Linked Datasets")
    page.keyboard.press("Enter")
    page.wait_for_url("**/source/**")

    assert page.locator("h1").count() == 1


def test_words_without_scripts(browser: Browser, address: str) -> None:
    """The form of the datasets works with no script at all."""
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}/datasets?nation=wales")
    page.fill("#q", "census")
    page.press("#q", "Enter")
    page.wait_for_url("**/datasets?nation=wales&q=census**")

    assert page.locator("main h2 a").count() > 0


def test_suggestions(browser: Browser, address: str) -> None:
    """As one types, things are suggested; arrows choose one, Escape closes, Enter goes there."""
    page = browser.new_page()
    page.goto(f"{address}/about")
    box = page.get_by_role("combobox")
    box.press_sequentially("national pu")
    suggested = page.get_by_role("option")
    suggested.first.wait_for()
    first = suggested.first.inner_text()
    page.keyboard.press("Escape")
    is_closed = suggested.count() == 0
    box.press_sequentially("p")
    suggested.first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/dataset/npd")
    page.close()

    assert first.split("\n") == ["National Pupil Database", "dataset"]
    assert is_closed
