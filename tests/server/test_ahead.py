"""Pages that are made before anybody asks, and a server that is ready when they are."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import httpx
import pyoxigraph as ox

from adrgraph.server.ahead import ROOM, TOGETHER, addresses, make_ahead
from adrgraph.server.app import create_app
from adrgraph.server.operation import editions
from adrgraph.server.operation.editions import Edition
from adrgraph.server.operation.front import Front
from adrgraph.server.pages import front as front_page
from adrgraph.server.pages.library import Library
from adrgraph.server.shelf import Shelf
from adrgraph.store import Store, load, open_store
from tests.asgi import Client

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest
    from starlette.applications import Starlette

    from adrgraph.server.pages.library import Line

BROWSER = {"Accept": "text/html"}
CALLED = """
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
<https://w3id.org/adrgraph/dataset/leo> a dcat:Dataset ; rdfs:label "NAME"@en .
"""


def called(name: str) -> Store:
    """One dataset with a name."""
    return load(ox.parse(CALLED.replace("NAME", name), format=ox.RdfFormat.TURTLE))


def dataset_called(number: int) -> Iterable[ox.Quad]:
    """One of many datasets."""
    text = CALLED.replace("NAME", f"Dataset {number}").replace("leo", f"d{number}")
    return ox.parse(text, format=ox.RdfFormat.TURTLE)


def made(app: Starlette) -> Starlette:
    """The same, with its pages made."""
    asyncio.run(make_ahead(app))
    return app


def test_first_visits_find_pages_made() -> None:
    """Whoever visits a page first gets what would have been made for them, and nothing is made."""
    app, other = made(create_app(called("LEO"))), create_app(called("LEO"))
    room = app.state.shelf.room
    visited = list(addresses(app))
    for address in visited:
        answer = Client(app).get(address, headers=BROWSER)
        assert answer.status_code == 200
        assert answer.text == Client(other).get(address, headers=BROWSER).text

    assert {"/", "/datasets", "/link?dataset=leo", "/dataset/leo"} <= set(visited)
    assert app.state.shelf.room == room < other.state.shelf.room + room


def test_no_more_than_there_is_room_for() -> None:
    """What is made last takes no place of what was made first."""
    app = create_app(called("LEO"))
    app.state.shelf = Shelf(app.state.store, budget=ROOM + 1)
    made(app)
    room = app.state.shelf.room
    Client(app).get("/", headers=BROWSER)

    assert 0 < room < ROOM
    assert app.state.shelf.room == room
    assert Client(app).get("/dataset/leo", headers=BROWSER).status_code == 200
    assert app.state.shelf.room < room


def test_a_few_datasets_are_asked_about_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many datasets there are, one query is about a few of them."""
    asked: list[int] = []

    def steps_from(_: Library, datasets: Iterable[str]) -> dict[str, list[Line]]:
        asked.append(len(list(datasets)))
        return {}

    monkeypatch.setattr(Library, "steps_from", steps_from)
    made(create_app(load(dataset for number in range(45) for dataset in dataset_called(number))))

    assert asked[:3] == [TOGETHER, TOGETHER, 45 - 2 * TOGETHER]
    assert max(asked) == TOGETHER


def test_nothing_of_a_store_elsewhere() -> None:
    """A store that may change is not asked for pages that nobody wants."""
    made(create_app(open_store("http://127.0.0.1:9/sparql")))


def test_a_page_that_fails(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A fault of one page is logged, and the others are made."""
    monkeypatch.setattr(front_page, "_about", lambda _: dict[str, bytes]()[""])
    with caplog.at_level(logging.ERROR):
        app = made(create_app(called("LEO")))
    room = app.state.shelf.room

    assert [record.args[0] for record in caplog.records] == ["/about"]  # type: ignore[index]
    assert Client(app).get("/dataset/leo", headers=BROWSER).status_code == 200
    assert app.state.shelf.room == room


def test_ready_when_pages_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server is ready, and a new build is served, when the pages are made; it answers before."""

    async def seen() -> list[object]:
        making = asyncio.Event()

        async def slowly(app: Starlette) -> None:
            await making.wait()
            await make_ahead(app)

        monkeypatch.setattr(editions, "make_ahead", slowly)
        first = Edition(create_app(called("LEO")))
        front = Front(first)
        transport = httpx.ASGITransport(front)
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:

            async def status(path: str) -> int:
                return (await client.get(path, headers=BROWSER)).status_code

            async def is_called() -> bool:
                return "Renamed" in (await client.get("/dataset/leo", headers=BROWSER)).text

            await front.begin()
            before = [await status("/readyz"), await status("/dataset/leo"), await is_called()]
            making.set()
            await first.prepared()
            between = await status("/readyz")
            making.clear()
            swapping = asyncio.create_task(front.swap(Edition(create_app(called("Renamed")))))
            await asyncio.sleep(0.05)
            during = [swapping.done(), await status("/readyz"), await is_called()]
            making.set()
            await swapping
            after = [await status("/readyz"), await is_called()]
            await front.end()
        return [*before, between, *during, *after]

    assert asyncio.run(seen()) == [503, 200, False, 200, False, 200, False, 200, True]


def test_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that take too long to make keep nobody from being served."""

    async def seen() -> bool:
        async def never(_: Starlette) -> None:
            await asyncio.Event().wait()

        monkeypatch.setattr(editions, "make_ahead", never)
        monkeypatch.setattr(editions, "PATIENCE", 0.01)
        edition = Edition(create_app(called("LEO")))
        await edition.begin()
        early = edition.is_prepared
        await edition.prepared()
        await asyncio.sleep(0.02)
        late = edition.is_prepared
        await edition.end()
        return late and not early

    assert asyncio.run(seen())
