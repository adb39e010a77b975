"""VoID of what is served: the statistics in the store, with addresses and linksets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from adrgraph.errors import UnknownName
from adrgraph.formats import FORMATS
from adrgraph.iris import BASE, CATALOG, PREFIXES, SYSTEM, document
from adrgraph.results import triples
from adrgraph.server.addresses import ANYWHERE, placed, whole_site
from adrgraph.server.negotiation import choose
from adrgraph.server.profiles import RDF
from adrgraph.server.records import contents
from adrgraph.server.responses import accepted, respond
from adrgraph.system import MERGED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from starlette.requests import Request
    from starlette.responses import Response

    from adrgraph.results import Triples
    from adrgraph.server.addresses import Site
    from adrgraph.server.records import Records
    from adrgraph.server.shelf import Shelf
    from adrgraph.store import Store

_VOID = PREFIXES["void"]
_TOLD = tuple(f"{PREFIXES['dcterms']}{name}" for name in ("title", "description", "license"))
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")


def void(request: Request) -> Response:
    """What there is in the graph, how much of it, and where to ask for it."""
    suffix = request.path_params.get("suffix", "")
    named = [format for format in RDF if format.suffix == suffix]
    if suffix and not named:
        raise UnknownName("The catalogue has nothing at this address.")
    format = named[0] if named else choose(request.query_params, accepted(request), RDF)
    shelf: Shelf = request.app.state.shelf
    state = request.app.state
    body = shelf.body(
        ("void", format.name),
        lambda: _void_of(state.records, state.store, ANYWHERE).write(format),
    )
    return respond(request, placed(body, whole_site(request)), media_type=format.media_type)


def statistics(store: Store) -> Iterator[ox.Triple]:
    """What the graph says of itself, less the files of SPARQL, which are things of their own."""
    for triple in contents(store, SYSTEM):
        if isinstance(triple.subject, ox.NamedNode) and document(triple.subject.value) == SYSTEM:
            yield triple


def _void_of(records: Records, store: Store, site: Site) -> Triples:
    stated = list(statistics(store))
    told = (*_addresses(site), *_from_catalogue(records))
    return triples([*stated, *_linksets(stated), *told])


def _addresses(site: Site) -> Iterator[ox.Triple]:
    merged = ox.NamedNode(MERGED)
    yield ox.Triple(merged, _void("sparqlEndpoint"), ox.NamedNode(site.at("sparql")))
    yield ox.Triple(merged, _void("dataDump"), ox.NamedNode(site.at("graph?default")))
    yield ox.Triple(merged, _void("uriSpace"), ox.Literal(BASE))
    yield ox.Triple(merged, _void("rootResource"), ox.NamedNode(CATALOG))
    for format in FORMATS:
        if "graph" in format.kinds:
            yield ox.Triple(merged, _void("feature"), ox.NamedNode(format.iri))


def _from_catalogue(records: Records) -> Iterator[ox.Triple]:
    """What the catalogue says of itself holds for its graph."""
    try:
        catalogue = records.find(CATALOG)
    except UnknownName:
        return
    for name in _TOLD:
        predicate = ox.NamedNode(name)
        for value in catalogue.values(predicate):
            yield ox.Triple(ox.NamedNode(MERGED), predicate, value)


def _linksets(stated: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """One linkset for each property between two classes, as the partitions tell of it."""
    said: dict[ox.NamedNode, list[tuple[Any, Any]]] = {}
    for triple in stated:
        said.setdefault(triple.predicate, []).append((triple.subject, triple.object))
    properties = dict(said.get(_void("property"), ()))
    numbers = dict(said.get(_void("triples"), ()))
    classes = dict(said.get(_void("class"), ()))
    subjects = {part: whole for whole, part in said.get(_void("propertyPartition"), ())}
    inside = said.get(_void("classPartition"), ())
    objects = {classes[part]: part for whole, part in inside if whole not in properties}
    for whole, part in inside:
        if whole in properties:
            linkset = ox.NamedNode(f"{part.value}/links")
            yield ox.Triple(ox.NamedNode(MERGED), _void("subset"), linkset)
            yield ox.Triple(linkset, _TYPE, _void("Linkset"))
            yield ox.Triple(linkset, _void("subjectsTarget"), subjects[whole])
            yield ox.Triple(linkset, _void("linkPredicate"), properties[whole])
            yield ox.Triple(linkset, _void("objectsTarget"), objects[classes[part]])
            yield ox.Triple(linkset, _void("triples"), numbers[part])


def _void(name: str) -> ox.NamedNode:
    return ox.NamedNode(_VOID + name)
