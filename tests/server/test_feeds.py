"""What readers of feeds are told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from adrgraph.history import History, Noted
from adrgraph.iris import BASE
from adrgraph.server.app import create_app
from adrgraph.server.feeds import MOST, entries
from tests.asgi import Client

if TYPE_CHECKING:
    import httpx

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
        is_told = element.find(f"{ATOM}content") is not None  # §4.1.2
        if not is_told and not any(link.get("rel") == "alternate" for link in links):
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
    icons = [client.get(f"/favicon.{suffix}") for suffix in ("svg", "ico")]

    assert '<link rel="alternate" type="application/atom+xml" href="/feed.atom"' in page
    assert {icon.headers["content-type"] for icon in icons} == {"image/svg+xml"}
    assert all(icon.text.startswith("<svg") for icon in icons)


def test_empty(store: Store) -> None:
    """A feed of a graph without events is valid too."""
    feed = ET.fromstring(Client(create_app(store)).get("/feed.atom").text)  # noqa: S314 — our own

    assert faults(feed) == []
    assert feed.findall(f"{ATOM}entry") == []


def test_once_by_the_latest() -> None:
    """A thing with two dates is told once."""
    row = {"thing": "https://w3id.org/adrgraph/event/a", "title": "A & B", "date": "2024-05"}
    found = list(entries([row, row | {"date": "2023"}, row | {"thing": "b", "date": "later"}]))

    assert [(each.title, each.updated) for each in found] == [("A & B", "2024-05-01T00:00:00Z")]
    assert found[0].summary == "May 2024."


def changed(*resources: str, words: str = "title: “A” is now “B”") -> History:
    """A history in which things changed, one a minute, the latest first."""
    return History(
        "2026-01-01T00:00:00Z",
        tuple(
            Noted(
                f"urn:uuid:{number}",
                f"2026-02-01T00:{59 - number:02}:00Z",
                BASE + resource,
                f"Thing {number}",
                "removed" if resource.endswith("gone") else "changed",
                (("Changed in a leaflet", (words,)),),
            )
            for number, resource in enumerate(resources)
        ),
    )


def told(answer: httpx.Response) -> ET.Element:
    """A feed, which has to be a valid one."""
    feed = ET.fromstring(answer.text)  # noqa: S314 — our own
    assert faults(feed) == []
    return feed


def test_changes(store: Store) -> None:
    """Each change is an entry with its words and its page; what has gone has none."""
    words = "title: “<script>alert(1)</script>” is now “&\x0b”"
    app = create_app(store, history=changed("dataset/leo", "dataset/gone", words=words))
    entries = told(Client(app).get("/feed.atom")).findall(f"{ATOM}entry")
    text = " ".join("".join(entries[0].itertext()).split())
    pages = [[link.get("href") for link in entry.findall(f"{ATOM}link")] for entry in entries]

    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [
        "Thing 0 was changed",
        "Thing 1 was removed",
    ]
    assert "Changed in a leaflet: title: “<script>alert(1)</script>” is now “&”" in text
    assert pages == [["http://testserver/dataset/leo"], []]


def test_of_one(store: Store) -> None:
    """A thing has a feed of its own, which its page names and shows; others are not in it."""
    client = Client(
        create_app(store, history=changed("dataset/leo", "dataset/npd", "dataset/gone"))
    )
    page = client.get("/dataset/leo", headers={"Accept": "text/html"}).text
    leo = told(client.get("/feed.atom?of=dataset/leo"))
    gone = told(client.get("/feed.atom?of=dataset/gone"))

    assert 'type="application/atom+xml" href="/feed.atom?of=dataset/leo"' in page
    assert "Changed on 1 February 2026" in page
    assert "title: “A” is now “B”" in page
    for feed, ids in ((leo, ["urn:uuid:0"]), (gone, ["urn:uuid:2"])):
        assert [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")] == ids
    assert leo.findtext(f"{ATOM}id") != gone.findtext(f"{ATOM}id")
    for other in ("dataset/never", "dataset/a b", "%3Cscript%3E"):
        assert client.get(f"/feed.atom?of={other}").status_code == 404


def test_no_change(store: Store) -> None:
    """A page says since when nothing has changed; where nothing is noted, it is silent on it."""
    silent = Client(create_app(store))
    quiet = Client(create_app(store, history=changed("dataset/npd")))
    html = {"Accept": "text/html"}
    feed = told(quiet.get("/feed.atom?of=dataset/leo"))

    assert "Nothing since 1 January 2026" in quiet.get("/dataset/leo", headers=html).text
    assert "What changed here" not in silent.get("/dataset/leo", headers=html).text
    assert feed.findall(f"{ATOM}entry") == []


def test_bounded(store: Store) -> None:
    """A feed tells the latest changes, no more than readers take in."""
    history = changed(*["dataset/leo"] * 30)
    many = History(history.since, history.changes * 10)
    found = Client(create_app(store, history=many)).get("/feed.atom").text

    assert found.count("<entry>") == MOST
