"""The endpoint under load, against its peers: the same catalogue, queries and connections.

Needs `wrk` and the extra `bench`. Each request carries a comment of its own, so that nothing is
answered from a cache; "the same again" are requests that are alike, beside a bare route of
Starlette that returns the same bytes.

All servers are there from the beginning, and are asked in turn, several times round: what else the
machine does meanwhile falls on each of them. Who is not being asked is stopped (SIGSTOP), as some
go on for minutes with what nobody waits for any more.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import astuple, dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pyoxigraph as ox
from catalogue import statements

if TYPE_CHECKING:
    from collections.abc import Iterator

DATASETS = int(os.environ.get("DATASETS", "10000"))
SECONDS = int(os.environ.get("SECONDS_EACH", "3"))
ROUNDS = int(os.environ.get("ROUNDS", "5"))
CONNECTIONS = (1, 8, 32)
HERE = Path(__file__).parent

QUERIES = {
    "one dataset": (HERE / "one-dataset.rq").read_text(),
    "direct links": (HERE / "direct-links.rq").read_text(),
    "facets": (HERE / "facets.rq").read_text(),
    "listing": (HERE / "listing.rq").read_text(),
}

VARIED = """
local n = 0
request = function()
  n = n + 1
  local path = "{path}%20%23{run}-" .. n
  return wrk.format("GET", path, {{["Accept"] = "application/sparql-results+json"}})
end
"""

BARE = """
import sys
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
body = open(sys.argv[1], "rb").read()
headers = dict(line.split(": ", 1) for line in open(sys.argv[1] + ".headers").read().splitlines())
few = {name: headers[name] for name in ("etag", "last-modified", "cache-control", "vary")}
async def endpoint(request):
    return Response(body, headers=headers)
async def unchanged(request):
    return Response(status_code=304, headers=few)
import uvicorn
routes = [Route("/sparql", endpoint), Route("/unchanged", unchanged)]
uvicorn.run(Starlette(routes=routes), port=int(sys.argv[2]), log_config=None, access_log=False)
"""


_TOLD = re.compile(r"99%\s+([\d.]+)(us|ms|s).*Requests/sec:\s+([\d.]+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Measured:
    """Requests a second, and the 99th percentile of their milliseconds."""

    rate: float
    p99: float


def load(address: str, *, connections: int, script: Path | None = None, etag: str = "") -> Measured:
    """What `wrk` measures at an address."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "--latency", "--timeout", "30s"]
    command += ["-s", str(script)] if script else []
    command += ["-H", f"If-None-Match: {etag}"] if etag else []
    command += ["-H", "Accept: application/sparql-results+json", address]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = _TOLD.search(told)
    if found is None or ("Non-2xx" in told and not etag):
        raise SystemExit(f"{address} does not answer:\n{told}")
    p99, unit, rate = found.groups()
    return Measured(float(rate), float(p99) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[unit])


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs, and the address of its endpoint."""

    address: str
    group: int

    @contextlib.contextmanager
    def awake(self) -> Iterator[None]:
        """Let it run for as long as the block does."""
        os.killpg(self.group, signal.SIGCONT)
        try:
            yield
        finally:
            os.killpg(self.group, signal.SIGSTOP)


@contextlib.contextmanager
def running(
    command: list[str], address: str, *, ready: str = "", patience: float = 180
) -> Iterator[Server]:
    """A server, from when it answers, or says that it is ready, until the block ends."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        ends = time.monotonic() + patience
        while not _answers(ready or f"{address}?query={quote('ASK {}')}"):
            if time.monotonic() > ends or process.poll() is not None:
                raise SystemExit(f"{command[0]} does not answer at {address}.")
            time.sleep(0.1)
        yield Server(address, process.pid)
    finally:
        os.killpg(process.pid, signal.SIGCONT)
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=60):
            return True
    except (URLError, OSError):
        return False


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def peers(quads: Path, folder: Path) -> Iterator[tuple[str, list[str], str, str]]:
    """The servers: name, command, address of the endpoint, and where one says that it is ready."""
    own, oxigraph, rdflib = free_port(), free_port(), free_port()
    yield (
        "adrgraph",
        [sys.executable, str(HERE / "serving.py"), str(quads), str(own)],
        f"http://127.0.0.1:{own}/sparql",
        f"http://127.0.0.1:{own}/readyz",
    )
    store = folder / "oxigraph"
    subprocess.run(
        ["oxigraph", "load", "-l", str(store), "-f", str(quads)], check=True, capture_output=True
    )
    yield (
        "oxigraph serve",
        (["oxigraph", "serve-read-only", "-l", str(store), "--bind", f"127.0.0.1:{oxigraph}"]),
        f"http://127.0.0.1:{oxigraph}/query",
        "",
    )
    yield (
        "rdflib-endpoint",
        (["rdflib-endpoint", "serve", str(quads), "--port", str(rdflib)]),
        f"http://127.0.0.1:{rdflib}/",
        "",
    )


