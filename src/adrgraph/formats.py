"""Every serialisation as one value: the names the world has for it, in order of preference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from adrgraph.errors import UnknownFormat
from adrgraph.iris import FILE_FORMATS
from adrgraph.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["graph", "dataset", "solutions"]
"""What a format holds: triples, quads, or the answer to SELECT and ASK."""


@dataclass(frozen=True, slots=True)
class Format:
    """One serialisation, as `--format`, `Accept`, a file's suffix and `sd:resultFormat` name it."""

    name: str
    label: str
    media_type: str
    suffix: str
    iri: str
    kinds: tuple[Kind, ...]
    aliases: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """What it was made for; a dataset format holds a graph as well."""
        return self.kinds[0]

    @property
    def media_types(self) -> tuple[str, ...]:
        """Its registered media type first, then those that clients also ask for it by."""
        return (self.media_type, *(alias for alias in self.aliases if "/" in alias))

    @property
    def names(self) -> tuple[str, ...]:
        """Everything a person or a program may call it."""
        return (self.name, self.media_type, self.suffix, self.label.lower(), *self.aliases)

    @property
    def rdf(self) -> ox.RdfFormat:
        """What pyoxigraph calls it, where it holds triples or quads."""
        found = ox.RdfFormat.from_media_type(self.media_type)
        if found is None:
            raise UnknownFormat(f"{self.label} holds no triples.")
        return found

    @property
    def results(self) -> ox.QueryResultsFormat:
        """What pyoxigraph calls it, where it holds the answer to SELECT or ASK."""
        found = ox.QueryResultsFormat.from_media_type(self.media_type)
        if found is None:
            raise UnknownFormat(f"{self.label} holds no rows.")
        return found


FORMATS = (
    Format(
        name="turtle",
        label="Turtle",
        media_type="text/turtle",
        suffix="ttl",
        iri=f"{FILE_FORMATS}Turtle",
        kinds=("graph",),
        aliases=("n3", "text/n3"),
    ),
    Format(
        name="jsonld",
        label="JSON-LD",
        media_type="application/ld+json",
        suffix="jsonld",
        iri=f"{FILE_FORMATS}JSON-LD",
        kinds=("graph", "dataset"),
        aliases=("json-ld", "json"),
    ),
    Format(
        name="ntriples",
        label="N-Triples",
        media_type="application/n-triples",
        suffix="nt",
        iri=f"{FILE_FORMATS}N-Triples",
        kinds=("graph",),
        aliases=("n-triples",),
    ),
    Format(
        name="rdfxml",
        label="RDF/XML",
        media_type="application/rdf+xml",
        suffix="rdf",
        iri=f"{FILE_FORMATS}RDF_XML",
        kinds=("graph",),
        aliases=("xml",),
    ),
    Format(
        name="trig",
        label="TriG",
        media_type="application/trig",
        suffix="trig",
        iri=f"{FILE_FORMATS}TriG",
        kinds=("dataset", "graph"),
    ),
    Format(
        name="nquads",
        label="N-Quads",
        media_type="application/n-quads",
        suffix="nq",
        iri=f"{FILE_FORMATS}N-Quads",
        kinds=("dataset", "graph"),
        aliases=("n-quads",),
    ),
    Format(
        name="json",
        label="SPARQL results in JSON",
        media_type="application/sparql-results+json",
        suffix="srj",
        iri=f"{FILE_FORMATS}SPARQL_Results_JSON",
        kinds=("solutions",),
        aliases=("application/json",),
    ),
    Format(
        name="xml",
        label="SPARQL results in XML",
        media_type="application/sparql-results+xml",
        suffix="srx",
        iri=f"{FILE_FORMATS}SPARQL_Results_XML",
        kinds=("solutions",),
        aliases=("application/xml",),
    ),
    Format(
        name="csv",
        label="SPARQL results in CSV",
        media_type="text/csv",
        suffix="csv",
        iri=f"{FILE_FORMATS}SPARQL_Results_CSV",
        kinds=("solutions",),
    ),
    Format(
        name="tsv",
        label="SPARQL results in TSV",
        media_type="text/tab-separated-values",
        suffix="tsv",
        iri=f"{FILE_FORMATS}SPARQL_Results_TSV",
        kinds=("solutions",),
    ),
)
"""In order of preference: `*/*` gets the first that suits."""


def kind_of(form: str) -> Kind:
    """What a query of this form is answered with.

    >>> kind_of("DESCRIBE"), kind_of("ASK")
    ('graph', 'solutions')
    """
    return "graph" if form in {"CONSTRUCT", "DESCRIBE"} else "solutions"


def holding(kind: Kind) -> tuple[Format, ...]:
    """The formats that hold this kind of result, best first.

    >>> [format.name for format in holding("dataset")]
    ['jsonld', 'trig', 'nquads']
    """
    return tuple(format for format in FORMATS if kind in format.kinds)


def find_format(name: str, kind: Kind | None = None) -> Format:
    """The format that a person or a program calls `name`: short name, suffix or media type.

    >>> find_format(".ttl").name, find_format("text/csv; charset=utf-8").name
    ('turtle', 'csv')
    >>> find_format("xml", "graph").name, find_format("xml", "solutions").name
    ('rdfxml', 'xml')

    Raises:
        UnknownFormat: None has this name, or it does not hold this kind of result.
    """
    wanted = name.partition(";")[0].strip().lower().removeprefix(".")
    offered = FORMATS if kind is None else holding(kind)
    # A format's own name goes before another's alias: "xml" alone is the results format.
    for format in sorted(offered, key=lambda format: format.name != wanted):
        if wanted in format.names:
            return format
    media_types = [format.media_type for format in offered]
    raise UnknownFormat(_unknown(name, wanted, offered), offered=media_types)


def _unknown(name: str, wanted: str, offered: Sequence[Format]) -> str:
    names = ", ".join(format.name for format in offered)
    for format in FORMATS:
        if wanted in format.names:
            return f"{format.label} does not suit this result. Choose one of {names}."
    hint = did_you_mean(wanted, [format.name for format in offered])
    return f'No format is called "{name}".{hint} There are {names}.'
