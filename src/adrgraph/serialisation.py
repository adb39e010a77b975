"""Triples and rows as bytes: the library's writers, with our prefixes, in a fixed order."""

from __future__ import annotations

import json
import re
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from adrgraph.errors import UnknownFormat
from adrgraph.iris import PREFIXES, candidates, curie

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from adrgraph.formats import Format

_TYPE = PREFIXES["rdf"] + "type"
_SILENT = {_TYPE, PREFIXES["xsd"] + "string", PREFIXES["rdf"] + "langString"}
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NAMELESS = re.compile(rb'<oxprefix: xmlns:oxprefix="([^"]*)"')


def write_triples(triples: Sequence[ox.Triple], format: Format) -> bytes:
    """Triples in the order given; the same triples give the same bytes.

    Raises:
        UnknownFormat: The format cannot hold one of the triples.
    """
    prefixes = _prefixes(triples)
    written: bytes = ox.serialize(triples, format=format.rdf, prefixes=prefixes) or b""
    if format.name == "jsonld":
        return _compacted(written, prefixes)
    if format.name in {"turtle", "trig"}:
        return _with_sorted_head(written)
    return _well_formed(_well_named(written), format)


def write_quads(quads: Sequence[ox.Quad], format: Format) -> bytes:
    """Statements with their graphs, in the order given; the format is one of datasets.

    Raises:
        UnknownFormat: The format holds no graphs.
    """
    prefixes = _prefixes([quad.triple for quad in quads])
    written: bytes = ox.serialize(quads, format=format.rdf, prefixes=prefixes) or b""
    return _with_sorted_head(written) if format.name == "trig" else written


def write_answer(answer: ox.QuerySolutions | ox.QueryBoolean, format: Format) -> bytes:
    """Rows or a truth value, in the order given.

    Raises:
        UnknownFormat: The format cannot hold a character of the answer.
    """
    return _well_formed(answer.serialize(format=format.results) or b"", format)


def _prefixes(triples: Iterable[ox.Triple]) -> dict[str, str]:
    """The prefixes that shorten one of the IRIs, by name."""
    found = {}
    for iri in {iri for triple in triples for iri in _iris(triple)}:
        short = curie(iri)
        if short:
            found[short[0]] = dict(candidates(iri))[short[0]]
    return dict(sorted(found.items()))


def _iris(term: object) -> Iterable[str]:
    match term:
        case ox.NamedNode(value=iri) if iri not in _SILENT:
            yield iri
        case ox.Literal(datatype=datatype) if datatype.value not in _SILENT:
            yield datatype.value
        case ox.Triple():
            for part in (term.subject, term.predicate, term.object):
                yield from _iris(part)


def _with_sorted_head(written: bytes) -> bytes:
    """Turtle whose prefixes stand in order; the library writes them in that of a hash."""
    lines = written.splitlines(keepends=True)
    head = list(takewhile(lambda line: line.startswith(b"@prefix "), lines))
    return b"".join(sorted(head) + lines[len(head) :])


def _well_named(written: bytes) -> bytes:
    """RDF/XML as it was written, unless the library met an IRI that makes no element's name."""
    nameless = _NAMELESS.search(written)
    if nameless:
        raise UnknownFormat(
            f"RDF/XML cannot write <{nameless[1].decode()}>, which ends in no XML name. "
            "Choose turtle or ntriples."
        )
    return written


def _well_formed(written: bytes, format: Format) -> bytes:
    if format.name in {"xml", "rdfxml"}:
        illegal = _NO_XML.search(written.decode())
        if illegal:
            raise UnknownFormat(
                f"{format.label} cannot hold the character U+{ord(illegal[0]):04X} of this result. "
                "Choose a format that is not XML."
            )
    return written


def _compacted(written: bytes, prefixes: Mapping[str, str]) -> bytes:
    """Expanded JSON-LD, shortened by a context of the prefixes."""
    graph = [_compact_node(node, prefixes) for node in json.loads(written)]
    document = {"@context": dict(prefixes), "@graph": graph}
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def _compact_node(node: Mapping[str, Any], prefixes: Mapping[str, str]) -> dict[str, Any]:
    compact: dict[str, Any] = {}
    for key, value in node.items():
        if key in {"@id", "@type"}:
            compact[key] = _compact_iri(value, prefixes)
        elif key == _TYPE and all("@id" in each for each in value):
            compact["@type"] = [_compact_iri(each["@id"], prefixes) for each in value]
        elif isinstance(value, list):
            short = _compact_iri(key, prefixes)
            compact[short] = [_compact_node(each, prefixes) for each in value]
        else:
            compact[key] = value
    return compact


def _compact_iri(iri: str, prefixes: Mapping[str, str]) -> str:
    short = curie(iri)
    return ":".join(short) if short and short[0] in prefixes else iri
