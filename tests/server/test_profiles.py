"""Profiles: DCAT, DCAT-AP and schema.org of one dataset and of the catalogue, and all forms."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import adrgraph
from adrgraph.errors import UnknownFormat
from adrgraph.exports import export
from adrgraph.formats import find_format, holding
from adrgraph.iris import BASE, PREFIXES
from adrgraph.layout import find_layout
from adrgraph.server.app import create_app
from adrgraph.server.profiles import ALTERNATES, DCAT, EXPORTED, SCHEMA_ORG, STATEMENTS, wanted
from adrgraph.store import Store, load
from tests.asgi import Client

if TYPE_CHECKING:
    import httpx

    from adrgraph.server.profiles import Profile

LEO = "/dataset/leo"
TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
OFFERED = (STATEMENTS, *EXPORTED, ALTERNATES)


@pytest.fixture(scope="module")
def real() -> Store:
    """The real graph."""
    return load(adrgraph.load().store.dump())


@pytest.fixture(scope="module")
def site(real: Store) -> Client:
    """A client of the real graph."""
    return Client(create_app(real))


def stated(answer: httpx.Response) -> set[ox.Triple]:
    """What an answer states."""
    format = find_format(answer.headers["content-type"], "graph")
    return {quad.triple for quad in ox.parse(answer.content, format=format.rdf)}


def records(triples: set[ox.Triple]) -> set[str]:
    """What is listed as a dataset, a series or a catalogue."""
    ends = ("#Dataset", "#DatasetSeries", "#Catalog", "org/Dataset", "org/DataCatalog")
    return {
        str(t.subject) for t in triples if t.predicate == TYPE and str(t.object)[:-1].endswith(ends)
    }


@pytest.mark.parametrize("profile", EXPORTED, ids=lambda profile: profile.token)
def test_one_dataset(site: Client, real: Store, profile: Profile) -> None:
    """A dataset in a profile is the part of the whole export that is about it, and no other's."""
    answer = site.get(f"{LEO}.nt", params={"_profile": profile.token})
    whole = set(export(real, profile.export, layout=find_layout()).triples)
    node = ox.NamedNode(f"{BASE}dataset/leo")

    assert stated(answer) <= whole
    assert {t for t in whole if t.subject == node} <= stated(answer)
    assert records(stated(answer)) == {f"<{BASE}dataset/leo>"}
    assert answer.headers["content-profile"] == f"<{profile.iri}>"
    assert f'<{profile.iri}>; rel="profile"' in answer.headers["link"]


@pytest.mark.parametrize("profile", EXPORTED, ids=lambda profile: profile.token)
def test_catalogue(site: Client, real: Store, profile: Profile) -> None:
    """The catalogue in a profile is the whole export."""
    answer = site.get("/catalog.nt", params={"_profile": profile.token})

    assert stated(answer) == set(export(real, profile.export, layout=find_layout()).triples)


def test_every_dataset(site: Client, real: Store) -> None:
    """Each dataset and series that the catalogue lists has each profile, alone."""
    whole = export(real, "dcat", layout=find_layout()).triples
    listed = {str(t.object) for t in whole if str(t.predicate).endswith("dcat#dataset>")}

    assert len(listed) > 100
    for iri in listed:
        for profile in EXPORTED:
            path = f"/{iri[1:-1].removeprefix(BASE)}.nt?_profile={profile.token}"
            assert records(stated(site.get(path))) == {iri}


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("<http://www.w3.org/ns/dcat#>", "dcat3"),
        ("<http://data.europa.eu/r5r/>;q=0.4, <https://schema.org/>;q=0.7", "schemaorg"),
        ("<urn:x:other>, <http://www.w3.org/ns/dcat#>;q=0.1", "dcat3"),
        ("<http://www.w3.org/ns/dcat#>;q=0, *;q=0.1", "adrgraph"),
        ("*", "adrgraph"),
        ("", "adrgraph"),
    ],
)
def test_header(site: Client, header: str, token: str) -> None:
    """The profile is the one that the request likes best."""
    headers = {"Accept": "text/turtle", "Accept-Profile": header}
    answer = site.get(LEO, headers=headers)
    profile = next(each for each in OFFERED if each.token == token)

    assert answer.headers["content-profile"] == f"<{profile.iri}>"
    assert "Accept-Profile" in answer.headers["vary"]


def test_parameter_first(site: Client) -> None:
    """What the address says goes before what the header says; CKAN's name for it will do."""
    headers = {"Accept": "text/turtle", "Accept-Profile": f"<{DCAT.iri}>"}
    for parameters in ({"_profile": "schemaorg"}, {"profiles": "schemaorg"}):
        answer = site.get(LEO, params=parameters, headers=headers)

        assert answer.headers["content-profile"] == f"<{SCHEMA_ORG.iri}>"
        assert answer.headers["content-location"] == f"{LEO}.ttl?_profile=schemaorg"


@pytest.mark.parametrize(
    "asked",
    [
        {"params": {"_profile": "nonsense"}},
        {"headers": {"Accept-Profile": "<urn:x:nonsense>"}},
        {"headers": {"Accept-Profile": "<http://www.w3.org/ns/dcat#>;q=0"}},
    ],
)
def test_unknown(site: Client, asked: dict[str, dict[str, str]]) -> None:
    """A profile that there is not is refused with those that there are."""
    answer = site.get(LEO, **asked)

    assert answer.status_code == 406
    assert answer.json()["offered"] == [profile.iri for profile in OFFERED]


def test_not_of_this(site: Client) -> None:
    """What no catalogue lists has no profile of catalogues."""
    answer = site.get("/organisation/dfe-england", params={"_profile": "dcat3"})

    assert answer.status_code == 406
    assert answer.json()["offered"] == [STATEMENTS.iri, ALTERNATES.iri]


def test_no_page(site: Client) -> None:
    """An export has no page, and a request for one is told what there is."""
    answer = site.get(f"{LEO}.html", params={"_profile": "dcat3"})

    assert answer.status_code == 406
    assert answer.json()["offered"] == [format.media_type for format in holding("graph")]


def test_alternates(site: Client) -> None:
    """All forms are listed, as a page and as RDF, each at an address that has it."""
    page = site.get(LEO, params={"_profile": "alt"})
    listed = stated(site.get(f"{LEO}.nt", params={"_profile": "alt"}))
    told: dict[str, dict[str, str]] = {}
    for triple in listed:
        if isinstance(triple.subject, ox.NamedNode) and not triple.subject.value.startswith(BASE):
            name = triple.predicate.value.rpartition("/")[2]
            told.setdefault(triple.subject.value, {})[name] = str(triple.object).strip('<>"')

    assert len(told) == 7 * 2 + 6 * 3
    for address, said in told.items():
        answer = site.get(address)
        assert answer.headers["content-type"].partition(";")[0] == said["format"]
        assert answer.headers["content-profile"] == f"<{said['conformsTo']}>"
        assert f'href="{address.removeprefix("http://testserver")}"' in page.text


@given(header=st.text(max_size=60) | st.from_regex(r"(<[a-z:/#.]*>(;q=[0-9.]+)?,? ?)+"))
def test_total(header: str) -> None:
    """Whatever the header says, it is refused, or what is chosen is offered."""
    found: tuple[Profile, ...] = ()
    with suppress(UnknownFormat):
        found = wanted({}, header, OFFERED)

    assert set(found) <= set(OFFERED)
