"""The cost of each kind of page over synthetic catalogues that grow: what the processor does."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime
from statistics import median
from typing import TYPE_CHECKING

from catalogue import described

from adrgraph.errors import UnknownName
from adrgraph.server.ahead import visit
from adrgraph.server.app import create_app
from adrgraph.server.caching import Revision
from adrgraph.server.pages import figures, study
from adrgraph.store import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.applications import Starlette

TOO_LONG = 10.0
"""Seconds of one page beyond which it is not asked for over a larger catalogue."""

BEFORE = (
    *("/dataset/d1", "/link?dataset=d1", "/search?q=x", "/datasets?q=x", "/event/v0"),
    *("/study?theme=tax", "/linkages?page=2", "/organisations?page=2", "/sources?page=2"),
)
"""Visited before anything is measured: templates, saved queries and lists are read once a build."""


def kinds(datasets: int) -> Mapping[str, Sequence[str]]:
    """Some pages of each kind, in a catalogue of so many datasets."""
    some = [datasets * part // 7 // 10 * 10 for part in range(1, 6)]
    return {
        "dataset": [f"/dataset/d{n}" for n in some],
        "linkage": [f"/linkage/l{n}" for n in some],
        "organisation": [f"/organisation/o{n}" for n in (1, 2, 3)],
        "environment": [f"/environment/e{n}" for n in (1, 2, 3)],
        "source": [f"/source/s{n}" for n in (1, 2, 3)],
        "event": [f"/event/v{n}" for n in some],
        "themes": ["/scheme/theme"],
        "datasets": ["/datasets"],
        "datasets, page 30": ["/datasets?page=30"],
        "datasets by facet": ["/datasets?theme=health", "/datasets?theme=work&nation=wales"],
        "datasets by year": ["/datasets?from=2001&to=2005", "/datasets?theme=work&sort=latest"],
        "datasets by word": ["/datasets?q=prison", "/datasets?q=court&nation=wales"],
        "search": ["/search?q=prison+wales", "/search?q=hospital"],
        "what links to it": [f"/link?dataset=d{n}" for n in some],
        "between two": [f"/link?dataset=d{n}&with=d{n - 5}" for n in some[:2]],
        "study": ["/study?theme=health", "/study?theme=work&from=2001&to=2005"],
        "front page": ["/"],
        "about": ["/about"],
        "linkages": ["/linkages"],
        "organisations": ["/organisations"],
        "sources": ["/sources"],
        "sitemap": ["/sitemap.xml"],
        "feed": ["/feed.atom"],
        "the linkage map": ["/pictures/linkages"],
        "the years": ["/pictures/timeline"],
        "what is where": ["/pictures/where"],
    }


def measure(sizes: Sequence[int]) -> None:
    """Print the milliseconds of each kind of page by size, and as multiples of the smallest."""
    columns: list[dict[str, float]] = []
    for size in sizes:
        began = time.process_time()
        store = load(described(size))
        read = time.process_time() - began
        app = create_app(store, revision=Revision("benchmark", datetime.now(UTC)))
        began = time.process_time()
        app.state.records.documents()
        app.state.library.index  # noqa: B018 — it is made when it is first asked for
        app.state.finder.index()
        study.gather(app.state.library)
        figures.seen(app.state.library)
        prepared = time.process_time() - began
        print(f"{size:,} datasets: written and read in {read:.0f} s, read once in {prepared:.1f} s")
        slow = {
            kind for kind, taken in (columns[-1] if columns else {}).items() if taken > TOO_LONG
        }
        columns.append(asyncio.run(_taken(app, size, leaving_out=slow)))
    print("\nMilliseconds of the processor to make one page for the first time (multiple)")
    print(f"{'':22}" + "".join(f"{size:>20,}" for size in sizes))
    for kind in columns[0]:
        cells = "".join(_cell(column.get(kind), columns[0][kind]) for column in columns)
        print(f"{kind:22}{cells}")


async def _taken(app: Starlette, size: int, *, leaving_out: set[str]) -> dict[str, float]:
    """The seconds of each kind of page: the middle one of some."""
    for address in BEFORE:
        with suppress(UnknownName):  # a small catalogue has no second page of a list
            await visit(app, address)
    taken: dict[str, float] = {}
    for kind, addresses in kinds(size).items():
        times = []
        for address in addresses if kind not in leaving_out else ():
            began = time.process_time()
            await visit(app, address)
            times.append(time.process_time() - began)
            if times[-1] > TOO_LONG:
                break
        if times:
            taken[kind] = median(times)
            print(f"  {kind}: {taken[kind] * 1_000:.1f} ms", flush=True)
    return taken


def _cell(seconds: float | None, reference: float) -> str:
    if seconds is None:
        return f"{'too long':>20}"
    return f"{seconds * 1_000:>12.1f}{f'({seconds / reference:.1f})':>8}"
