"""The catalogue as a person asks it: saved queries by name, SPARQL, or the graph in rdflib."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.errors import InvalidParameter, StoreError, UnknownQuery
from adrgraph.iris import PREFIXES
from adrgraph.layout import find_layout
from adrgraph.names import Names, read_names, resolve
from adrgraph.queries import read_queries, read_query
from adrgraph.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import rdflib

    from adrgraph.build import Progress
    from adrgraph.errors import InvalidQueryFile
    from adrgraph.layout import Layout
    from adrgraph.queries import Parameter, Query, Term
    from adrgraph.results import Result
    from adrgraph.search import Found, Index
    from adrgraph.store import Store

    _RdflibQuad = tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node, rdflib.Graph]


def load(
    root: Path | str | None = None,
    *,
    cache: Path | str | None = None,
    progress: Progress | None = None,
) -> Catalogue:
    """The catalogue in the folder `root`, or the one this package came with; built where needed.

    Raises:
        LayoutError: The folder holds no catalogue.
        UnreadableSources: Files cannot be read.
        InvalidGraph: The files break a rule that a build insists on.
    """
    from adrgraph.build import open_build

    layout = find_layout(root)
    return Catalogue(layout, open_build(layout, cache=cache, progress=progress))


@dataclass(frozen=True, repr=False)  # no slots: queries and names are read when first asked for
class Catalogue:
    """A built graph with its saved queries."""

    layout: Layout
    store: Store

    def __repr__(self) -> str:
        """Where it was read from."""
        return f"<Catalogue: {self.layout.root}>"

    @cached_property
    def _read(self) -> tuple[dict[str, Query], tuple[InvalidQueryFile, ...]]:
        return read_queries(self.layout.queries, schemes=scheme_slugs(self.layout))

    @property
    def queries(self) -> Mapping[str, Query]:
        """The saved queries by name; a malformed file is left out here and told by `run`."""
        return MappingProxyType(self._read[0])

    @property
    def malformed(self) -> tuple[InvalidQueryFile, ...]:
        """What is wrong with the files that hold no saved query."""
        return self._read[1]

    @cached_property
    def names(self) -> Names:
        """Every name that a person may call a thing by."""
        return read_names(self.store)

    @cached_property
    def _found(self) -> dict[str, Query]:
        """The saved queries that were asked, each read when it first is."""
        return {}

    @cached_property
    def _index(self) -> Index:
        from adrgraph.search import open_index

        return open_index(self.store)

    def run(self, name: str, /, **values: object) -> Result:
        """The answer to a saved query.

        Things are given by slug, IRI, label or acronym, numbers and dates as Python has them;
        several values, where a parameter takes them, as a list.

        Raises:
            UnknownQuery: No saved query has this name.
            InvalidParameter: The query takes no such parameter, or not this value.
            UnknownName: A thing has no such name; the nearest are told.
            AmbiguousName: Several things have it; all are told.
        """
        query = self._found.get(name) or find_query(self.layout, name)
        self._found[name] = query
        return self.store.query(query.bind(bound_terms(self.store, query, values)))

    def query(self, sparql: str, /) -> Result:
        """The answer to a query in SPARQL.

        Raises:
            QueryError: The text does not parse, or cannot be answered.
        """
        return self.store.query(sparql)

    def search(self, text: str, /, *, kind: str = "", limit: int = 20, offset: int = 0) -> Found:
        """The things that these words may mean, the best first, each with why it was found.

        Names count before texts; words may begin the ones that are meant, or have a mistake.

        Raises:
            InvalidParameter: Nothing is of such a kind.
        """
        return self._index.search(text, kind=kind, limit=limit, offset=offset)

    def to_rdflib(self) -> rdflib.Dataset:
        """A copy of the graph in rdflib: each source in its named graph, prefixes bound."""
        import rdflib

        dataset = rdflib.Dataset()
        for prefix, namespace in PREFIXES.items():
            dataset.bind(prefix, namespace, replace=True)
        dataset.addN(_rdflib_quads(dataset, self.store.dump()))
        return dataset


def find_query(layout: Layout, name: str) -> Query:
    """The saved query with this name; only its own file is read.

    Raises:
        UnknownQuery: There is none; the nearest is told.
        InvalidQueryFile: Its file is malformed.
    """
    paths = {path.stem: path for path in layout.queries.glob("[!.]*.rq")}
    if name in paths:
        return read_query(paths[name], schemes=scheme_slugs(layout))
    hint = did_you_mean(str(name), sorted(paths), likeness=0.5) or " `adrgraph queries` lists them."
    raise UnknownQuery(f'No query is called "{name}".{hint}')


def scheme_slugs(layout: Layout) -> list[str]:
    """The slugs of the concept schemes, which are parameter types too."""
    return sorted(path.stem for path in (layout.ontology / "schemes").glob("[!.]*.ttl"))


def bound_terms(
    store: Store, query: Query, values: Mapping[str, object], *, known: Names | None = None
) -> dict[str, tuple[Term, ...]]:
    """The terms that a person's values for a query's parameters mean.

    Names that are `known` already are not read from the store again.

    Raises:
        InvalidParameter: The query takes no such parameter, or not this value.
        UnknownName: A thing has no such name; the nearest are told.
        AmbiguousName: Several things have it; all are told.
    """
    bound = {}
    for name, given in values.items():
        parameter = query.parameter(name)
        bound[name] = tuple(
            _term(store, parameter, value, known=known) for value in _several(given)
        )
    return bound


def _several(given: object) -> Iterable[object]:
    if given is None:
        return ()
    return given if isinstance(given, list | tuple | set | frozenset) else (given,)


def _term(store: Store, parameter: Parameter, value: object, *, known: Names | None) -> Term:
    if isinstance(value, ox.Literal) and not parameter.is_literal:
        raise InvalidParameter(f"{parameter.name} takes a {parameter.type}, not {value}.")
    if isinstance(value, ox.NamedNode | ox.Literal):
        return value
    if parameter.is_literal:
        return parameter.literal(value)
    return resolve(store, str(value), kind=parameter.type, known=known)


def _rdflib_quads(dataset: rdflib.Dataset, quads: Iterable[ox.Quad]) -> Iterator[_RdflibQuad]:
    import rdflib

    def term(ours: object) -> rdflib.term.Identifier:
        if isinstance(ours, ox.NamedNode):
            return rdflib.URIRef(ours.value)
        if isinstance(ours, ox.BlankNode):
            return rdflib.BNode(ours.value)
        if not isinstance(ours, ox.Literal):
            raise StoreError(f"rdflib has no term such as {ours}.")
        datatype = None if ours.language else rdflib.URIRef(ours.datatype.value)
        if datatype == rdflib.XSD.string:
            datatype = None
        # rdflib would rewrite 2022-09-30Z or 007; the graph's words are kept.
        return rdflib.Literal(ours.value, lang=ours.language, datatype=datatype, normalize=False)

    graphs: dict[object, rdflib.Graph] = {}
    for quad in quads:
        name = quad.graph_name
        if name not in graphs:
            graphs[name] = (
                dataset.default_graph
                if isinstance(name, ox.DefaultGraph)
                else dataset.graph(term(name))
            )
        yield term(quad.subject), term(quad.predicate), term(quad.object), graphs[name]
