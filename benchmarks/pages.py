"""What people wait for: every kind of page, and what becomes of it when the catalogue grows.

`python benchmarks/pages.py real` walks through all pages of the real graph at 8 connections, in no
order, each for the first time and then again. `python benchmarks/pages.py grown 1000 10000` tells
what making each kind of page costs the processor over synthetic catalogues of these sizes.
"""

from __future__ import annotations

import asyncio
import html
import os
import random
import re
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import grown
from endpoint import BARE, free_port, running

from adrgraph.server.pages.front import LISTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

CONNECTIONS = 8
PAIRS = 200
"""Pairs of datasets between which the steps are asked for."""

SIZES = (1_000, 10_000)
"""Datasets of the synthetic catalogues, where none are named; 100,000 take half an hour."""

_BROWSER = (
    "Accept: text/html,application/xhtml+xml,image/avif,image/webp,*/*;q=0.8\r\n"
    "Accept-Encoding: {coding}\r\nHost: 127.0.0.1\r\n\r\n"
)
_LINK = re.compile(r'href="(/datasets\?[^"]+)"')
_PART = re.compile(
    r'<(?:link rel="(?:stylesheet|icon)"[^>]* href|script src)="([^"]+)"', re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: what kind of page it was for, its seconds, and what came."""

    kind: str
    path: str
    seconds: float
    status: int
    body: bytes
    size: int
    """Bytes that were transferred, head and body."""


class Connection:
    """A connection that is kept open, as a browser keeps it."""

    def __init__(self, port: int, *, coding: str = "br, gzip") -> None:
        """Open nothing yet."""
        self._port = port
        self._head = _BROWSER.format(coding=coding)
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str, *, kind: str = "") -> Visit:
        """What comes of one request."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port, limit=1 << 26)
        reader, writer = self._streams
        began = time.perf_counter()
        writer.write(f"GET {path} HTTP/1.1\r\n{self._head}".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.decode("latin-1").lower().split("\r\n")
        told = dict(line.split(": ", 1) for line in lines[1:] if line)
        if "content-length" in told:
            body = await reader.readexactly(int(told["content-length"]))
        else:
            body = await self._chunks(reader)
        seconds = time.perf_counter() - began
        status = int(lines[0].split()[1])
        return Visit(kind, path, seconds, status, body, len(head) + len(body))

    async def _chunks(self, reader: asyncio.StreamReader) -> bytes:
        body = b""
        while size := int(await reader.readline(), 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
        return body

    def close(self) -> None:
        """Let go of it."""
        if self._streams is not None:
            self._streams[1].close()


async def walk(port: int, pages: Sequence[tuple[str, str]]) -> list[Visit]:
    """Visit pages, each once, over so many connections at a time."""
    left = iter(pages)
    visits: list[Visit] = []

    async def one() -> None:
        connection = Connection(port)
        for kind, path in left:
            visits.append(await connection.get(path, kind=kind))
        connection.close()

    await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    return visits


async def real(port: int) -> None:
    """Measure the real graph and print."""
    pages = [(kind, path) for kind, paths in (await found(port)).items() for path in paths]
    random.Random(1).shuffle(pages)  # noqa: S311 — the same order each time
    began = spent()
    first = await walk(port, pages)
    between = spent()
    again = await walk(port, pages)
    ended = spent()
    wrong = sorted({f"{each.status} {each.path}" for each in first if each.status != 200})  # noqa: PLR2004
    if wrong:
        raise SystemExit(f"Some pages do not answer: {wrong[:5]}")
    print(f"\nMilliseconds at {CONNECTIONS} connections, all pages in one walk in no order")
    print(f"{'':22}{'pages':>7}{'first visit':>21}{'':>10}{'again':>20}")
    print(f"{'':22}{'':>7}" + f"{'p50':>10}{'p99':>10}{'max':>10}" * 2)
    for kind in ["all", *dict.fromkeys(sorted(kind for kind, _ in pages))]:
        _line(kind, _of(first, kind), _of(again, kind))
    each, later = ((b - a) / len(pages) * 1_000 for a, b in ((began, between), (between, ended)))
    print(f"Time of the server's processors a page: {each:.1f} ms, again {later:.2f} ms")


def _of(visits: Iterable[Visit], kind: str) -> list[float]:
    return [each.seconds * 1_000 for each in visits if kind in {"all", each.kind}]


def _line(kind: str, *taken: Sequence[float]) -> None:
    cells = ""
    for each in taken:
        p99 = quantiles(each, n=100, method="inclusive")[98] if len(each) > 1 else each[0]
        cells += f"{median(each):>10.1f}{p99:>10.1f}{max(each):>10.1f}"
    print(f"{kind:22}{len(taken[0]):>7}{cells}")


def spent() -> float:
    """Seconds of the processors that the server has used, what answers its queries included."""
    ticks = 0
    waiting = [os.getpid()]
    while waiting:
        number = waiting.pop()
        for task in Path(f"/proc/{number}/task").iterdir():
            waiting += map(int, (task / "children").read_text().split())
        if number != os.getpid():
            fields = Path(f"/proc/{number}/stat").read_text().rpartition(") ")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def found(port: int) -> Mapping[str, Sequence[str]]:
    """The pages that there are, by kind."""
    connection = Connection(port, coding="identity")
    sitemap = (await connection.get("/sitemap.xml")).body.decode()
    paths = [urlsplit(html.unescape(each)).path for each in re.findall("<loc>(.*?)</loc>", sitemap)]
    pages: dict[str, list[str]] = {}
    for path in paths:
        pages.setdefault(path.split("/")[1], []).append(path)
    datasets = [path.rpartition("/")[2] for path in pages["dataset"]]
    listed = (await connection.get("/datasets")).body.decode()
    links = map(html.unescape, _LINK.findall(listed))
    facets = [each for each in links if "page=" not in each and "format=" not in each]
    themes = re.findall(r"theme=([a-z-]+)$", "\n".join(facets), re.MULTILINE)
    connection.close()
    chance = random.Random(1)  # noqa: S311 — the same pairs each time
    pairs = [chance.sample(datasets, 2) for _ in range(PAIRS)]
    pictures = [f"/pictures/{name}" for name in ("linkages", "timeline", "where")]
    return pages | {
        "front and lists": ["/", "/about", "/study", *(f"/{name}" for name in LISTS)],
        "datasets by facet": [
            *facets,
            *(f"{facet}&sort=latest" for facet in facets),
            *(f"{facet}&from=2005&to=2015" for facet in facets),
        ],
        "what links to it": [f"/link?dataset={slug}" for slug in datasets],
        "between two": [f"/link?dataset={one}&with={other}" for one, other in pairs],
        "study": [
            *(f"/study?theme={theme}" for theme in themes),
            *(f"/study?theme={theme}&from=2005&to=2015" for theme in themes),
        ],
        "search": [f"/search?q={theme}" for theme in themes],
        "picture": [*pictures, *(f"{picture}.svg" for picture in pictures)],
    }


async def front(port: int) -> None:
    """What the front page transfers, without its picture."""
    for coding in ("br", "gzip"):
        connection = Connection(port, coding="identity")
        page = (await connection.get("/")).body.decode()
        connection.close()
        asked = Connection(port, coding=coding)
        visits = [await asked.get(path) for path in ("/", *_PART.findall(page))]
        asked.close()
        print(f"Front page in {coding}: {len(visits)} files, ", end="")
        print(f"{sum(each.size for each in visits) / 1_000:.1f} kB with their heads")


async def beside_a_bare_route(port: int, folder: Path) -> None:
    """A page that was made before, beside a route that does nothing but return its bytes."""
    path, times = "/dataset/npd", 4_000
    connection = Connection(port)
    (folder / "body").write_bytes((await connection.get(path)).body)
    connection.close()
    told = "".join(f"{name}: -\n" for name in ("etag", "last-modified", "cache-control", "vary"))
    (folder / "body.headers").write_text(f"content-encoding: br\n{told}")
    (folder / "bare.py").write_text(BARE)
    other = free_port()
    command = [sys.executable, str(folder / "bare.py"), str(folder / "body"), str(other)]
    with running(command, f"http://127.0.0.1:{other}/sparql"):
        ours = _of(await walk(port, [("", path)] * times), "all")
        bare = _of(await walk(other, [("", "/sparql")] * times), "all")
    ratio = median(ours) / median(bare)
    print(
        f"A page again: {median(ours):.2f} ms, a bare route with its bytes: {median(bare):.2f} ms",
        end="",
    )
    print(f", {ratio:.2f} times")


def measured(folder: Path) -> None:
    """Start the server as people do, and measure when it says that it is ready."""
    port = free_port()
    environment = {"ADRGRAPH_CACHE": str(folder / "cache")}
    os.environ.update(environment)
    command = [sys.executable, "-m", "adrgraph", "serve", "--port", str(port)]
    began = time.perf_counter()
    with running(command, f"http://127.0.0.1:{port}/readyz"):
        print(f"Ready {time.perf_counter() - began:.1f} s after the start, the build included")
        asyncio.run(real(port))
        asyncio.run(front(port))
        asyncio.run(beside_a_bare_route(port, folder))


def main() -> None:
    """Measure and print."""
    arguments = sys.argv[1:]
    if not arguments or arguments[0] == "real":
        with tempfile.TemporaryDirectory() as name:
            measured(Path(name))
    if not arguments or arguments[0] == "grown":
        grown.measure([int(each) for each in arguments[1:]] or SIZES)


if __name__ == "__main__":
    main()
