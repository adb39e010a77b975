"""The service description, computed from the store and the formats, so that it cannot lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool

from adrgraph.formats import FORMATS, Format, holding
from adrgraph.iris import PREFIXES, SIMPLE_ENTAILMENT
from adrgraph.results import Solutions, Triples, native, triples
from adrgraph.server import editing
from adrgraph.server.addresses import ANYWHERE, placed, whole_site
from adrgraph.server.negotiation import negotiate
from adrgraph.server.pages.front import home
from adrgraph.server.profiles import HTML
from adrgraph.server.responses import accepted, respond
from adrgraph.server.statistics import statistics
from adrgraph.store import LocalStore
from adrgraph.system import MERGED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request
    from starlette.responses import Response

    from adrgraph.server.shelf import Shelf
    from adrgraph.store import Store

GRAPHS = "SELECT ?graph (COUNT(*) AS ?size) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
DEFAULT_GRAPH = "SELECT (COUNT(*) AS ?size) { ?s ?p ?o }"

FEATURES = ("EmptyGraphs",)
"""What the local store can of what SPARQL 1.1 Service Description §3.2.4 lists: it never forgets a
graph that becomes empty."""

_SD = PREFIXES["sd"]


async def endpoint(request: Request) -> Response:
    """The endpoint without a query: RDF for programs, the page for people."""
    return await _described(request, offered=(*holding("graph"), HTML))


async def root(request: Request) -> Response:
    """The address that people type: the front page, or RDF for those who ask for it."""
    offered = (HTML, *holding("graph"))
    if negotiate(accepted(request), offered).name == HTML.name:
        return await run_in_threadpool(home, request)
    return await _described(request, offered=offered)


async def _described(request: Request, *, offered: tuple[Format, ...]) -> Response:
    format = negotiate(accepted(request), offered)
    if format.name == HTML.name:
        return editing.page(request)
    service = ox.NamedNode(ANYWHERE.at("sparql"))
    here = whole_site(request)
    shelf: Shelf = request.app.state.shelf
    body = await run_in_threadpool(
        shelf.body,
        ("service", format.name),
        lambda: describe(request.app.state.store, service).write(format),
    )
    return respond(request, placed(body, here), media_type=format.media_type)


def describe(store: Store, service: ox.NamedNode) -> Triples:
    """The service at this address, as SPARQL 1.1 Service Description has it."""
    features = FEATURES if isinstance(store, LocalStore) else ()
    counted = list(statistics(store))
    if counted:
        counted.append(_subset(_part(service, "default-graph")))
    return triples([*_service(service, features), *_dataset(store, service), *counted])


def _service(service: ox.NamedNode, features: tuple[str, ...]) -> Iterator[ox.Triple]:
    yield _triple(service, "type", _sd("Service"))
    yield _triple(service, "endpoint", service)
    yield _triple(service, "supportedLanguage", _sd("SPARQL11Query"))
    yield _triple(service, "defaultEntailmentRegime", ox.NamedNode(SIMPLE_ENTAILMENT))
    yield _triple(service, "defaultDataset", _part(service, "dataset"))
    for feature in features:
        yield _triple(service, "feature", _sd(feature))
    for format in FORMATS:
        yield _triple(service, "resultFormat", ox.NamedNode(format.iri))


def _dataset(store: Store, service: ox.NamedNode) -> Iterator[ox.Triple]:
    dataset, default = _part(service, "dataset"), _part(service, "default-graph")
    yield _triple(dataset, "type", _sd("Dataset"))
    yield _triple(dataset, "defaultGraph", default)
    yield from _graph(default, *_rows(store, DEFAULT_GRAPH)[0])
    for number, (name, size) in enumerate(sorted(_rows(store, GRAPHS)), start=1):
        named, graph = _part(service, f"named-{number}"), _part(service, f"graph-{number}")
        yield _triple(dataset, "namedGraph", named)
        yield _triple(named, "type", _sd("NamedGraph"))
        yield _triple(named, "name", ox.NamedNode(name))
        yield _triple(named, "graph", graph)
        yield from _graph(graph, size)


def _graph(graph: ox.NamedNode, size: int) -> Iterator[ox.Triple]:
    yield _triple(graph, "type", _sd("Graph"))
    yield _triple(graph, "triples", ox.Literal(size))


def _subset(default: ox.NamedNode) -> ox.Triple:
    """The statistics are of all that is not said of the graph itself."""
    return ox.Triple(default, ox.NamedNode(PREFIXES["void"] + "subset"), ox.NamedNode(MERGED))


def _rows(store: Store, sparql: str) -> list[list[Any]]:
    answer = store.query(sparql)
    rows = answer.rows if isinstance(answer, Solutions) else ()
    return [[native(term) for term in row] for row in rows]


def _triple(subject: ox.NamedNode, predicate: str, target: ox.NamedNode | ox.Literal) -> ox.Triple:
    namespace = {"type": PREFIXES["rdf"], "triples": PREFIXES["void"]}.get(predicate, _SD)
    return ox.Triple(subject, ox.NamedNode(namespace + predicate), target)


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)


def _part(service: ox.NamedNode, name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{service.value}#{name}")
