"""A server whose files change: new builds, those that fail, and what it tells of the changes."""

from __future__ import annotations

import re
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx

from tests.server.hazards import ENDLESS
from tests.service import Service, children, service, until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from adrgraph.layout import Layout
    from tests.cli.conftest import Ran

SLOW = ENDLESS["count"]
TITLES = "SELECT ?title { ?dataset <http://purl.org/dc/terms/title> ?title } ORDER BY ?title"


def test_swap(layout: Layout, cache: str) -> None:
    """A new build is served after SIGHUP, and no request is dropped or answered by halves."""
    path = layout.data / "datasets" / "pupils.trig"
    text = path.read_text("utf-8")
    stop = threading.Event()

    def ask_on(running: Service) -> list[int]:
        statuses: list[int] = []
        with httpx.Client(timeout=20) as client:
            while not stop.is_set():
                query = f"{TITLES} OFFSET {len(statuses) % 3}"
                answer = client.get(f"{running.address}sparql", params={"query": query})
                statuses.append(answer.status_code)
        return statuses

    with (
        service(layout, cache=cache) as running,
        ThreadPoolExecutor() as threads,
    ):
        before = running.ask(TITLES)
        asking = [threads.submit(ask_on, running) for _ in range(4)]
        path.write_text(text.replace('title "', 'title "Renewed ', 1), "utf-8")
        running.tell(signal.SIGHUP)
        until(lambda: "Renewed" in running.ask(TITLES).text)
        after = running.ask(TITLES)
        stop.set()
        statuses = {status for each in asking for status in each.result()}
        (*_, swapped) = running.journal("reload")

    assert "Renewed" not in before.text
    assert before.headers["etag"] != after.headers["etag"]
    assert statuses == {200}
    assert swapped["outcome"] == "swapped"


def test_history(layout: Layout, cache: str, tmp_path: Path) -> None:
    """The feed tells what changed from build to build, before and after a restart, as ETags do."""
    path = layout.data / "datasets" / "pupils.trig"
    text = path.read_text("utf-8")
    renamed = text.replace('title "Pupil Register', 'title "Pupil Roll')
    history = ("--history", str(tmp_path / "history.sqlite"))

    def changes(running: Service) -> int:
        return running.get("feed.atom").text.count("Pupil Roll")

    with service(layout, *history, cache=cache) as running:
        first = running.get("feed.atom")
        path.write_text(renamed, "utf-8")
        running.tell(signal.SIGHUP)
        until(lambda: changes(running))
        (own,) = re.findall("<li>.*</li>", running.get("feed.atom?of=dataset/pupils").text)
    path.write_text(text, "utf-8")
    with service(layout, *history, cache=cache) as running:
        back = running.get("feed.atom")
        same = running.get("feed.atom", headers={"If-None-Match": back.headers["etag"]})
        old = running.get("feed.atom", headers={"If-None-Match": first.headers["etag"]})

    assert own == "<li>title: “Pupil Register” is now “Pupil Roll”</li>"
    assert back.text.count("<entry>") == first.text.count("<entry>") + 2
    assert (same.status_code, old.status_code) == (304, 200)
    assert back.headers["last-modified"] != first.headers["last-modified"]


def test_no_history(adrgraph: Callable[..., Ran], layout: Layout, tmp_path: Path) -> None:
    """Where a history is wanted and cannot be kept, nothing is served and the remedy is told."""
    file = tmp_path / "file"
    file.write_text("")
    ran = adrgraph("serve", "--port", "0", "--history", str(file / "history"), on=layout)

    assert ran.code == 3
    assert "Name another file with --history" in ran.err


def test_old_build(layout: Layout, cache: str) -> None:
    """What was asked of the build before is answered by it, to the end of its time."""
    path = layout.data / "datasets" / "pupils.trig"
    with (
        service(layout, "--max-seconds", "10", cache=cache) as running,
        ThreadPoolExecutor() as threads,
    ):
        asking = threads.submit(running.ask, SLOW)
        until(lambda: running.figure('adrgraph_workers{lane="heavy",state="busy"}') == 1)
        text = path.read_text("utf-8")
        path.write_text(text.replace('title "', 'title "Renewed ', 1), "utf-8")
        running.tell(signal.SIGHUP)
        until(lambda: [e for e in running.journal("reload") if e["outcome"] == "swapped"])
        was_done = asking.done()
        answer = asking.result()
        until(lambda: len(children(running.process.pid)) == 1)

    assert not was_done
    assert answer.status_code == 504
    assert answer.json()["limit"] == "seconds"


def test_failed_build(layout: Layout, cache: str) -> None:
    """A build that fails is logged with its findings, and the one before is served on."""
    path = layout.data / "datasets" / "pupils.trig"
    with service(layout, "--reload", cache=cache) as running:
        before = running.ask(TITLES)
        text = path.read_text("utf-8")
        path.write_text(text + "\nno Turtle", "utf-8")
        failed = until(lambda: [e for e in running.journal("reload") if e["outcome"] == "failed"])
        after = running.ask(TITLES)
        reloads = running.figure('adrgraph_reloads_total{outcome="failed"}')
        path.write_text(text.replace('title "', 'title "Mended ', 1), "utf-8")
        until(lambda: "Mended" in running.ask(TITLES).text)

    assert "data/datasets/pupils.trig:" in failed[0]["findings"][0]
    assert after.content == before.content
    assert reloads == 1
