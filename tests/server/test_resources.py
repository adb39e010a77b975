"""Every IRI of the graph at the server: negotiation, suffixes, hostile paths, real clients."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

import adrgraph
from adrgraph.formats import find_format, holding
from adrgraph.iris import BASE, CATALOG, KINDS, document
from adrgraph.server.app import create_app
from adrgraph.server.profiles import HTML
from adrgraph.store import Store, open_store
from tests.asgi import Client
from tests.loopback import served

if TYPE_CHECKING:
    from starlette.applications import Starlette

LEO = "/dataset/leo"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
SUFFIXES = ("ttl", "jsonld", "nt", "rdf", "trig", "html")


@pytest.fixture(scope="module")
def real() -> Store:
    """The real graph."""
    return adrgraph.load().store


@pytest.fixture(scope="module")
def app(real: Store) -> Starlette:
    """The real graph, served."""
    return create_app(real)


@pytest.fixture(scope="module")
def site(app: Starlette) -> Client:
    """A client of the real graph."""
    return Client(app)


@pytest.fixture(scope="module")
def quads(real: Store) -> list[ox.Quad]:
    """All statements of the real graph."""
    return list(real.dump())


def parsed(answer: httpx.Response) -> list[ox.Quad]:
    """The statements of an answer."""
    format = find_format(answer.headers["content-type"], "graph")
    return list(ox.parse(answer.content, format=format.rdf))


def described(quads: list[ox.Quad], *, apart: bool) -> dict[str, set[str]]:
    """Every IRI of ours that something is said of, by document; or only what is merged."""
    found: dict[str, set[str]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(BASE):
            whole = document(quad.subject.value)
            if apart or quad.graph_name in {ox.DefaultGraph(), ox.NamedNode(whole)}:
                found[whole].add(quad.subject.value)
    return found


async def fetched(app: Starlette, paths: list[str]) -> list[httpx.Response]:
    """The answers at many paths, one after the other."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        return [await client.get(path) for path in paths]


def path_of(iri: str) -> str:
    """Where an IRI is served."""
    return f"/{iri.removeprefix(BASE)}"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_iri(app: Starlette, quads: list[ox.Quad], suffix: str) -> None:
    """Every IRI that something is said of is described in its document, in every format.

    Formats that hold graphs have what nobody has confirmed as well. The catalogue is harvested in
    a profile of its own.
    """
    wanted = described(quads, apart=suffix == "trig")
    paths = [f"{path_of(iri)}.{suffix}?_profile=adrgraph" for iri in wanted]
    answers = asyncio.run(fetched(app, paths))

    for (iri, parts), answer in zip(wanted.items(), answers, strict=True):
        assert answer.status_code == 200, iri
        if suffix == HTML.suffix:
            assert f"<code>{iri}</code>" in answer.text
        else:
            assert parts <= {text(quad.subject) for quad in parsed(answer)}


def text(term: object) -> str:
    """An IRI without its brackets."""
    return str(term).strip("<>")


def test_merged(site: Client, quads: list[ox.Quad]) -> None:
    """What is said of a dataset is all that the default graph says of it and of its parts."""
    said = {str(t.triple) for t in parsed(site.get(f"{LEO}.nt"))}
    whole = [q for q in quads if isinstance(q.graph_name, ox.DefaultGraph)]
    own = {str(q.triple) for q in whole if document(text(q.subject)) == BASE + LEO[1:]}
    pointing = {
        str(q.triple)
        for q in whole
        if document(text(q.object)) == BASE + LEO[1:] and "#type" not in q.predicate.value
    }

    assert said == own | pointing
    assert len(own) > 100
    assert len(pointing) > 10


def test_sources(site: Client, quads: list[ox.Quad]) -> None:
    """With graphs, each statement stands in the graph of the source that says so."""
    said = parsed(site.get(f"{LEO}.trig"))
    own = {str(q) for q in quads if document(text(q.subject)) == BASE + LEO[1:]}

    assert {str(q) for q in said if document(text(q.subject)) == BASE + LEO[1:]} == own
    assert {"source/brochure-2022#longitudinal-education-outcomes", "source/adrgraph"} <= {
        text(q.graph_name).removeprefix(BASE) for q in said
    }


