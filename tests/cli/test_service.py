"""The server as whoever runs it knows it: health, figures, logs, signals and new builds."""

from __future__ import annotations

import os
import shutil
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from click.testing import CliRunner

from adrgraph import server
from adrgraph.cli.rebuilding import appearance
from tests.server.hazards import ENDLESS
from tests.service import Service, children, service, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from adrgraph.layout import Layout
    from tests.cli.conftest import Ran

ASKED = "Winterbourne"
ROWS = f'SELECT ?s ("{ASKED}" AS ?x) {{ ?s a ?c }} ORDER BY ?s LIMIT 7'
SLOW = ENDLESS["count"]


@pytest.fixture(scope="module")
def running(shared: Layout, cache: str) -> Iterator[Service]:
    """A server over the small world, with little time for a query."""
    with service(shared, "--max-seconds", "2", cache=cache) as started:
        yield started


def test_health(running: Service) -> None:
    """A server that answers is alive and ready, says so to GET and HEAD, and tells these two."""
    until(lambda: running.get("readyz").status_code == 200)
    for path in ("health", "healthz", "readyz"):
        address = f"{running.address}{path}"
        assert running.get(path).status_code == httpx.head(address).status_code == 200
        assert httpx.post(address).status_code == 405
        assert httpx.options(address).headers["allow"] == "GET, HEAD, OPTIONS"
        assert running.get(path).headers["cache-control"] == "no-store"


def test_journal(running: Service) -> None:
    """Each query is one line: its form, rows, bytes and outcome; again, it was kept."""
    address = f"{running.address}sparql"
    first = running.ask(ROWS)
    again = running.ask(ROWS)
    running.ask(ROWS, headers={"If-None-Match": again.headers["etag"]})
    httpx.post(address, data={"query": "CONSTRUCT WHERE { ?s ?p ?o }"})
    httpx.post(address, data={"query": "DESCRIBE <urn:nothing>"})
    httpx.post(address, data={"query": "ASK {}"})
    httpx.post(address, data={"query": f"SELECT {ASKED}"})
    httpx.post(address, data={"query": SLOW}, timeout=20)
    entries = until(lambda: running.journal("query")[7:]) and running.journal("query")

    told = [(entry["form"], entry["status"], entry["outcome"]) for entry in entries]
    assert told == [
        ("select", 200, "answered"),
        ("select", 200, "kept"),
        ("select", 304, "unchanged"),
        ("construct", 200, "answered"),
        ("describe", 200, "answered"),
        ("ask", 200, "answered"),
        ("select", 400, "malformed"),
        ("select", 504, "seconds"),
    ]
    assert [entry["rows"] for entry in entries[:3]] == [7, 7, 7]
    assert [entry["bytes"] for entry in entries[:3]] == [len(first.content)] * 2 + [0]
    assert len({entry["query"] for entry in entries[:3]}) == 1
    assert all(entry["milliseconds"] >= entry["waiting"] >= 0 for entry in entries)


def test_ends(shared: Layout, cache: str) -> None:
    """An answer that was cut off, and a client that left, are told apart from what was answered."""
    with service(shared, "--max-rows", "5", cache=cache) as running:
        address = f"{running.address}sparql"
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.post(address, data={"query": "SELECT * { ?s ?p ?o }"})
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(address, data={"query": SLOW}, timeout=1)
        entries = until(lambda: running.journal("query")[1:]) and running.journal("query")
        left = running.figure('adrgraph_queries_total{form="select",outcome="left"}')

    assert [entry["outcome"] for entry in entries] == ["truncated", "left"]
    assert entries[0]["rows"] == 5
    assert entries[0]["status"] == 200
    assert left == 1


