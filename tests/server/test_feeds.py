"""What readers of feeds are told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from adrgraph.server.app import create_app
from adrgraph.server.feeds import MOST, entries
from tests.asgi import Client

if TYPE_CHECKING:
    from adrgraph.store import Store

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


def faults(feed: ET.Element) -> list[str]:
    """What of RFC 4287 a feed breaks: elements that it must have once, dates, ids, links."""
    found = []
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            values = element.findall(f"{ATOM}{name}")
            if len(values) != 1 or not (values[0].text or "").strip():
                found.append(f"{element.tag} has not one {name}")
        if not MOMENT.fullmatch(element.findtext(f"{ATOM}updated") or ""):
            found.append(f"{element.tag} has no moment")
        links = element.findall(f"{ATOM}link")
        if not any(link.get("rel") == "alternate" for link in links):
            found.append(f"{element.tag} has no page")
        if not all(link.get("href", "").startswith("http") for link in links):
            found.append(f"{element.tag} has a link without a host")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    if len(set(ids)) != len(ids):
        found.append("two entries have one id")
    if feed.find(f"{ATOM}author/{ATOM}name") is None:
        found.append("nobody is the author")
    return found


def test_feed(real_site: Client) -> None:
    """The feed of the real graph is valid Atom: events and documents, the latest first."""
    answer = real_site.get("/feed.atom")
    feed = ET.fromstring(answer.text)  # noqa: S314 — our own
    told = feed.findall(f"{ATOM}entry")
    days = [entry.findtext(f"{ATOM}updated") or "" for entry in told]
    iris = [entry.findtext(f"{ATOM}id") or "" for entry in told]

    assert answer.headers["content-type"].partition(";")[0] == "application/atom+xml"
    assert feed.tag == f"{ATOM}feed"
    assert faults(feed) == []
    assert days == sorted(days, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == days[0]
    assert 30 < len(told) <= MOST
    assert "https://w3id.org/adrgraph/event/2024-08-05-echild-release" in iris
    assert any("/source/" in iri for iri in iris)


def test_pages_lead_to_it(client: Client) -> None:
    """Every page says where the feed is, and what its picture is."""
    page = client.get("/about", headers={"Accept": "text/html"}).text
    icon = client.get("/favicon.svg")

    assert '<link rel="alternate" type="application/atom+xml" href="/feed.atom"' in page
    assert icon.headers["content-type"] == "image/svg+xml"
    assert icon.text.startswith("<svg")


def test_empty(store: Store) -> None:
    """A feed of a graph without events is valid too."""
    feed = ET.fromstring(Client(create_app(store)).get("/feed.atom").text)  # noqa: S314 — our own

    assert faults(feed) == []
    assert feed.findall(f"{ATOM}entry") == []


def test_once_by_the_latest() -> None:
    """A thing with two dates is told once, and what XML cannot write is left out."""
    row = {"thing": "https://w3id.org/adrgraph/event/a", "title": "A\x0b & B", "date": "2024-05"}
    told = list(entries([row, row | {"date": "2023"}, row | {"thing": "b", "date": "later"}]))

    assert [(each.title, each.updated) for each in told] == [("A & B", "2024-05-01T00:00:00Z")]
    assert told[0].summary == "May 2024."
