"""The page of the ontology: each class and property with what it means and what goes with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from adrgraph.iris import full
from adrgraph.server.pages.facts import Reading
from adrgraph.server.pages.rendering import rendered
from adrgraph.server.pages.schemes import first, said_of, texts, things
from adrgraph.server.records import name_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from adrgraph.server.addresses import Site
    from adrgraph.server.pages.library import Library
    from adrgraph.server.pages.sections import Entry
    from adrgraph.server.profiles import Form
    from adrgraph.server.records import Record

KINDS = {
    "owl:Class": "Classes",
    "owl:ObjectProperty": "Properties that lead to things",
    "owl:DatatypeProperty": "Properties with words, numbers and dates",
    "owl:AnnotationProperty": "Remarks",
}
"""The kinds of terms, each with its heading."""

_RELATIONS = (
    ("A kind of", ("rdfs:subClassOf",)),
    ("Implies", ("rdfs:subPropertyOf",)),
    ("Of", ("rdfs:domain", "schema:domainIncludes")),
    ("Value", ("rdfs:range", "schema:rangeIncludes")),
    ("Read backwards", ("owl:inverseOf",)),
)


@dataclass(frozen=True, slots=True)
class Term:
    """One class or property as the page shows it."""

    fragment: str
    name: str
    label: str
    definition: str
    notes: tuple[str, ...]
    relations: tuple[tuple[str, tuple[Entry, ...]], ...]


def vocabulary(record: Record, library: Library, *, site: Site, forms: Sequence[Form]) -> bytes:
    """The page of an ontology."""
    reading = Reading(record, library, site)
    said = said_of(record)
    groups = []
    for curie, heading in KINDS.items():
        kind = ox.NamedNode(full(curie))
        terms = [
            _term(reading, own, iri)
            for iri, own in said.items()
            if iri.startswith(f"{record.iri}#") and kind in own.get(full("rdf:type"), ())
        ]
        groups.append((heading, sorted(terms, key=lambda term: term.label.casefold())))
    own = said.get(record.iri, {})
    return rendered(
        "vocabulary.html",
        title=first(own, "dcterms:title", "rdfs:label") or reading.title,
        site=site,
        iri=record.iri,
        forms=forms,
        description=first(own, "dcterms:description", "skos:definition"),
        version=first(own, "owl:versionInfo"),
        groups=[group for group in groups if group[1]],
    )


def _term(reading: Reading, own: Mapping[str, Sequence[Any]], iri: str) -> Term:
    relations = [(words, things(reading, own, *curies, but=iri)) for words, curies in _RELATIONS]
    return Term(
        fragment=iri.partition("#")[2],
        name=name_of(iri),
        label=first(own, "skos:prefLabel", "rdfs:label") or name_of(iri),
        definition=first(own, "skos:definition"),
        notes=texts(own, "skos:scopeNote"),
        relations=tuple(pair for pair in relations if pair[1]),
    )