def test_privacy(running: Service) -> None:
    """No line holds what was asked, what was answered or the address of who asked."""
    running.ask(ROWS)
    httpx.post(f"{running.address}sparql", data={"query": f"SELECT {ASKED}"})
    httpx.post(f"{running.address}sparql", data={"query": f"SERVICE {ASKED}"})
    running.get(f"no/such/{ASKED}", params={"q": ASKED})
    running.get("queries/linked-with.csv", params={"dataset": ASKED})
    running.get("search", params={"q": ASKED})
    httpx.post(f"{running.address}mcp", json={"method": ASKED}, headers={"Origin": ASKED})
    until(lambda: len(running.journal("query")) >= 3)
    log = "".join(running.lines)

    assert ASKED not in log
    assert "127.0.0.1" not in log
    assert "SELECT" not in log


def test_figures(running: Service) -> None:
    """Queries, outcomes, workers and hits are counted; no label tells what was asked."""
    name = 'adrgraph_queries_total{form="select",outcome="answered"}'
    before = running.figure(name)
    hits = running.figure("adrgraph_cache_hits_total")
    query = f"{ROWS}0"
    running.ask(query)
    running.ask(query)
    figures = running.get("metrics")

    assert figures.headers["content-type"].startswith("text/plain")
    assert running.figure(name) == before + 1
    assert running.figure("adrgraph_cache_hits_total") == hits + 1
    assert running.figure('adrgraph_query_seconds_count{form="select",outcome="kept"}') >= 1
    assert running.figure('adrgraph_workers{lane="light",state="idle"}') >= 1
    assert running.figure("adrgraph_workers_forked_total") >= 1
    assert ASKED not in figures.text
    assert "python" not in figures.text


def test_busy(running: Service) -> None:
    """A query under way is seen in the figures, and the worker that is killed for it."""
    killed = running.figure('adrgraph_workers_ended_total{reason="killed"}')
    with ThreadPoolExecutor() as threads:
        asking = threads.submit(running.ask, f"{SLOW} #")
        until(lambda: running.figure('adrgraph_workers{lane="heavy",state="busy"}') == 1)
        assert running.figure("adrgraph_queries_under_way") == 1
        assert asking.result().status_code == 504

    assert running.figure('adrgraph_workers{lane="heavy",state="busy"}') == 0
    assert running.figure('adrgraph_workers_ended_total{reason="killed"}') > killed


