"""Long lists, a page at a time: nothing twice, nothing lost, and an end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adrgraph.errors import UnknownName
from adrgraph.server.app import create_app
from adrgraph.server.pages import front, pictured
from adrgraph.server.pages.leaves import Leaf
from adrgraph.server.pages.sections import Entry, Group, cut
from tests.asgi import Client

if TYPE_CHECKING:
    from adrgraph.catalogue import Catalogue

BROWSER = {"Accept": "text/html"}
_ENTRY = re.compile(r'<li><a href="(/[a-z-]+/[^"]+)" dir="auto">')
_ROW = re.compile("<tr><td>.*</tr>")


def followed(site: Client, path: str, relation: str = "next") -> list[str]:
    """A page and those to which its links lead, one after the other."""
    found = []
    while path:
        found.append(site.get(path, headers=BROWSER).text)
        link = re.search(rf'<link rel="{relation}" href="([^"]+)">', found[-1])
        path = link[1].replace("&amp;", "&") if link else ""
    return found


def leaf(page: int, *, of: int, size: int) -> Leaf:
    """A page of a list that is nowhere."""
    return Leaf(page, of, size, at=str)


@given(sizes=st.lists(st.integers(0, 9), max_size=6), size=st.integers(1, 12))
def test_every_entry_once(sizes: list[int], size: int) -> None:
    """The pages of some groups hold all their entries in order, each under its own heading."""
    groups = [
        Group(f"{number}", tuple(Entry(f"{number}.{each}") for each in range(many)))
        for number, many in enumerate(sizes)
    ]
    total, last = sum(sizes), leaf(1, of=sum(sizes), size=size).last
    pages = [cut(groups, leaf(page, of=total, size=size)) for page in range(1, last + 1)]
    shown = [(group.title, entry) for page in pages for group in page for entry in group.entries]

    assert shown == [(group.title, entry) for group in groups for entry in group.entries]
    assert all(sum(len(group.entries) for group in page) <= size for page in pages)
    assert all(pages) or not total
    with pytest.raises(UnknownName):
        leaf(last + 1, of=total, size=size)


@pytest.mark.parametrize("name", ["linkages", "organisations", "sources"])
def test_lists_in_parts(real: Catalogue, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A list that is cut leads forth and back through the same things as the whole one."""
    whole = _ENTRY.findall(Client(create_app(real.store)).get(f"/{name}", headers=BROWSER).text)
    monkeypatch.setattr(front, "AT_ONCE", 20)
    site = Client(create_app(real.store))
    forth = followed(site, f"/{name}")
    back = followed(site, f"/{name}?page={len(forth)}", "prev")

    assert [entry for page in forth for entry in _ENTRY.findall(page)] == whole
    assert back == forth[::-1]
    assert len(forth) == -(-len(whole) // 20) > 1
    assert f"21 to {min(40, len(whole))} shown" in forth[1]
    assert site.get(f"/{name}?page={len(forth) + 1}", headers=BROWSER).status_code == 404


def test_tables_in_parts(real: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table of a picture that is cut has the same rows in the same order, and an end."""
    address = "/pictures/where?group=theme"
    whole = _ROW.findall(Client(create_app(real.store)).get(address, headers=BROWSER).text)
    monkeypatch.setattr(pictured, "ROWS", 50)
    site = Client(create_app(real.store))
    pages = followed(site, address)

    assert [row for page in pages for row in _ROW.findall(page)] == whole
    assert len(pages) == -(-len(whole) // 50) > 1
    assert site.get(f"/pictures/where?page={len(pages) + 1}", headers=BROWSER).status_code == 404
