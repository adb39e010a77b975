"""Every kind of page, at two widths, in light and dark, with scripts and without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Browser, Page, Request

NARROW, WIDE = 320, 1440

_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_SMALL = """() => [...document.querySelectorAll('body *')].filter(each =>
  [...each.childNodes].some(node => node.nodeType == 3 && node.textContent.trim())
  && each.checkVisibility() && parseFloat(getComputedStyle(each).fontSize) < 11
).map(each => each.textContent.trim().slice(0, 40))"""


def test_links(links: Mapping[str, int]) -> None:
    """Every link within the site leads somewhere."""
    broken = {link: status for link, status in links.items() if status != 200}

    assert len(links) > 100
    assert broken == {}


@pytest.mark.parametrize(
    ("width", "scheme", "scripts"),
    [(NARROW, "dark", False), (WIDE, "light", True)],
)
def test_every_kind(
    browser: Browser,
    pages: list[str],
    width: int,
    scheme: Any,
    scripts: bool,  # noqa: FBT001 — a case
) -> None:
    """A page opens without an error, stays on its host, fits the screen and can be read."""
    assert len(pages) > 10
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts
    )
    address = pages[0]
    faults: list[str] = []
    page = context.new_page()
    page.on("console", lambda told: _tell(faults, page, told.text, error=told.type == "error"))
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("request", lambda sent: _tell(faults, page, sent.url, error=_leaves(sent.url, address)))
    page.on("requestfailed", lambda sent: _tell(faults, page, sent.url, error=_failed(sent)))
    for link in pages:
        page.goto(link)
        faults += [f"{link}: {width} px: {fault}" for fault in _faults(page)]
    context.close()

    assert faults == []


def _tell(faults: list[str], page: Page, text: str, *, error: bool) -> None:
    if error:
        faults.append(f"{page.url}: {text}")


def _failed(sent: Request) -> bool:
    """Whether a request failed, rather than being given up for the next page."""
    return sent.failure != "net::ERR_ABORTED"


def _leaves(url: str, address: str) -> bool:
    return not url.startswith((address, "data:", "blob:", "about:"))


def _faults(page: Page) -> list[str]:
    """What is wrong with the page as it stands on the screen."""
    found = []
    if page.evaluate(_TOO_WIDE) > 0:
        found.append(f"too wide by {page.evaluate(_TOO_WIDE)} px")
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} main headings")
    if not page.title().strip():
        found.append("no title")
    found += [f"small text: {text}" for text in page.evaluate(_SMALL)[:3]]
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible(browser: Browser, pages: list[str], scheme: Any) -> None:
    """axe-core finds nothing against WCAG 2.2 AA on any kind of page."""
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(
        viewport={"width": WIDE, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    options = {"runOnly": {"type": "tag", "values": rules}, "resultTypes": ["violations"]}
    found = []
    for link in pages:
        page.goto(link)
        for violation in Axe().run(page, options=options).response["violations"]:
            nodes = [node["html"][:120] for node in violation["nodes"][:2]]
            found.append((link, violation["id"], violation["help"], nodes))
    context.close()

    assert found == []


def test_policy(pages: list[str]) -> None:
    """Each page forbids scripts and styles from elsewhere, and those written into it."""
    headers = {"Accept": "text/html"}
    policies = {link: _policy(httpx.get(link, headers=headers, timeout=30)) for link in pages}

    assert {link: policy for link, policy in policies.items() if not _is_strict(policy)} == {}


def _policy(answer: httpx.Response) -> dict[str, list[str]]:
    """What a page says is allowed, by kind of content."""
    stated = answer.headers.get("content-security-policy", "")
    parts = (part.split() for part in stated.split(";") if part.strip())
    return {name: allowed for name, *allowed in parts}


def _is_strict(policy: dict[str, list[str]]) -> bool:
    """Whether nothing comes from another host, and no script or style stands in the page."""
    allowed = {each for sources in policy.values() for each in sources}
    return policy.get("default-src") == ["'none'"] and allowed <= {"'none'", "'self'", "data:"}
