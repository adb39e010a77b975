"""Pictures of their own: as SVG and PNG, with parameters, within limits."""

from __future__ import annotations

import asyncio
import re
import time
from datetime import UTC, datetime
from functools import partial
from importlib.resources import files
from threading import Thread
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import httpx
import pytest
import resvg_py

from adrgraph.errors import LimitExceeded, Overloaded
from adrgraph.pictures import press, raster
from adrgraph.server import prints
from adrgraph.server.app import create_app
from adrgraph.server.caching import Revision
from adrgraph.server.prints import Prints
from tests.asgi import Client

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from adrgraph.catalogue import Catalogue

BROWSER = {"Accept": "text/html"}
STUDY = "theme=education&nation=england&from=2012&to=2018"
OWN = ("linkages?dataset=leo", "path?dataset=npd&with=df-civil", f"gaps?{STUDY}")
SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30">'
    '<rect width="9" height="9"/></svg>'
)


def size(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


@pytest.mark.parametrize("picture", OWN)
def test_own_address(real_site: Client, picture: str) -> None:
    """A picture of some things has a page with a table, is SVG, and PNG of twice the size."""
    name, _, query = picture.partition("?")
    page = real_site.get(f"/pictures/{picture}", headers=BROWSER)
    svg = real_site.get(f"/pictures/{name}.svg?{query}")
    png = real_site.get(f"/pictures/{name}.png?{query}")
    root = ET.fromstring(svg.text)  # noqa: S314 — we wrote it

    assert page.text.count("<tr>") > 3
    assert f'href="/pictures/{name}.png?{query}"'.replace("&", "&amp;") in page.text
    assert svg.headers["content-type"] == "image/svg+xml"
    assert png.headers["content-type"] == "image/png"
    width, height = (float(root.get(side, "")) for side in ("width", "height"))
    assert size(png.content) == pytest.approx((2 * width, 2 * height), abs=1)


@pytest.mark.parametrize(
    ("page", "picture"),
    [
        ("dataset/leo", "linkages.png?dataset=leo"),
        ("link?dataset=npd&with=df-civil", "path.png?dataset=npd&amp;with=df-civil"),
        (f"study?{STUDY}", f"gaps.png?{STUDY}".replace("&", "&amp;")),
        ("pictures/where", "where.png"),
        ("pictures/timeline?group=environment", "timeline.png?group=environment"),
    ],
)
def test_downloads(real_site: Client, page: str, picture: str) -> None:
    """Each page that shows a picture leads to it as SVG, as PNG and as a table, in both forms."""
    text = real_site.get(f"/{page}", headers=BROWSER).text

    assert f'href="/pictures/{picture}" download="' in text
    assert f'href="/pictures/{picture.replace(".png", ".svg")}" download="' in text
    assert len(re.findall(r'<svg [^>]*class="picture \w+ (?:wide|narrow)"', text)) == 2


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("linkages.png?dataset=none", "none"),
        ("linkages?dataset=", "dataset=leo"),
        ("path.svg?dataset=npd", "with=leo"),
        ("path?dataset=npd&with=npd", "Both are the same"),
        ("gaps.png?theme=education", "the first and the last year"),
    ],
)
def test_what_is_missing(real_site: Client, address: str, told: str) -> None:
    """A picture that cannot be drawn of what was asked for says what to give."""
    answer = real_site.get(f"/pictures/{address}")

    assert answer.status_code == 422
    assert told in answer.json()["detail"]


def test_forms(real_site: Client) -> None:
    """A file is narrow, or in dark colours, where its address says so."""
    path = "/pictures/linkages"
    wide, narrow = (real_site.get(f"{path}.svg?dataset=leo{form}") for form in ("", "&form=narrow"))
    light, dark = (real_site.get(f"{path}.png?dataset=leo{form}") for form in ("", "&scheme=dark"))

    assert 'class="picture focus wide"' in wide.text
    assert 'class="picture focus narrow"' in narrow.text
    assert light.content != dark.content


def test_validators(real: Catalogue) -> None:
    """Of one build, a picture carries validators as all else does: who has it is told so."""
    revision = Revision("one", datetime(2025, 1, 1, tzinfo=UTC))
    site = Client(create_app(real.store, layout=real.layout, revision=revision))
    first = site.get("/pictures/linkages.png?dataset=leo")
    again = site.get(
        "/pictures/linkages.png?dataset=leo", headers={"If-None-Match": first.headers["etag"]}
    )

    assert first.headers["cache-control"] == "public, max-age=300"
    assert again.status_code == 304


def test_others_are_answered(real_app: Starlette) -> None:
    """While a PNG is made, the server goes on answering."""

    async def gaps() -> tuple[float, float]:
        transport = httpx.ASGITransport(real_app)
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            began = time.monotonic()
            making = asyncio.create_task(client.get("/pictures/timeline.png?group=environment"))
            worst, last = 0.0, time.monotonic()
            while not making.done():
                await asyncio.sleep(0.005)
                worst, last = max(worst, time.monotonic() - last), time.monotonic()
            assert (await making).status_code == 200
            return worst, last - began

    worst, whole = asyncio.run(gaps())

    assert worst < whole / 2


def test_time_is_bounded(monkeypatch: pytest.MonkeyPatch, real: Catalogue) -> None:
    """A PNG that is not done in time is given up, and what makes it is ended."""
    monkeypatch.setattr(prints, "SECONDS", 0.001)
    with pytest.raises(LimitExceeded, match="as SVG"):
        Prints(real.store).png(SQUARE, zoom=1)


def test_memory_is_bounded() -> None:
    """A PNG that takes too much memory is refused."""
    with pytest.raises(LimitExceeded, match="as SVG"):
        raster.apart(SQUARE, zoom=2_000, seconds=30)


def test_places_are_bounded(monkeypatch: pytest.MonkeyPatch, real: Catalogue) -> None:
    """More than may wait are sent away, and let in once there is room; what is kept is given."""

    def slowly(*_: object, **__: object) -> bytes:
        time.sleep(0.5)
        return b"drawn"

    monkeypatch.setattr(prints, "apart", slowly)
    busy = Prints(real.store)
    busy.png(SQUARE, zoom=1)
    told: list[bytes] = []

    def ask(number: int) -> None:
        try:
            told.append(busy.png(SQUARE.replace("9", str(number)), zoom=1))
        except Overloaded as error:
            told.append(str(error.retry_after).encode())

    threads = [Thread(target=ask, args=(number,)) for number in range(100, 112)]
    for thread in threads:
        thread.start()
    kept = busy.png(SQUARE, zoom=1)
    for thread in threads:
        thread.join()

    assert sorted(told) == [b"5"] * 2 + [b"drawn"] * 10
    assert kept == b"drawn"
    assert busy.png(SQUARE.replace("9", "200"), zoom=1) == b"drawn"


@pytest.mark.parametrize("words", ["W", "Łódź", "تعداد"])
def test_face(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """Text is drawn in a face that comes with the package, whatever the system has installed."""
    alone = partial(resvg_py.svg_to_bytes, skip_system_fonts=True)
    monkeypatch.setattr(resvg_py, "svg_to_bytes", alone)
    text = f'<text y="20" font-family="{raster.FACE}">{words}</text>'
    fonts = str(files("adrgraph.pictures") / "fonts")
    written = press.pressed(SQUARE.replace("<rect", f"{text}<rect"), zoom=1, fonts=fonts)

    assert written != press.pressed(SQUARE, zoom=1, fonts=fonts)
