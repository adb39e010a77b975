"""VoID, the sitemap and what robots are told; what the graph says of itself."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest

import adrgraph
from adrgraph.iris import KINDS, PREFIXES, SYSTEM
from adrgraph.layout import find_layout
from adrgraph.names import direct_iris
from adrgraph.queries import read_query
from adrgraph.results import Solutions, text
from adrgraph.server import sitemaps
from adrgraph.server.app import create_app
from adrgraph.server.caching import Revision
from adrgraph.store import Store, load
from adrgraph.system import MERGED, with_system
from tests.asgi import Client
from tests.layouts import world_layout
from tests.server.test_caching import BUILT

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

LAYOUT = find_layout()

PROLOGUE = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
"""

CLASSES = """SELECT DISTINCT ?class ?property ?kind WHERE {
  ?graph sd:graph ?description .
  ?description void:classPartition ?cp .
  ?cp void:class ?class ; void:propertyPartition ?pp .
  ?pp void:property ?property ; void:triples ?triples .
  { ?pp void:classPartition [ void:class ?kind ] }
  UNION
  { ?pp void-ext:datatypePartition [ void-ext:datatype ?kind ] }
}"""
"""What the editors of SIB ask to complete classes and properties."""

LINKSETS = """SELECT DISTINCT ?class ?property ?kind WHERE {
  ?linkset a void:Linkset ;
    void:subjectsTarget [ void:class ?class ] ;
    void:linkPredicate ?property ;
    void:objectsTarget [ void:class ?kind ] .
}"""
"""What they also understand."""

A = ox.NamedNode(PREFIXES["rdf"] + "type")


@pytest.fixture(scope="module")
def real() -> Store:
    """The real graph."""
    return load(adrgraph.load().store.dump())


@pytest.fixture(scope="module")
def site(real: Store) -> Client:
    """A client of the real graph."""
    return Client(create_app(real, revision=Revision("one", BUILT)))


def parsed(answer: httpx.Response) -> Store:
    """The statements of an answer in N-Triples, to be asked."""
    return load(ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES))


def rows(store: Store, sparql: str) -> set[tuple[str, ...]]:
    """The answer to a query, as texts."""
    found = store.query(PROLOGUE + sparql)
    assert isinstance(found, Solutions)
    return {tuple(map(text, row)) for row in found}


def merged(store: Store) -> list[ox.Triple]:
    """The default graph, less what the graph says of itself."""
    quads = list(store.dump())
    own = {quad.triple for quad in quads if quad.graph_name == ox.NamedNode(SYSTEM)}
    whole = [quad.triple for quad in quads if isinstance(quad.graph_name, ox.DefaultGraph)]
    return [triple for triple in whole if triple not in own]


def counted(store: Store) -> set[tuple[str, ...]]:
    """Every class with its properties and the classes or the datatype of their values."""
    triples = merged(store)
    classes = defaultdict(set)
    for triple in triples:
        if triple.predicate == A:
            classes[triple.subject].add(triple.object)
    return {
        (text(of), text(triple.predicate), text(kind))
        for triple in triples
        for of in classes[triple.subject]
        for kind in (
            [triple.object.datatype]
            if isinstance(triple.object, ox.Literal)
            else classes[triple.object]
        )
    }


def test_partitions(real: Store, site: Client) -> None:
    """The store tells of every class which properties it has, with values of which kinds.

    VoID and the service description tell the same.
    """
    void, service = site.get("/.well-known/void.nt"), site.get("/sparql", headers=NTRIPLES)

    assert rows(real, CLASSES) == counted(real)
    assert rows(parsed(site.get("/void.nt")), CLASSES) == counted(real)
    assert rows(parsed(service), CLASSES) == counted(real)
    assert void.status_code == 404
    assert len(counted(real)) > 1000


NTRIPLES = {"Accept": "application/n-triples"}


def test_linksets(real: Store, site: Client) -> None:
    """VoID has a linkset for each property from things of one class to things of another."""
    void = parsed(site.get("/.well-known/void", headers=NTRIPLES))
    links = {row for row in counted(real) if not row[2].startswith(("xsd:", "rdf:langString"))}

    assert rows(void, LINKSETS) == links


def test_numbers(real: Store, site: Client) -> None:
    """The sizes are those of what is merged."""
    void = parsed(site.get("/void.nt"))
    triples = merged(real)

    assert rows(void, f"SELECT ?n {{ <{MERGED}> void:triples ?n }}") == {(str(len(triples)),)}
    assert rows(void, f"SELECT ?n {{ <{MERGED}> void:distinctSubjects ?n }}") == {
        (str(len({triple.subject for triple in triples})),)
    }
    datasets = [t for t in triples if (t.predicate, text(t.object)) == (A, "dcat:Dataset")]
    found = rows(
        void, f"SELECT ?n {{ ?p void:class <{PREFIXES['dcat']}Dataset> ; void:entities ?n }}"
    )
    assert found == {(str(len(datasets)),)}


def test_addresses(real: Store) -> None:
    """VoID says where to ask, in the words of the world; IRIs stay ours."""
    client = Client(create_app(real, public_url="https://example.org/adr"))
    void = parsed(client.get("/void.nt"))

    assert rows(void, "SELECT ?a { ?d void:sparqlEndpoint ?a }") == {
        ("https://example.org/adr/sparql",)
    }
    assert rows(void, "SELECT ?a { ?d void:rootResource ?a }") == {
        ("https://w3id.org/adrgraph/catalog",)
    }


