"""What the graph says of itself: statistics, prefixes, and the files of SPARQL that go with it.

It stands in a graph of its own and, for clients that ask no other, in the default graph.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from adrgraph.errors import InvalidQueryFile
from adrgraph.headers import header
from adrgraph.iris import KINDS, PREFIXES, SYSTEM, mint, suffix
from adrgraph.void import statistics

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from adrgraph.layout import Layout

MERGED = f"{SYSTEM}#merged"
"""The default graph, less what is said of it here."""

_DATASET = f"{SYSTEM}#dataset"
_SD = PREFIXES["sd"]
_SH = PREFIXES["sh"]
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_COMMENT = ox.NamedNode(PREFIXES["rdfs"] + "comment")
_KEYWORDS = ox.NamedNode(PREFIXES["schema"] + "keywords")
_URI = ox.NamedNode(PREFIXES["xsd"] + "anyURI")
_FORM = re.compile(r"^(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.MULTILINE)


def with_system(quads: Iterable[ox.Quad], layout: Layout) -> list[ox.Quad]:
    """The statements of a graph, and what it says of itself."""
    stated = list(quads)
    merged = (quad.triple for quad in stated if isinstance(quad.graph_name, ox.DefaultGraph))
    apart = ox.NamedNode(SYSTEM)
    for triple in (*_dataset(), *statistics(merged, MERGED), *_prefixes(), *_files(layout)):
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


def _prefixes() -> Iterator[ox.Triple]:
    """The prefixes of this project, as SHACL declares them."""
    system = ox.NamedNode(SYSTEM)
    for prefix, namespace in PREFIXES.items():
        node = ox.NamedNode(f"{SYSTEM}#prefix-{prefix}")
        yield ox.Triple(system, ox.NamedNode(_SH + "declare"), node)
        yield ox.Triple(node, ox.NamedNode(_SH + "prefix"), ox.Literal(prefix))
        yield ox.Triple(node, ox.NamedNode(_SH + "namespace"), ox.Literal(namespace, datatype=_URI))


def _files(layout: Layout) -> Iterator[ox.Triple]:
    """Each file of SPARQL: its text, and what it does; a malformed head is told elsewhere."""
    for folder, kind in KINDS.items():
        if suffix(folder) == "rq":
            for path in sorted((layout.root / folder).glob("[!.]*.rq")):
                text = path.read_text(encoding="utf-8")
                try:
                    said = header(text, path=path)
                except InvalidQueryFile:
                    said = {}
                yield from _file(ox.NamedNode(mint(kind, path.stem)), text, said=said)


def _file(node: ox.NamedNode, text: str, *, said: dict[str, Any]) -> Iterator[ox.Triple]:
    form = _FORM.search(text)
    if form is None:
        return
    name = form[1].lower()
    class_ = f"SPARQL{name.capitalize()}Executable"
    yield ox.Triple(node, _TYPE, ox.NamedNode(_SH + class_))
    yield ox.Triple(node, ox.NamedNode(_SH + name), ox.Literal(text))
    yield ox.Triple(node, ox.NamedNode(_SH + "prefixes"), ox.NamedNode(SYSTEM))
    if said.get("summary"):
        yield ox.Triple(node, _COMMENT, ox.Literal(str(said["summary"]), language="en"))
    if node.value.startswith(PREFIXES["query"]):  # what people may ask; the others are for us
        yield ox.Triple(node, _TYPE, ox.NamedNode(_SH + "SPARQLExecutable"))
    tags = said.get("tags")
    for tag in tags if isinstance(tags, list) else ():
        yield ox.Triple(node, _KEYWORDS, ox.Literal(str(tag)))
