"""What strangers send never stops the server, nor harms who asks something else meanwhile."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from adrgraph.server.isolation.limits import Limits
from tests.server.hazards import ENDLESS, GREEDY, nested

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMITS = Limits(seconds=2, memory=96 << 20, rows=500, waiting=16, per_client=16)
SERVER = f"""
import sys
import pyoxigraph as ox
from adrgraph.server.isolation.limits import Limits
from adrgraph.server.listener import serve
from adrgraph.server.operation.settings import Content, Settings
from adrgraph.store import load
serve(Content(load(ox.parse(path=sys.argv[1]))), settings=Settings(port=0, limits={LIMITS!r}),
      on_listening=lambda address: print(address, flush=True))
"""
LIGHT = "SELECT ?o { <http://example.org/thing/7> ?p ?o }"
SPARE = 1.0
"""Seconds after a limit within which everybody is answered."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server with small limits, and the processes that belong to it."""

    address: str
    number: int

    def ask(self, query: str, **options: Any) -> httpx.Response:
        """The response to a query, with time to spare after the limit."""
        return httpx.post(
            f"{self.address}sparql",
            data={"query": query},
            timeout=LIMITS.seconds + SPARE,
            **options,
        )

    def workers(self) -> list[int]:
        """The processes that the nursery has forked."""
        return _children(self.nursery)

    @property
    def nursery(self) -> int:
        """The process that holds the store."""
        (number,) = _children(self.number)
        return number