def test_security_headers(running: Service) -> None:
    """Every answer forbids guessing its type; nobody may frame pages."""
    page = running.get("", headers={"Accept": "text/html"})
    for answer in (page, running.ask("ASK {}"), running.get("healthz"), running.get("nothing")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "server" not in answer.headers
        assert "x-powered-by" not in answer.headers

    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_leaving(shared: Layout, cache: str) -> None:
    """Told to stop, it says that it is not ready, answers what is under way, and ends well."""
    options = ("--max-seconds", "2", "--drain", "1")
    with (
        service(shared, *options, cache=cache) as running,
        ThreadPoolExecutor() as threads,
    ):
        asking = threads.submit(running.ask, SLOW)
        until(lambda: running.figure('adrgraph_workers{lane="heavy",state="busy"}') == 1)
        running.tell(signal.SIGTERM)
        until(lambda: running.journal("stopping"))
        ready, alive = running.get("readyz"), running.get("healthz")
        status = asking.result().status_code

    assert (ready.status_code, alive.status_code) == (503, 200)
    assert status == 504


def test_rate(shared: Layout, cache: str) -> None:
    """Who asks too often is told when to ask again; health is told all the same."""
    with service(shared, cache=cache, ADRGRAPH_RATE="0.5") as running:
        answers = [running.ask("ASK {}") for _ in range(3)]
        healthy = until(lambda: (told := running.get("readyz")).status_code == 200 and told)
        limited = running.figure('adrgraph_requests_total{status="429"}')

    assert [answer.status_code for answer in answers] == [200, 429, 429]
    assert answers[1].headers["retry-after"] in {"1", "2"}
    assert answers[1].headers["content-type"] == "application/problem+json"
    assert answers[1].headers["x-content-type-options"] == "nosniff"
    assert healthy.status_code == 200
    assert limited == 2


@pytest.mark.parametrize(
    ("options", "statuses"),
    [((), [200, 429]), (("--trusted-proxy", "127.0.0.0/8"), [200, 200])],
)
def test_proxies(shared: Layout, cache: str, options: tuple[str, ...], statuses: list[int]) -> None:
    """Only a proxy that is trusted is believed when it says who asks."""
    with service(shared, "--rate", "0.1", *options, cache=cache) as running:
        answers = [
            running.ask("ASK {}", headers={"X-Forwarded-For": f"198.51.100.{number}"})
            for number in (1, 2)
        ]

    assert [answer.status_code for answer in answers] == statuses


def test_rightmost(shared: Layout, cache: str) -> None:
    """Of several addresses, what the client itself may have written counts for nothing."""
    options = ("--rate", "0.1", "--trusted-proxy", "127.0.0.1", "--log-addresses")
    with service(shared, *options, cache=cache) as running:
        answers = [
            running.ask("ASK {}", headers={"X-Forwarded-For": f"203.0.113.{number}, 198.51.100.9"})
            for number in (1, 2)
        ]
        until(lambda: running.journal("query"))

    assert [answer.status_code for answer in answers] == [200, 429]
    assert [entry["address"] for entry in running.journal("query")] == ["198.51.100.9"]


def test_nursery(shared: Layout, cache: str) -> None:
    """Should the process that holds the graph be killed, another takes its place, and asks on."""
    with service(shared, cache=cache) as running:
        running.ask("ASK {}")
        (nursery,) = children(running.process.pid)
        os.kill(nursery, signal.SIGKILL)
        until(lambda: [e for e in running.journal("restore") if e["outcome"] == "swapped"])
        answer = running.ask("ASK { ?s ?p ?o }")
        ready = until(lambda: (told := running.get("readyz")).status_code == 200 and told)
        (after,) = children(running.process.pid)

    assert answer.json()["boolean"] is True
    assert ready.status_code == 200
    assert after != nursery


def test_settings() -> None:
    """The help names the variable of each option, and an option counts before its variable."""
    from adrgraph.cli.serving import serve

    told = CliRunner().invoke(serve, ["--help"]).output
    flags = [option for option in serve.params if option.name != "help"]
    context = serve.make_context("serve", ["--port", "1"], obj=None)

    for option in flags:
        assert f"ADRGRAPH_{str(option.name).upper()}" in told
    assert context.params["port"] == 1


def test_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable of the environment counts where there is no option."""
    from adrgraph.cli.serving import serve

    monkeypatch.setenv("ADRGRAPH_PORT", "2")
    monkeypatch.setenv("ADRGRAPH_TRUSTED_PROXY", "192.0.2.1 198.51.100.0/24")
    context = serve.make_context("serve", [], obj=None)

    assert context.params["port"] == 2
    assert context.params["trusted_proxy"] == ("192.0.2.1", "198.51.100.0/24")


@pytest.mark.parametrize(
    ("host", "user", "is_warned"),
    [
        ("0.0.0.0", 0, True),  # noqa: S104 — a case
        ("::", 0, True),
        ("example.org", 0, True),
        ("127.0.0.1", 0, False),
        ("::1", 0, False),
        ("localhost", 0, False),
        ("::", 1000, False),
    ],
)
def test_root(host: str, user: int, is_warned: bool) -> None:  # noqa: FBT001 — a case
    """Root is warned where strangers can reach the server, and nobody else is."""
    from adrgraph.cli.serving import is_reckless

    assert is_reckless(host, user=user) == is_warned


@pytest.mark.parametrize("given", ["example.org", "ftp://example.org/", "https://", "file:///x"])
def test_no_service(adrgraph: Callable[..., Ran], given: str) -> None:
    """What is no address of an endpoint cannot be allowed; the message shows one that is."""
    ran = adrgraph("serve", "--allow-service", given)

    assert ran.code == 2
    assert "https://query.example.org/sparql" in ran.err


def test_appearance(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Another template makes another appearance, and so other validators of pages."""
    before = appearance()
    shutil.copytree(Path(server.__file__).parent, tmp_path / "server")
    monkeypatch.setattr(server, "__file__", str(tmp_path / "server" / "__init__.py"))
    same = appearance()
    (tmp_path / "server" / "templates" / "base.html").write_text("other")

    assert before == same != appearance()
