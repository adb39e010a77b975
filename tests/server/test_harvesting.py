"""The catalogue as harvesters read it: Hydra's pages, what has changed, what words find."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest

from adrgraph.exports import export
from adrgraph.history import History, Noted
from adrgraph.iris import BASE, CATALOG, PREFIXES
from adrgraph.server import harvesting
from adrgraph.server.app import create_app
from adrgraph.server.profiles import DCAT, EXPORTED
from tests.asgi import Client

if TYPE_CHECKING:
    from collections.abc import Iterable

    import httpx

    from adrgraph.catalogue import Catalogue
    from adrgraph.server.profiles import Profile

Said = tuple[str, str, str]

TYPE = PREFIXES["rdf"] + "type"
HYDRA = PREFIXES["hydra"]
VIEW = f"{HYDRA}PartialCollectionView"


def spelled(triples: Iterable[ox.Triple]) -> set[Said]:
    """Statements as texts, IRIs without brackets."""
    return {
        (str(t.subject)[1:-1], t.predicate.value, re.sub("^<(.*)>$", r"\1", str(t.object)))
        for t in triples
    }


def stated(answer: httpx.Response) -> set[Said]:
    """What an answer states."""
    assert answer.status_code == 200, answer.text
    quads = ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)
    return spelled(quad.triple for quad in quads)


def is_hydra(said: Said) -> bool:
    """Whether a statement is about the pages, and not about datasets."""
    return any(HYDRA in part for part in said)


def view_of(page: set[Said]) -> str:
    """The address that a page is said to have."""
    (view,) = {s for s, p, o in page if (p, o) == (TYPE, VIEW)}
    return view


def total_of(page: set[Said]) -> int:
    """How many datasets there are said to be."""
    (total,) = {o for _, p, o in page if p == f"{HYDRA}totalItems"}
    return int(total.split('"')[1])


def paged(client: Client, address: str) -> list[set[Said]]:
    """The pages that a harvester reads, which follows what is next of the view of a page."""
    pages = []
    while address:
        page = stated(client.get(address))
        pages.append(page)
        following = [o for s, p, o in page if (s, p) == (view_of(page), f"{HYDRA}next")]
        address = following[0] if following else ""
    return pages


def listed(said: set[Said]) -> list[str]:
    """The slugs of what is described as a dataset or a series."""
    kinds = {f"{PREFIXES['dcat']}{name}" for name in ("Dataset", "DatasetSeries")}
    found = {s for s, p, o in said if p == TYPE and o in kinds}
    return sorted(iri.removeprefix(f"{BASE}dataset/") for iri in found)


@pytest.mark.parametrize("profile", EXPORTED, ids=lambda profile: profile.token)
def test_pages(
    real: Catalogue, real_site: Client, profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A harvester that follows the pages reads the whole export, and no dataset twice."""
    monkeypatch.setattr(harvesting, "PAGE", 40)
    pages = paged(real_site, f"/catalog.nt?page=1&_profile={profile.token}")
    whole = spelled(export(real.store, profile.export, layout=real.layout).triples)

    assert len(pages) > 2
    assert {said for page in pages for said in page if not is_hydra(said)} == whole
    names = [
        s
        for page in pages
        for s, p, o in page
        if p == TYPE and o.endswith(("dcat#Dataset", "org/Dataset"))
    ]
    assert len(names) == len(set(names))


def test_view(real_site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page tells those around it and how many datasets there are, in RDF and in the header."""
    monkeypatch.setattr(harvesting, "PAGE", 40)
    answer = real_site.get("/catalog.nt?page=2&_profile=dcat3")
    said = stated(answer)
    view = view_of(said)
    around = {p.removeprefix(HYDRA): o for s, p, o in said if s == view and p.startswith(HYDRA)}
    everything = [name for page in paged(real_site, around["first"]) for name in listed(page)]

    assert view == "http://testserver/catalog.nt?_profile=dcat3&page=2"
    assert around["previous"] == around["first"] == view.replace("page=2", "page=1")
    assert around["next"] == view.replace("page=2", "page=3")
    assert total_of(said) == len(everything)
    assert {name: link["url"] for name, link in answer.links.items() if name != "profile"} == {
        "prev" if name == "previous" else name: address for name, address in around.items()
    }


@pytest.mark.parametrize(
    ("suffix", "led_to"),
    [("ttl", "ttl"), ("rdf", "rdf"), ("xml", "rdf"), ("jsonld", "jsonld")],
)
def test_formats(real_site: Client, suffix: str, led_to: str) -> None:
    """Pages are in every format that harvesters ask for, and lead to pages in the same."""
    answer = real_site.get(f"/catalog.{suffix}?page=2")

    assert answer.status_code == 200
    assert urlsplit(answer.links["first"]["url"]).path == f"/catalog.{led_to}"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("page=0", 422),
        ("page=-1", 422),
        ("page=%D9%A1", 422),
        ("page=1000", 404),
        ("modified_since=yesterday", 422),
        (f"q={'x' * 201}", 422),
    ],
)
def test_refused(real_site: Client, asked: str, status: int) -> None:
    """A page or a time that is none is refused, and told apart from a page that is not there."""
    assert real_site.get(f"/catalog.ttl?{asked}").status_code == status


def changing(real: Catalogue) -> Client:
    """A client of the real graph, in which two things have changed."""
    times = {"dataset/leo": "2026-03-01T00:00:00Z", "organisation/moj": "2026-02-01T12:00:00Z"}
    changes = tuple(
        Noted(f"urn:{name}", noted, f"{BASE}{name}", name, "changed", ())
        for name, noted in times.items()
    )
    history = History("2026-01-01T00:00:00Z", changes)
    return Client(create_app(real.store, layout=real.layout, history=history))


def test_modified_since(real: Catalogue) -> None:
    """What has changed since is given, with what tells of a thing that has; else everything."""
    client = changing(real)

    def since(time: str) -> list[str]:
        return listed(
            stated(client.get("/catalog.nt", params={"modified_since": time, "_profile": "dcat3"}))
        )

    assert since("2026-02-15") == since("2026-02-28T23:00:00-01:00") == ["leo"]
    assert since("2026-03-02") == []
    assert "leo" in since("2026-02-01")
    assert len(since("2026-02-01")) > 1
    assert len(since("2025-12-31")) > len(since("2026-02-01"))


def test_words(real_site: Client) -> None:
    """What words find is given, and counted, page by page as well."""
    said = stated(real_site.get(f"/catalog.nt?q=prisoner&page=1&_profile={DCAT.token}"))
    listing = {o for s, _, o in said if s == CATALOG}

    assert "df-prisoner" in listed(said)
    assert total_of(said) == len(listed(said)) < harvesting.PAGE
    assert {f"{BASE}dataset/{name}" for name in listed(said)} <= listing
    assert listed(stated(real_site.get("/catalog.nt?q=zzzzqqq&_profile=dcat3"))) == []