def test_formats_agree(site: Client) -> None:
    """Every format without graphs has the same statements."""
    paths = ("/dataset/leo", "/shape/dataset", "/ontology", "/scheme/theme")
    for path in paths:
        graphs = []
        for format in ("ttl", "jsonld", "nt", "rdf"):
            dataset = ox.Dataset(parsed(site.get(f"{path}.{format}")))
            dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
            graphs.append({str(quad) for quad in dataset})

        assert graphs[1:] == graphs[:1] * 3


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "text/html"),
        (BROWSER, "text/html"),
        ("", "text/html"),
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("application/rdf+xml;q=0.5, application/n-triples", "application/n-triples"),
        ("application/rdf+xml, text/html;q=0.5", "application/rdf+xml"),
        ("application/trig", "application/trig"),
        ("application/n-quads, image/png;q=0.1", "application/n-quads"),
    ],
)
def test_accept(site: Client, accept: str, media_type: str) -> None:
    """The form is the one that the request likes best; a page, unless it says so."""
    answer = site.get(LEO, headers={"Accept": accept})

    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert answer.headers["content-location"] == f"{LEO}.{find(media_type)}"
    assert "Accept" in answer.headers["vary"]


def find(media_type: str) -> str:
    """The suffix of a media type."""
    return next(f.suffix for f in (HTML, *holding("graph")) if f.media_type == media_type)


def test_unacceptable(site: Client) -> None:
    """A request that accepts only what we cannot write is told what there is."""
    answer = site.get(LEO, headers={"Accept": "image/png"})

    assert answer.status_code == 406
    assert answer.json()["offered"] == [f.media_type for f in (HTML, *holding("graph"))]


def test_parameter(site: Client) -> None:
    """A parameter names the format as well, for those who cannot set a header."""
    for name in ("_mediatype", "format"):
        answer = site.get(LEO, params={name: "text/turtle"}, headers={"Accept": BROWSER})

        assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    assert site.get(LEO, params={"format": "nonsense"}).status_code == 200


def test_links(site: Client) -> None:
    """Each alternate that the header tells is there, in its type; the IRI to cite is ours."""
    answer = site.get(LEO)
    links = [link for link in answer.headers["link"].split(", <") if 'rel="alternate"' in link]

    assert len(links) > 8
    assert answer.headers["link"].startswith(f'<{BASE}dataset/leo>; rel="cite-as"')
    for link in links:
        address, kind = link.split(">")[0].lstrip("<"), link.split('type="')[1].split('"')[0]
        found = site.get(address)
        assert found.status_code == 200
        assert found.headers["content-type"].startswith(kind)
        assert f"<{link.split('format=')[1].strip(chr(34))}>" == found.headers["content-profile"]