def main() -> None:
    """Measure and print."""
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is missing. On Debian and Ubuntu: apt install wrk")
    os.environ["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        quads = folder / "catalogue.nq"
        with quads.open("wb") as out:
            ox.serialize(statements(DATASETS), out, format=ox.RdfFormat.N_QUADS)
        servers = {
            server: stack.enter_context(running(command, address, ready=ready))
            for server, command, address, ready in peers(quads, folder)
        }
        again(servers["adrgraph"].address, folder)
        stream(servers["adrgraph"].address)
        for server in servers.values():
            os.killpg(server.group, signal.SIGSTOP)
        print(f"{DATASETS} datasets, {ROUNDS} rounds of {SECONDS} s: requests a second (p99 in ms)")
        print(
            f"{'':16}{'connections':>12}" + "".join(f"{each:>24}" for each in servers) + "   ratios"
        )
        for query, text in QUERIES.items():
            for connections in CONNECTIONS:
                print(f"{query:16}{connections:>12}", end="", flush=True)
                report(compare(servers, text, connections=connections, folder=folder))


def compare(
    servers: dict[str, Server], query: str, *, connections: int, folder: Path
) -> list[list[Measured]]:
    """What each round finds of each server."""
    script = folder / "varied.lua"
    rounds = []
    for _ in range(ROUNDS):
        found = []
        for server in servers.values():
            address = server.address
            path = address[address.index("/", 8) :] + "?query=" + quote(query)
            script.write_text(VARIED.format(path=path, run=time.monotonic_ns()))
            with server.awake():
                found.append(load(address, connections=connections, script=script))
        rounds.append(found)
    return rounds


def again(address: str, folder: Path) -> None:
    """The same request again, and one whose answer the client has, beside bare routes."""
    asked = f"?query={quote(QUERIES['one dataset'])}"
    same = address + asked
    accept = {"Accept": "application/sparql-results+json"}
    with urlopen(Request(same, headers=accept)) as answer:
        body, etag = answer.read(), answer.headers["ETag"]
        told = [
            (name.lower(), value)
            for name, value in answer.headers.items()
            if name.lower() not in {"date", "content-length"}
        ]
    (folder / "body").write_bytes(body)
    (folder / "body.headers").write_text("".join(f"{name}: {value}\n" for name, value in told))
    (folder / "bare.py").write_text(BARE)
    port = free_port()
    command = [sys.executable, str(folder / "bare.py"), str(folder / "body"), str(port)]
    bare = f"http://127.0.0.1:{port}"
    print(f"{'':24}{'connections':>12}{'adrgraph':>12}{'bare route':>12}{'ratio':>8}")
    with running(command, f"{bare}/sparql"):
        for connections in CONNECTIONS:
            ours = load(same, connections=connections).rate
            theirs = load(f"{bare}/sparql{asked}", connections=connections).rate
            print(f"{'the same again':24}{connections:>12}{ours:>12.0f}{theirs:>12.0f}", end="")
            print(f"{ours / theirs:>8.2f}")
            ours = load(same, connections=connections, etag=etag).rate
            theirs = load(f"{bare}/unchanged{asked}", connections=connections, etag=etag).rate
            print(f"{'not modified':24}{connections:>12}{ours:>12.0f}{theirs:>12.0f}", end="")
            print(f"{ours / theirs:>8.2f}")
    print()


def stream(address: str) -> None:
    """The first byte of 100,000 rows in no order, and what the server holds while they flow."""
    query = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 100000"
    told = []
    for number in range(5):
        before = _held()
        begun = time.perf_counter()
        with urlopen(f"{address}?query={quote(f'{query} #{number}')}") as answer:
            answer.read(1)
            first = time.perf_counter() - begun
            size, most = 1, before
            while piece := answer.read(1 << 16):
                size += len(piece)
                most = max(most, _held())
        told.append((first, time.perf_counter() - begun, size, most - before))
    first, whole, size, grown = sorted(told)[len(told) // 2]
    print(f"100,000 rows, {size / 1e6:.0f} MB: first byte after {first * 1000:.0f} ms, the last")
    print(f"after {whole * 1000:.0f} ms; the server grew by {grown / 1e6:.1f} MB meanwhile\n")


def _held() -> int:
    """Bytes that the server process holds: the one among our children that has children itself."""
    return max(
        int(Path(f"/proc/{child}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")
        for child in _children(os.getpid())
    )


def _children(number: int) -> list[int]:
    return [
        int(child)
        for task in Path(f"/proc/{number}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]


def report(rounds: list[list[Measured]]) -> None:
    """The medians of each server, and of how many times as fast ours was in each round."""
    for found in zip(*rounds, strict=True):
        rate, p99 = (median(values) for values in zip(*map(astuple, found), strict=True))
        print(f"{rate:>13.1f} ({p99:>7.1f})", end="")
    for peer in range(1, len(rounds[0])):
        ratios = sorted(found[0].rate / max(found[peer].rate, 0.01) for found in rounds)
        print(f"{median(ratios):>8.1f} ({ratios[0]:.1f} to {ratios[-1]:.1f})", end="")
    print()


if __name__ == "__main__":
    main()