def test_without_statistics(store: Store) -> None:
    """A store that says nothing of itself is described by its addresses alone."""
    void = Client(create_app(store)).get("/void.ttl")

    assert void.status_code == 200
    assert "classPartition" not in void.text


def test_prefixes(real: Store) -> None:
    """The store declares the prefixes of this project, as editors ask for them."""
    declared = rows(real, "SELECT ?p ?n { [] sh:namespace ?n ; sh:prefix ?p }")

    assert len(declared) == len(PREFIXES)
    assert ("dcat", PREFIXES["dcat"]) in declared


def test_files(real: Store, site: Client) -> None:
    """Every file of SPARQL is in the graph with its text; the questions are told as examples."""
    listed = rows(real, "SELECT ?q { ?q a sh:SPARQLExecutable ; rdfs:comment ?c ; sh:select ?t }")
    files = {f"query/{path.stem}" for path in LAYOUT.queries.glob("*.rq")}

    assert {name for (name,) in listed} == files
    for folder, kind in KINDS.items():
        for path in (LAYOUT.root / folder).glob("*.rq"):
            answer = site.get(f"/{kind}/{path.stem}.nt")
            texts = {
                text(quad.object)
                for quad in ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)
                if text(quad.predicate) in {"sh:select", "sh:construct", "sh:ask"}
            }
            assert texts == {expected(path, kind=kind)}


def expected(path: Path, *, kind: str) -> str:
    """The text of a file as the graph has it: a question with its example for what it needs."""
    if kind != "query":
        return path.read_text(encoding="utf-8")
    query = read_query(path)
    needed = {p.name: p for p in query.parameters if p.required}
    return query.bind(
        {
            name: p.literal(p.example)
            if p.is_literal
            else ox.NamedNode(direct_iris(p.example, p.type)[0])
            for name, p in needed.items()
        }
    )


def test_malformed_file(tmp_path: Path) -> None:
    """A malformed file is left out, and breaks none of the others."""
    layout = world_layout(tmp_path)
    (layout.queries / "bad.rq").write_text("#+ : :\n#+ [", encoding="utf-8")
    (layout.queries / "empty.rq").write_text("#+ summary: Nothing", encoding="utf-8")
    found = load(with_system((), layout))

    assert rows(found, "SELECT ?q { ?q a sh:SPARQLExecutable }") == {("query/linked-with",)}


def test_sitemap(site: Client) -> None:
    """Every document is in the sitemap with the day of the build, at an address that answers."""
    answer = site.get("/sitemap.xml")
    urls = list(ET.fromstring(answer.text))  # noqa: S314 — our own
    locations = [url[0].text or "" for url in urls]

    assert "http://testserver/dataset/leo" in locations
    assert "http://testserver/query/links-to" in locations
    assert len(locations) == len(set(locations)) > 500
    assert {url[1].text for url in urls} == {f"{BUILT:%Y-%m-%dT%H:%M:%SZ}"}
    assert all(site.head(address).status_code == 200 for address in locations[::25])


def test_parts_of_the_sitemap(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """More addresses than one sitemap may have are in several, which the first lists."""
    whole = ET.fromstring(site.get("/sitemap.xml").text)  # noqa: S314 — our own
    monkeypatch.setattr(sitemaps, "MOST", 100)
    client = Client(create_app(load(adrgraph.load().store.dump())))
    index = ET.fromstring(client.get("/sitemap.xml").text)  # noqa: S314 — our own
    parts = [ET.fromstring(client.get(each[0].text or "").text) for each in index]  # noqa: S314

    assert index.tag.endswith("sitemapindex")
    assert [e[0].text for part in parts for e in part] == [each[0].text for each in whole]
    assert client.get("/sitemap.xml?page=99").status_code == 404
    assert client.get("/sitemap.xml?page=x").status_code == 404


def test_robots(real: Store) -> None:
    """Robots find the sitemap, and are kept from asking questions."""
    client = Client(create_app(real, public_url="https://example.org/adr"))

    assert client.get("/robots.txt").text == (
        "User-agent: *\n"
        "Disallow: /adr/sparql\n"
        "Disallow: /adr/query?\n"
        "Disallow: /adr/graph?\n"
        "Sitemap: https://example.org/adr/sitemap.xml\n"
    )


@pytest.mark.parametrize("host", ["a b", '"><script>', "[", "evil/path", ""])
def test_odd_host(site: Client, host: str) -> None:
    """What has to name its host is refused where the Host header names none."""
    for path in ("/sitemap.xml", "/robots.txt", "/void.ttl"):
        assert site.get(path, headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("path", ["/void.nt", "/sparql"])
@pytest.mark.parametrize("accept", ["application/n-triples", "application/ld+json"])
def test_hosts(client: Client, path: str, accept: str) -> None:
    """What takes long to write is the same for every host, but for the addresses in it."""
    hosts = ("a.example", "b.example:8000")
    here, there = (
        client.get(path, headers={"Host": host, "Accept": accept}).text for host in hosts
    )

    assert f"http://{hosts[0]}/sparql" in here
    assert here.replace(hosts[0], hosts[1]) == there
    assert "invalid" not in here