def _children(number: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{number}/task").iterdir():
        found += [int(child) for child in (task / "children").read_text().split()]
    return found


def _memory(number: int, field: str) -> int:
    """Bytes that /proc tells of a process; none when it is gone."""
    try:
        status = Path(f"/proc/{number}/status").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith(field))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Ten thousand statements behind small limits, in a process of its own."""
    path = tmp_path_factory.mktemp("store") / "quads.nt"
    path.write_text(
        "".join(
            f"<http://example.org/thing/{i}> <http://example.org/p{i % 7}> "
            f"<http://example.org/thing/{i * 31 % 5_000}> .\n"
            f'<http://example.org/thing/{i}> <http://example.org/name> "value {i}" .\n'
            for i in range(5_000)
        )
    )
    command = [sys.executable, "-c", SERVER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield Server(process.stdout.readline().strip(), process.pid)
        process.terminate()


def is_problem(answer: httpx.Response) -> bool:
    """Whether an answer says what is wrong, as RFC 9457 has it."""
    return (
        answer.headers["content-type"] == "application/problem+json"
        and answer.json()["status"] == answer.status_code
        and len(answer.json()["detail"]) > 20
    )


@pytest.mark.parametrize("query", [pytest.param(text, id=name) for name, text in nested()])
def test_nested(server: Server, query: str) -> None:
    """What nests or goes on is answered in time, or refused."""
    answer = server.ask(query)

    assert answer.status_code == 200 or (
        answer.status_code in {400, 503, 504} and is_problem(answer)
    )


@pytest.mark.parametrize("name", ENDLESS)
def test_endless(server: Server, name: str) -> None:
    """What would never end is stopped at the limit, and the limit is told."""
    answer = server.ask(ENDLESS[name])

    assert answer.status_code == 504
    assert is_problem(answer)
    assert answer.json()["limit"] == "seconds"
    assert "2 seconds" in answer.json()["detail"]


@pytest.mark.parametrize("name", GREEDY)
def test_greedy(server: Server, name: str) -> None:
    """What takes too much memory is stopped before it has it, or at the limit of time."""
    with most_memory(server) as seen:
        try:
            answer = server.ask(GREEDY[name])
        except httpx.RemoteProtocolError:  # cut off
            answer = None

    assert max(seen) <= LIMITS.memory * 1.1
    if answer is not None and answer.status_code != 200:
        assert answer.status_code in {400, 503, 504}
        assert is_problem(answer)


def test_out_of_memory(server: Server) -> None:
    """Who asks for too much memory is told how much there is."""
    answer = server.ask(GREEDY["order"])

    assert answer.status_code == 503
    assert answer.json()["limit"] == "memory"
    assert "96 MiB" in answer.json()["detail"]


@contextmanager
def most_memory(server: Server) -> Iterator[list[int]]:
    """Bytes that any worker has beyond what the nursery has, sampled while the block runs."""
    held = _memory(server.nursery, "VmRSS")
    seen, ended = [0], threading.Event()

    def sample() -> None:
        while not ended.wait(0.01):
            seen.extend(_memory(worker, "VmHWM") - held for worker in server.workers())

    with ThreadPoolExecutor() as pool:
        sampling = pool.submit(sample)
        try:
            yield seen
        finally:
            ended.set()
            sampling.result()


def test_rows_cut(server: Server) -> None:
    """An answer with too many rows has no end: neither a silent nor a clean truncation."""
    for format in ("json", "xml", "csv", "tsv"):
        with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
            server.ask(f"SELECT ?s {{ ?s ?p ?o }} # {format}", headers={"Accept": "*/*"})
    with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
        server.ask("CONSTRUCT WHERE { ?s ?p ?o }")


def test_rows_told(server: Server) -> None:
    """The limits are told by every answer; one that is cut where the limit is known says so."""
    answer = server.ask(LIGHT)
    with httpx.stream(
        "GET", f"{server.address}sparql", params={"query": "SELECT ?s { ?s ?p ?o }"}
    ) as cut:
        headers = cut.headers

    assert answer.headers["x-sparql-maxrows"] == "500"
    assert answer.headers["x-adrgraph-limits"] == "seconds=2, memory=96MiB, rows=500"
    assert "x-adrgraph-truncated" not in answer.headers
    assert headers["x-adrgraph-truncated"] == "rows=500"


@pytest.mark.parametrize("accept", ["json", "xml", "csv", "tsv"])
def test_rows_just_so(server: Server, accept: str) -> None:
    """An answer with as many rows as are sent is whole."""
    params = {"query": "SELECT ?s ?o { ?s ?p ?o } LIMIT 500", "format": accept}
    answer = httpx.get(f"{server.address}sparql", params=params)

    assert answer.status_code == 200
    assert "x-adrgraph-truncated" not in answer.headers


def test_old_http(server: Server) -> None:
    """HTTP/1.0 has no end that could be missing: what is cut is refused instead."""
    host, _, port = server.address.removeprefix("http://").rstrip("/").partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as line:
        line.sendall(b"GET /sparql?query=SELECT*%7B?s?p?o%7D HTTP/1.0\r\nHost: x\r\n\r\n")
        received = b"".join(iter(lambda: line.recv(65536), b""))

    assert received.startswith(b"HTTP/1.1 503")
    assert b"application/problem+json" in received


def test_others_meanwhile(server: Server) -> None:
    """With more endless queries under way than workers, a light one takes at most twice as long."""
    idle = _median_light(server)
    hostile = [f"{ENDLESS['count']} # {number}" for number in range(8)]
    with ThreadPoolExecutor(len(hostile)) as pool:
        answers = [pool.submit(server.ask, query) for query in hostile]
        time.sleep(0.7)
        loaded = _median_light(server)
        statuses = {answer.result().status_code for answer in answers}

    assert loaded <= 2 * idle
    assert statuses <= {503, 504}


def _median_light(server: Server) -> float:
    times = []
    with httpx.Client() as client:
        for _ in range(100):
            begun = time.perf_counter()
            client.get(f"{server.address}sparql", params={"query": LIGHT}).raise_for_status()
            times.append(time.perf_counter() - begun)
    return statistics.median(times)


def test_light_after_all(server: Server) -> None:
    """A query that a busy machine once kept from being answered at once is light again later."""
    query = f"{LIGHT} # kept waiting"
    with ThreadPoolExecutor() as pool:
        server.ask(LIGHT)
        stopped = server.workers()
        for worker in stopped:
            os.kill(worker, signal.SIGSTOP)
        asked = pool.submit(server.ask, query)
        time.sleep(0.3)
        for worker in set(stopped) & set(server.workers()):
            os.kill(worker, signal.SIGCONT)
        assert asked.result().status_code == 200
        assert server.ask(query).status_code == 200

        endless = [f"{ENDLESS['count']} # {number}" for number in range(LIMITS.heavy)]
        hostile = [pool.submit(server.ask, each) for each in endless]
        time.sleep(0.3)
        begun = time.monotonic()
        assert server.ask(query).status_code == 200
        assert time.monotonic() - begun < LIMITS.seconds / 2
        assert {each.result().status_code for each in hostile} == {504}


def test_too_many(server: Server) -> None:
    """Who asks more at once than one may is told to wait, and how long."""
    hostile = [f"{ENDLESS['count']} # many {number}" for number in range(LIMITS.per_client + 4)]
    with ThreadPoolExecutor(len(hostile)) as pool:
        answers = [each.result() for each in [pool.submit(server.ask, one) for one in hostile]]

    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) == 4
    assert all(is_problem(answer) for answer in refused)
    assert {answer.headers["retry-after"] for answer in refused} == {"1"}
    assert server.ask(LIGHT).status_code == 200


def test_client_leaves(server: Server) -> None:
    """When a client leaves, its query ends at once."""

    async def ask_and_leave() -> None:
        async with httpx.AsyncClient() as client:
            asking = client.post(f"{server.address}sparql", data={"query": ENDLESS["yes or no"]})
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(asking, 0.4)

    asyncio.run(ask_and_leave())
    _wait_until(lambda: not any(map(_is_at_work, server.workers())))

    assert not any(map(_is_at_work, server.workers()))


def _is_at_work(number: int) -> bool:
    """Whether a process computes rather than waits."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "R"
    except OSError:
        return False


