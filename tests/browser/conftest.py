"""A real server of the real graph, and the pages that its links lead to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx
import pytest

from adrgraph.layout import find_layout
from tests.service import service

if TYPE_CHECKING:
    from collections.abc import Iterator


SAMPLES = 1
"""Pages of each kind that are opened."""

MOST = 1_500
"""Links that are followed from the front page."""

_LINK = re.compile(rb'<a\b[^>]*\shref="([^"]*)"')


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the real graph is served."""
    cache = str(tmp_path_factory.mktemp("cache"))
    with service(find_layout(), cache=cache) as started:
        yield started.address


@pytest.fixture(scope="session")
def links(address: str) -> dict[str, int]:
    """Every page that links lead to from the front page, a few clicks deep, with its status."""
    return crawled(address, most=MOST)


@pytest.fixture(scope="session")
def pages(links: dict[str, int]) -> list[str]:
    """A few pages of each kind."""
    return sampled(links)


def crawled(address: str, *, most: int) -> dict[str, int]:
    """The pages that links lead to from the front page, so many of them, with their status."""
    found: dict[str, int] = {}
    queue, seen = [address], {address}
    with httpx.Client(headers={"Accept": "text/html"}, timeout=30) as client:
        while queue and len(found) < most:
            page = queue.pop(0)
            answer = client.get(page)
            found[page] = answer.status_code
            if not answer.headers["content-type"].startswith("text/html"):
                continue
            for href in _LINK.findall(answer.content):
                link = urldefrag(urljoin(page, href.decode().replace("&amp;", "&"))).url
                if link.startswith(address) and link not in seen and len(seen) < most:
                    seen.add(link)
                    queue.append(link)
    return found


def sampled(links: dict[str, int]) -> list[str]:
    """A few pages of each kind: of each first part of a path, with a query and without."""
    kinds: dict[tuple[str, ...], list[str]] = {}
    for link in links:
        parts = urlsplit(link)
        kind = parts.path.strip("/").partition("/")
        is_page = "." not in parts.path.rpartition("/")[2] or parts.path.endswith(".html")
        is_download = "format=" in parts.query
        if is_page and not is_download and not parts.path.startswith("/static/"):
            key = (kind[0], kind[1], str(bool(parts.query)))
            kinds.setdefault(key, []).append(link)
    return [link for found in kinds.values() for link in sorted(found)[:SAMPLES]]
