"""What the graph says of one document: its statements, and whose they are; names of things."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from adrgraph.errors import UnknownName
from adrgraph.iris import BASE, CATALOG, PREFIXES, document, shorten
from adrgraph.queries import read_query
from adrgraph.results import Solutions, Triples, triples
from adrgraph.store import LocalStore
from adrgraph.terms import IS_CATALOGED_IN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from adrgraph.queries import Query
    from adrgraph.results import Row
    from adrgraph.store import Store

KEPT = 128
"""Documents of which all that is said is kept."""

WHOLE = "CONSTRUCT WHERE { ?s ?p ?o }"
"""Everything in a graph."""

_SOURCES = PREFIXES["source"]
_GRAPHS = f"{BASE}graph/"
_DEPRECATED = ox.NamedNode(PREFIXES["owl"] + "deprecated")
_VERSION = ox.NamedNode(PREFIXES["owl"] + "versionIRI")
_REPLACED = ox.NamedNode(PREFIXES["dcterms"] + "isReplacedBy")
_TRUE = ("true", "1")
_CATALOGUE = ox.NamedNode(CATALOG)
_CATALOGUED = ox.NamedNode(IS_CATALOGED_IN)


@dataclass(frozen=True, slots=True)
class Record:
    """One document: what is said of it and its parts, and what points at them."""

    iri: str
    merged: Triples = field(repr=False)
    stated: tuple[ox.Quad, ...] = field(repr=False)
    """The same, and what nobody has confirmed, in the graphs of those who say so."""

    @property
    def quads(self) -> list[ox.Quad]:
        """All of it as the store has it: merged in the default graph, and each in its own."""
        return [*(_quad(triple, ox.DefaultGraph()) for triple in self.merged), *self.stated]

    @property
    def is_withdrawn(self) -> bool:
        """Whether its IRI names nothing any more."""
        return any(isinstance(v, ox.Literal) and v.value in _TRUE for v in self.values(_DEPRECATED))

    @property
    def is_listed(self) -> bool:
        """Whether the catalogue lists it."""
        return _CATALOGUE in self.values(_CATALOGUED)

    @property
    def successors(self) -> list[str]:
        """The IRIs of what has taken its place."""
        return [v.value for v in self.values(_REPLACED) if isinstance(v, ox.NamedNode)]

    def values(self, predicate: ox.NamedNode) -> list[Any]:
        """What a property of the document itself has for values."""
        node = ox.NamedNode(self.iri)
        return [t.object for t in self.merged if (t.subject, t.predicate) == (node, predicate)]


@dataclass(frozen=True, slots=True)
class Standing:
    """What must be known of a document before an answer that is kept can be given again."""

    iri: str
    is_withdrawn: bool
    is_listed: bool


class Records:
    """The documents of a store's graph; which there are is kept where the store stays as it is."""

    def __init__(self, store: Store) -> None:
        """Read nothing of the store yet."""
        self._store = store
        self._is_fixed = isinstance(store, LocalStore)
        self._nodes: dict[str, list[str]] = {}
        self._documents: list[str] = []
        self._standings: dict[str, Standing] = {}
        self._find = lru_cache(KEPT)(self._look_up) if self._is_fixed else self._look_up
        self._queries: dict[str, Query] = {}
        for name in ("nodes", "record", "own", "labels", "withdrawn"):
            with as_file(files(__package__).joinpath(f"{name}.rq")) as path:
                self._queries[name] = read_query(path)

    def documents(self) -> list[str]:
        """The IRIs of all documents that are not withdrawn, sorted."""
        if self._documents:
            return self._documents
        known = self._known() if self._is_fixed else self._asked()
        gone = {row["node"] for row in self._rows("withdrawn")}
        found = sorted(iri for iri in known if ox.NamedNode(iri) not in gone)
        if self._is_fixed:
            self._documents = found
        return found

    def find(self, iri: str) -> Record:
        """What is said of a document.

        Raises:
            UnknownName: The graph holds no such IRI.
        """
        return self._find(iri)

    def own(self, iri: str) -> Record:
        """What is said of a document, without what points at it; all of it where that is nothing.

        Raises:
            UnknownName: The graph holds no such IRI.
        """
        nodes = self._parts(iri)
        record = self._read(iri, nodes, query="own") if nodes else self.find(iri)
        return record if record.merged else self.find(iri)

    def standing(self, iri: str) -> Standing:
        """How a document stands, which is kept longer than what is said of it.

        Raises:
            UnknownName: The graph holds no such IRI.
        """
        known = self._standings.get(iri)
        if known is None:
            record = self.own(iri)
            known = Standing(record.iri, record.is_withdrawn, record.is_listed)
            if self._is_fixed:
                self._standings[iri] = known
        return known

    def labels(self, iris: Iterable[str]) -> dict[str, ox.Literal]:
        """What things are called, as far as the graph says: the shortest name, best in English."""
        nodes = [ox.NamedNode(iri) for iri in sorted(iris)]
        if not nodes:
            return {}
        found: dict[str, ox.Literal] = {}
        for row in self._rows("labels", node=nodes):
            node, label = row
            if isinstance(node, ox.NamedNode) and isinstance(label, ox.Literal):
                found.setdefault(node.value, label)
        return found

    def _look_up(self, iri: str) -> Record:
        nodes = self._parts(iri)
        if not nodes:
            raise UnknownName(f"The catalogue has nothing called {iri.removeprefix(BASE)}.")
        record = self._read(iri, nodes)
        node = ox.NamedNode(iri)
        versions = [t.subject for t in record.merged if (t.predicate, t.object) == (_VERSION, node)]
        for whole in versions:  # the version that is served is the only one
            if isinstance(whole, ox.NamedNode) and whole != node:
                return self._read(whole.value, self._parts(whole.value))
        return record

    def _parts(self, iri: str) -> Sequence[str]:
        if self._is_fixed:
            return self._known().get(iri, ())
        try:
            node = ox.NamedNode(iri)
        except ValueError:  # no IRI, so nothing's
            return ()
        return self._asked(node).get(iri, ())

    def _known(self) -> Mapping[str, list[str]]:
        if not self._nodes:
            terms = {term for quad in self._store.dump() for term in _named(quad)}
            self._nodes = _by_document(term.value for term in terms)
        return self._nodes

    def _asked(self, *documents: ox.NamedNode) -> dict[str, list[str]]:
        nodes = (row["node"] for row in self._rows("nodes", document=documents))
        return _by_document(node.value for node in nodes if isinstance(node, ox.NamedNode))

    def _read(self, iri: str, nodes: Sequence[str], *, query: str = "record") -> Record:
        if iri.startswith(_GRAPHS):  # all that it is, is what stands in it
            nodes = [iri]
        # A source is a document with a graph of what it says, which is not said of it.
        inside = [] if iri.startswith(_SOURCES) else list(contents(self._store, iri))
        merged: list[ox.Triple] = list(inside)
        stated = [_quad(triple, ox.NamedNode(iri)) for triple in inside]
        for graph, *statement in self._rows(query, node=[ox.NamedNode(node) for node in nodes]):
            triple = _triple(*statement)
            if graph is None:
                merged.append(triple)
            elif not inside or graph != ox.NamedNode(iri):
                stated.append(_quad(triple, graph))
        return Record(iri, triples(merged), tuple(stated))

    def _rows(self, name: str, **values: Sequence[ox.NamedNode]) -> Iterator[Row]:
        answer = self._store.query(self._queries[name].bind(values))
        return iter(answer if isinstance(answer, Solutions) else ())


def contents(store: Store, *graphs: str) -> Triples:
    """What stands in a graph, or in the default graph; nothing where there is no such graph."""
    answer = store.query(WHOLE, default_graphs=graphs)
    return answer if isinstance(answer, Triples) else triples(())


def name_of(iri: str) -> str:
    """What a person may call an IRI that has no label: a short form, or its end.

    >>> name_of("https://w3id.org/adrgraph/dataset/leo#size"), name_of("http://purl.org/dc/terms/title")
    ('dataset/leo#size', 'dcterms:title')
    """
    return shorten(iri).removeprefix("<").removesuffix(">")


def _by_document(iris: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for iri in iris:
        if iri.startswith(BASE):
            found[document(iri)].append(iri)
    return {iri: sorted(parts) for iri, parts in found.items()}


def _named(quad: ox.Quad) -> Iterator[ox.NamedNode]:
    for term in (quad.subject, quad.object, quad.graph_name):
        if isinstance(term, ox.NamedNode):
            yield term


def _triple(*terms: Any) -> ox.Triple:
    return ox.Triple(*terms)


def _quad(triple: ox.Triple, graph: Any) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)