def _wait_until(holds: object) -> None:
    ends = time.monotonic() + SPARE
    while not holds() and time.monotonic() < ends:  # type: ignore[operator]
        time.sleep(0.01)


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_worker_dies(server: Server, blow: signal.Signals) -> None:
    """A worker that dies is replaced; who was waiting for it is told, and nobody else notices."""
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(server.ask, f"{ENDLESS['no row']} # {blow}")
        time.sleep(0.3)
        for worker in server.workers():
            if _is_at_work(worker):
                os.kill(worker, blow)
        answer = asked.result()

    assert answer.status_code == 503
    assert is_problem(answer)
    assert server.ask(LIGHT).status_code == 200


def test_idle_worker_dies(server: Server) -> None:
    """A worker that dies while it waits is replaced before anybody notices."""
    server.ask(LIGHT)
    for worker in server.workers():
        os.kill(worker, signal.SIGKILL)
    time.sleep(0.1)

    assert [server.ask(LIGHT).status_code for _ in range(4)] == [200] * 4


def test_soak(server: Server) -> None:
    """Mixed hostile load leaves memory, files and processes where as much of it left them before.

    Half a minute here; `make soak` goes on for ten.
    """
    seconds = float(os.environ.get("ADRGRAPH_SOAK", "30")) / 2
    _harass(server, seconds)
    before = _belongings(server)
    _harass(server, seconds)
    after = _belongings(server)

    assert server.ask(LIGHT).status_code == 200
    assert len(server.workers()) <= LIMITS.light + LIMITS.heavy
    assert after.files <= before.files + 4
    assert after.memory <= before.memory * 1.2 + (8 << 20)


def _harass(server: Server, seconds: float) -> None:
    """Send hazards over six connections; leave early from two of three."""
    queries = [*ENDLESS.values(), *GREEDY.values(), *(text for _, text in nested())]
    ends = time.monotonic() + seconds

    def send(start: int) -> None:
        sent = 0
        while time.monotonic() < ends:
            query = queries[(start + 7 * sent) % len(queries)]
            with suppress(httpx.TimeoutException, httpx.RemoteProtocolError):
                httpx.post(
                    f"{server.address}sparql",
                    data={"query": f"{query} # {start} {sent}"},
                    timeout=0.3 if sent % 3 else LIMITS.seconds + 2 * SPARE,
                )
            sent += 1

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(send, range(6)))
    _wait_until(lambda: len(server.workers()) <= LIMITS.light + LIMITS.heavy)


@dataclass(frozen=True, slots=True)
class Belongings:
    """Open files of a server, and the bytes that it and its nursery hold."""

    files: int
    memory: int


def _belongings(server: Server) -> Belongings:
    return Belongings(
        files=len(list(Path(f"/proc/{server.number}/fd").iterdir())),
        memory=_memory(server.number, "VmRSS") + _memory(server.nursery, "VmRSS"),
    )