def test_head(site: Client) -> None:
    """HEAD tells all that GET tells, without the body."""
    head, get = site.head(f"{LEO}.ttl"), site.get(f"{LEO}.ttl")

    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["link"] == get.headers["link"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_read_only(site: Client, method: str) -> None:
    """Nothing can be written."""
    answer = site.request(method, LEO)

    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


def test_preflight(site: Client) -> None:
    """A page of any site may ask for a profile."""
    answer = site.options(LEO, headers={"Access-Control-Request-Headers": "accept-profile"})

    assert answer.status_code == 204
    assert "Accept-Profile" in answer.headers["access-control-allow-headers"]


@pytest.mark.parametrize(
    "path",
    [
        *("/dataset", "/dataset/", "/dataset/leo/", "/dataset/leo/x", "/dataset/leo.ttl.ttl"),
        *("/dataset/nothing", "/nothing/leo", "/dataset/LEO", "/dataset/leo.exe", "/.ttl"),
        *("/dataset/leo%00", "/dataset/leo%0a.ttl", "/dataset%2Fleo", "/dataset%5cleo"),
        *("/dataset/..%2f..%2fetc%2fpasswd", "/%2e%2e/%2e%2e/etc/passwd", "//dataset/leo"),
        *("/dataset/é", "/dataset/%ff%fe", "/dataset/" + "a" * 5000, "/dataset/leo%23csv"),
        *("/dataset/<script>", "/dataset/leo;x", "/dataset/leo%20", "/graph"),
        "/dataset/leo%3E%20%7D%20%3B%20DROP",
    ],
)
def test_hostile_paths(site: Client, path: str) -> None:
    """What is no IRI of the graph is not found, as a problem or as a page, and never echoed."""
    answer, page = site.get(path), site.get(path, headers={"Accept": BROWSER})
    status = 400 if path == "/graph" else 404

    assert answer.status_code == page.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<script>" not in page.text


@given(path=st.text(max_size=50))
@settings(max_examples=200)
def test_any_path(site: Client, path: str) -> None:
    """Whatever the path is, the answer is a resource or a problem."""
    address = "/dataset/" + quote(path.encode(errors="replace").decode(), safe="")

    assert site.get(address).status_code in {200, 404}


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", '"><script>', "a b"])
def test_host(site: Client, host: str) -> None:
    """What a client says the host is called is nowhere in the answer."""
    for path in (LEO, f"{LEO}.ttl", "/dataset/nothing"):
        answer = site.get(path, headers={"Host": host, "Accept": BROWSER})

        assert host not in answer.text
        assert host not in str(answer.headers)


def test_public_url(real: Store) -> None:
    """Links are of the public URL, IRIs stay ours; behind a proxy that passes its path, too."""
    site = Client(create_app(real, public_url="https://example.org/adr/"))
    for path in ("/dataset/leo", "/adr/dataset/leo"):
        page, rdf = site.get(path), site.get(path, headers={"Accept": "text/turtle"})

        assert page.status_code == 200
        assert 'href="https://example.org/adr/dataset/npd"' in page.text
        assert f"<code>{BASE}dataset/leo</code>" in page.text
        assert page.headers["content-location"] == "https://example.org/adr/dataset/leo.html"
        assert "<https://example.org/adr/dataset/leo.ttl>" in page.headers["link"]
        assert "example.org" not in rdf.text
        assert site.get(f"{path}x").status_code == 404
    assert site.get("/adr").headers["content-type"] == "text/html; charset=utf-8"


def test_sub_path(real: Store) -> None:
    """A server that is told its sub-path by what runs it links within it."""
    transport = httpx.ASGITransport(create_app(real), root_path="/sub")

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            return await client.get("/sub/dataset/leo")

    page = asyncio.run(ask())

    assert 'href="/sub/dataset/npd"' in page.text
    assert page.headers["content-location"] == "/sub/dataset/leo.html"


def test_kinds(quads: list[ox.Quad]) -> None:
    """Every kind of thing that has files is described."""
    kinds = {iri.removeprefix(BASE).partition("/")[0] for iri in described(quads, apart=True)}

    assert kinds >= set(KINDS.values())


def test_version(site: Client) -> None:
    """The IRI of the ontology's version is answered with the ontology."""
    version, ontology = (site.get(f"{path}.nt") for path in ("/ontology/0.1.0", "/ontology"))

    assert version.content == ontology.content


def test_store_elsewhere(real: Store, site: Client) -> None:
    """A server that holds nothing answers as the one does that it asks."""
    with served(real) as address:
        front = Client(create_app(open_store(f"{address}sparql")))
        for path in ("/dataset/leo.nt", "/dataset/leo.trig", "/scheme/theme.html", "/sitemap.xml"):
            assert front.get(path).content == site.get(path).content
        unnamed = [len(parsed(each.get("/shape/dataset.nt"))) for each in (front, site)]
        graph = front.get("/graph", params={"graph": f"{BASE}source/adrgraph"})
        statuses = [
            front.get(path).status_code for path in ("/dataset/never", "/graph?graph=urn:x")
        ]

    assert unnamed[0] == unnamed[1] > 100
    assert len(parsed(graph)) > 1000
    assert statuses == [404, 404]


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_real_client(real: Store) -> None:
    """A client of linked data that asks the running server for an address gets the statements."""
    with served(real) as address:
        leo = rdflib.Graph().parse(f"{address}dataset/leo")
        suffixed = rdflib.Graph().parse(f"{address}dataset/leo.rdf")
        dataset = rdflib.Dataset().parse(f"{address}dataset/leo.trig")

    assert len(leo) == len(suffixed) > 100
    assert rdflib.URIRef(f"{BASE}dataset/leo") in set(leo.subjects())
    assert len(list(dataset.graphs())) > 10


def test_catalogue(site: Client) -> None:
    """The catalogue is harvested as DCAT-AP, whole, under the addresses that harvesters know."""
    for suffix in ("ttl", "rdf", "xml", "jsonld", "nt"):
        answer = site.get(f"/catalog.{suffix}")
        listed = [q for q in parsed(answer) if q.predicate.value.endswith("dcat#dataset")]

        assert len(listed) > 100
        assert answer.headers["content-profile"] == "<http://data.europa.eu/r5r/>"
    assert site.get("/catalog", headers={"Accept": BROWSER}).text.count("/dataset/") > 100
    assert BASE + "catalog" == CATALOG
