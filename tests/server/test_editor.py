"""The editor of /sparql in a browser, and the form that it is without scripts."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from adrgraph.server.app import create_app
from tests.service import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Request

    from adrgraph.store import Store

ASKED = "ASK { ?dataset a dcat:Dataset }"
QUOTED = r"""SELECT ("it's \\ \"\"\" so" AS ?x) {}"""
SAID = "it's \\ " + '"' * 6 + " so"


@pytest.fixture(scope="module")
def address(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the small world is served, with a folder for permanent links."""
    app = create_app(store, links=tmp_path_factory.mktemp("links"))
    config = uvicorn.Config(app, port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@contextmanager
def opened(browser: Browser, url: str, **options: Any) -> Iterator[Page]:
    """A page that says nothing to the console and asks nothing of other hosts."""
    context = browser.new_context(**options)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.set_default_timeout(10_000)
    page.goto(url)
    yield page
    host = "/".join(url.split("/")[:3])
    assert said == []
    assert [each for each in asked if not each.startswith(host)] == []
    context.close()


def status(page: Page, words: str) -> str:
    """What the page tells, once these words are in it."""
    page.wait_for_function(
        "words => document.querySelector('#status').textContent.includes(words)", arg=words
    )
    return page.locator("#status").inner_text()


def typed(page: Page, query: str) -> None:
    """Replace what stands in the editor, by the keyboard."""
    page.locator("#editor .cm-content").focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(query)


def test_keyboard_alone(browser: Browser, address: str) -> None:
    """By the keyboard alone one comes to the editor, runs a query, and reads its table."""
    with opened(browser, f"{address}/sparql") as page:
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == "editor":
                break
        page.keyboard.press("Control+Enter")
        told = status(page, "rows in")
        rows = page.locator("#table tbody tr").all_inner_texts()
        page.keyboard.press("Tab")

        assert told.startswith("2 rows in")
        assert rows == ["dataset:leo\tLEO", "dataset:npd\té€😀"]
        assert page.evaluate("document.activeElement.id") == "run"
        assert page.locator("#table a").first.get_attribute("href") == "/dataset/leo"
        assert page.locator("#table th[scope=col]").all_inner_texts() == ["dataset", "title"]


def test_prefixes_are_declared(browser: Browser, address: str) -> None:
    """A known prefix that is used and not declared is declared when the query runs."""
    with opened(browser, f"{address}/sparql") as page:
        typed(page, ASKED)
        page.keyboard.press("Control+Enter")

        assert status(page, "in 0").startswith("Yes")
        assert page.locator("#query").input_value() == (
            f"PREFIX dcat: <http://www.w3.org/ns/dcat#>\n\n{ASKED}"
        )


def test_completion(browser: Browser, address: str) -> None:
    """A class of the graph is completed, and its prefix declared with it."""
    with opened(browser, f"{address}/sparql") as page:
        typed(page, "SELECT ?x WHERE { ?x a ")
        page.keyboard.type("dcat:Da", delay=20)
        page.locator("#editor .cm-tooltip-autocomplete li[aria-selected]").wait_for()
        page.wait_for_timeout(150)
        page.keyboard.press("Enter")

        assert page.locator("#query").input_value() == (
            "PREFIX dcat: <http://www.w3.org/ns/dcat#>\n\nSELECT ?x WHERE { ?x a dcat:Dataset"
        )


def test_example(browser: Browser, address: str) -> None:
    """An example that is chosen stands in the editor, and is not run."""
    from playwright.sync_api import expect

    with opened(browser, f"{address}/sparql") as page:
        page.select_option("#example", "timeline")
        expect(page.locator("#query")).to_have_value(re.compile(r"\?date \?kind"))

        assert page.locator("#status").inner_text() == ""


def test_cancel(browser: Browser, address: str) -> None:
    """A query that is under way is stopped by the button, and the page says so."""
    with opened(browser, f"{address}/sparql") as page:
        page.route("**/sparql", lambda _: None)
        page.locator("#run").click()
        page.locator("#cancel:enabled").click()

        assert status(page, "Cancelled") == "Cancelled. Nothing more is asked."
        assert page.locator("#cancel").is_disabled()


def test_mistakes_have_a_place(browser: Browser, address: str) -> None:
    """A syntax error is told with its line and marked there."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/sparql")
    typed(page, "SELECT ?x\nWHERE { ?x ?y }")
    page.locator("#run").click()
    page.locator("#problem:visible").wait_for()

    assert page.locator("#problem").inner_text().startswith("Line 2, column ")
    assert page.locator("#editor .cm-lintRange-error, #editor .cm-lintPoint-error").count() == 1
    context.close()


@pytest.mark.parametrize("run", [False, True])
def test_query_in_the_address(browser: Browser, address: str, *, run: bool) -> None:
    """A query in the address fills the editor, and runs where the address says so."""
    query = "SELECT (1 AS ?one) {}"
    with opened(browser, f"{address}/sparql?query={query}{'&run=1' if run else ''}") as page:
        assert page.locator("#query").input_value() == query
        if run:
            assert status(page, "row").startswith("1 row in")
        else:
            page.wait_for_load_state("networkidle")
            assert page.locator("#status").inner_text() == ""


def test_hostile_data(browser: Browser, address: str) -> None:
    """Markup in an answer is shown as text, and an IRI that is a script is no link."""
    query = (
        'SELECT ("<img src=x onerror=alert(1)>" AS ?text) (IRI("javascript:alert(1)") AS ?iri) {}'
    )
    with opened(browser, f"{address}/sparql") as page:
        typed(page, query)
        page.keyboard.press("Control+Enter")
        status(page, "1 row")

        cells = page.locator("#table td").all_inner_texts()
        assert cells == ["<img src=x onerror=alert(1)>", "javascript:alert(1)"]
        assert page.locator("#table a, #table img").count() == 0


@pytest.mark.parametrize(
    ("language", "command", "expected"),
    [("curl", ["bash", "-c"], SAID), ("python", [sys.executable, "-c"], "1 rows")],
)
def test_code(
    browser: Browser, address: str, language: str, command: list[str], expected: str
) -> None:
    """A query is given as code that asks it as it is, whatever quotes it has."""
    if language == "curl" and shutil.which("curl") is None:
        pytest.skip("curl is not installed.")
    with opened(browser, f"{address}/sparql") as page:
        typed(page, QUOTED)
        page.locator(f"[data-language={language}]").click()
        page.locator("#code:visible").wait_for()
        code = page.locator("#code").inner_text()
    done = subprocess.run([*command, code], capture_output=True, check=True, text=True)

    assert expected in done.stdout


def test_permanent_link(browser: Browser, address: str) -> None:
    """The query that stands in the editor is given an address, which shows and answers it."""
    with opened(browser, f"{address}/sparql") as page:
        typed(page, QUOTED)
        page.locator("#keep").click()
        link = page.locator("#link a")
        link.wait_for()
        link.click()
        page.wait_for_url("**/q/*")

        assert page.locator("pre").inner_text().strip() == QUOTED
        page.get_by_role("button", name="Ask").click()
        assert page.locator("main td").all_inner_texts() == [SAID.replace('""', '"')]


def test_small_screen(browser: Browser, address: str) -> None:
    """The page with a table is no wider than a small screen."""
    with opened(browser, f"{address}/sparql", viewport={"width": 320, "height": 640}) as page:
        page.locator("#run").click()
        status(page, "rows in")

        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_scripts(browser: Browser, address: str) -> None:
    """Without scripts the page is a form, which sends the query and gets the answer."""
    with opened(browser, f"{address}/sparql", java_script_enabled=False) as page:
        assert not page.locator("#run").is_visible()
        page.locator("#query").fill("SELECT (1 AS ?one) {}")
        with page.expect_response("**/sparql?query=*") as answered:
            page.locator("#plain").click()

        assert answered.value.status == 200
        assert "sparql-results+json" in answered.value.headers["content-type"]
