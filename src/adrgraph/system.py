"""What the graph says of itself: statistics, prefixes, and the files of SPARQL that go with it.

It stands in a graph of its own and, for clients that ask no other, in the default graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.errors import InvalidParameter, InvalidQueryFile
from adrgraph.headers import header
from adrgraph.iris import KINDS, PREFIXES, SPARQL_EXAMPLES, SYSTEM, is_slug, mint, suffix
from adrgraph.names import direct_iris
from adrgraph.queries import form_of, read_queries
from adrgraph.void import statistics

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from adrgraph.layout import Layout
    from adrgraph.queries import Parameter, Query, Term
    from adrgraph.queries.query import Form

MERGED = f"{SYSTEM}#merged"
"""The default graph, less what is said of it here."""

_DATASET = f"{SYSTEM}#dataset"
_SD = PREFIXES["sd"]
_SH = PREFIXES["sh"]
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_COMMENT = ox.NamedNode(PREFIXES["rdfs"] + "comment")
_KEYWORDS = ox.NamedNode(PREFIXES["schema"] + "keywords")
_URI = ox.NamedNode(PREFIXES["xsd"] + "anyURI")


def with_system(quads: Iterable[ox.Quad], layout: Layout) -> list[ox.Quad]:
    """The statements of a graph, and what it says of itself."""
    stated = list(quads)
    merged = [quad.triple for quad in stated if isinstance(quad.graph_name, ox.DefaultGraph)]
    things = {t.subject.value for t in merged if isinstance(t.subject, ox.NamedNode)}
    queries, _ = read_queries(layout.queries)
    said = (*prefixes(), *questions(queries.values(), things=things), *_files(layout))
    apart = ox.NamedNode(SYSTEM)
    for triple in (*_dataset(), *statistics(merged, MERGED), *said):
        subject, predicate, value = triple
        stated += (ox.Quad(subject, predicate, value), ox.Quad(subject, predicate, value, apart))
    return stated


def _dataset() -> Iterator[ox.Triple]:
    """What the statistics are of, in the words of SPARQL 1.1 Service Description."""
    dataset, merged = ox.NamedNode(_DATASET), ox.NamedNode(MERGED)
    yield ox.Triple(dataset, _TYPE, ox.NamedNode(_SD + "Dataset"))
    yield ox.Triple(dataset, ox.NamedNode(_SD + "defaultGraph"), merged)
    # The overview of SIB's editor comes to a graph by this property alone.
    yield ox.Triple(dataset, ox.NamedNode(_SD + "graph"), merged)
    yield ox.Triple(merged, _TYPE, ox.NamedNode(_SD + "Graph"))


def prefixes() -> Iterator[ox.Triple]:
    """The prefixes of this project, as SHACL declares them."""
    system = ox.NamedNode(SYSTEM)
    for prefix, namespace in PREFIXES.items():
        node = ox.NamedNode(f"{SYSTEM}#prefix-{prefix}")
        yield ox.Triple(system, ox.NamedNode(_SH + "declare"), node)
        yield ox.Triple(node, ox.NamedNode(_SH + "prefix"), ox.Literal(prefix))
        yield ox.Triple(node, ox.NamedNode(_SH + "namespace"), ox.Literal(namespace, datatype=_URI))


def questions(queries: Iterable[Query], *, things: AbstractSet[str]) -> Iterator[ox.Triple]:
    """Each saved query as an example that editors list, which runs as it stands.

    What has to be given is filled in as the query's own example has it, where it names one of the
    things.
    """
    for query in queries:
        if is_slug(query.name):
            node = ox.NamedNode(mint("query", query.name))
            yield ox.Triple(node, _TYPE, ox.NamedNode(_SH + "SPARQLExecutable"))
            yield from _executable(node, filled(query, things=things), form=query.form)
            yield ox.Triple(node, _COMMENT, ox.Literal(query.summary, language="en"))
            for tag in query.tags:
                yield ox.Triple(node, _KEYWORDS, ox.Literal(tag))


def filled(query: Query, *, things: AbstractSet[str]) -> str:
    """A saved query with examples for what has to be given, or as it is where one is missing."""
    needed = [parameter for parameter in query.parameters if parameter.required]
    examples = {parameter.name: _example(parameter, things) for parameter in needed}
    try:
        return query.bind(examples)
    except InvalidParameter:  # an example that names none of the things
        return query.text


def _example(parameter: Parameter, things: AbstractSet[str]) -> list[Term]:
    if parameter.is_literal:
        return [parameter.literal(parameter.example)] if parameter.example else []
    named = [iri for iri in direct_iris(parameter.example, parameter.type) if iri in things]
    return [ox.NamedNode(iri) for iri in named[:1]]


def _files(layout: Layout) -> Iterator[ox.Triple]:
    """The files of SPARQL that are for us, each with its text and what it does."""
    for folder, kind in KINDS.items():
        if suffix(folder) == "rq" and kind != "query":
            for path in sorted((layout.root / folder).glob("[!.]*.rq")):
                text = path.read_text(encoding="utf-8")
                form = form_of(text)
                if form is None:
                    continue
                node = ox.NamedNode(mint(kind, path.stem))
                yield from _executable(node, text, form=form)
                summary = _summary(text, path)
                if summary:
                    yield ox.Triple(node, _COMMENT, ox.Literal(summary, language="en"))


def _summary(text: str, path: Path) -> str:
    try:
        return str(header(text, path=path).get("summary") or "")
    except InvalidQueryFile:  # told elsewhere
        return ""


def _executable(node: ox.NamedNode, text: str, *, form: Form) -> Iterator[ox.Triple]:
    """A text of SPARQL by its form; SHACL has no word for DESCRIBE, which SIB's editor expects."""
    name = form.lower()
    namespace = SPARQL_EXAMPLES if form == "DESCRIBE" else _SH
    class_ = f"{namespace}SPARQL{form.capitalize()}Executable"
    yield ox.Triple(node, _TYPE, ox.NamedNode(class_))
    for vocabulary in sorted({namespace, _SH}):
        yield ox.Triple(node, ox.NamedNode(vocabulary + name), ox.Literal(text))
    yield ox.Triple(node, ox.NamedNode(_SH + "prefixes"), ox.NamedNode(SYSTEM))
