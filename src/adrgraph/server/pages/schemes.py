"""The page of a concept scheme: each concept with what it means and what it is used for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from adrgraph.iris import full
from adrgraph.server.pages.facets import FACETS
from adrgraph.server.pages.facts import Reading
from adrgraph.server.pages.rendering import rendered
from adrgraph.server.pages.sections import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from adrgraph.server.addresses import Site
    from adrgraph.server.pages.library import Library
    from adrgraph.server.profiles import Form
    from adrgraph.server.records import Record

    Said = Mapping[str, Mapping[str, Sequence[Any]]]

_MATCHES = ("skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch")


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept as its scheme's page shows it."""

    fragment: str
    label: str
    names: tuple[str, ...]
    definition: str
    notes: tuple[str, ...]
    broader: tuple[Entry, ...]
    narrower: tuple[Entry, ...]
    matches: tuple[Entry, ...]
    datasets: int
    """Datasets that choosing it finds."""

    uses: int
    """Statements that use it, where it finds no dataset."""


def scheme(record: Record, library: Library, *, site: Site, forms: Sequence[Form]) -> bytes:
    """The page of a scheme."""
    reading = Reading(record, library, site)
    said = said_of(record)
    slug = record.iri.rpartition("/")[2]
    facet = _FACET_OF.get(slug, "")
    members = sorted(iri for iri in said if iri.startswith(f"{record.iri}#"))
    datasets = {iri: library.index.count(facet, iri.partition("#")[2]) for iri in members}
    uses = _uses(library, [iri for iri in members if not datasets[iri]])
    concepts = [_concept(reading, said, iri, (datasets[iri], uses.get(iri, 0))) for iri in members]
    own = said.get(record.iri, {})
    return rendered(
        "scheme.html",
        title=first(own, "dcterms:title", "skos:prefLabel") or reading.title,
        site=site,
        iri=record.iri,
        forms=forms,
        description=first(own, "dcterms:description", "skos:definition", "skos:scopeNote"),
        concepts=sorted(concepts, key=lambda concept: concept.label.casefold()),
        facet=facet,
    )


def _uses(library: Library, concepts: Sequence[str]) -> dict[str, int]:
    """The statements in which concepts stand that no dataset is found by."""
    rows = library.rows("uses", concept=[ox.NamedNode(iri) for iri in concepts]) if concepts else []
    return {row["concept"]: int(row["uses"]) for row in rows}


_FACET_OF = {"area": "nation"} | {
    name: name for name in FACETS if name not in {"nation", "environment", "owner"}
}
"""The facet that the concepts of a scheme are values of."""


def said_of(record: Record) -> Said:
    """What is said of a document and of its parts, by subject and property."""
    found: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for triple in record.merged:
        if isinstance(triple.subject, ox.NamedNode):
            found[triple.subject.value][triple.predicate.value].append(triple.object)
    return found


def _concept(reading: Reading, said: Said, iri: str, numbers: tuple[int, int]) -> Concept:
    own = said[iri]

    return Concept(
        fragment=iri.partition("#")[2],
        label=first(own, "skos:prefLabel") or reading.label(iri),
        names=texts(own, "skos:altLabel"),
        definition=first(own, "skos:definition"),
        notes=texts(own, "skos:scopeNote", "skos:note", "skos:editorialNote"),
        broader=things(reading, own, "skos:broader"),
        narrower=things(reading, own, "skos:narrower"),
        matches=things(reading, own, *_MATCHES),
        datasets=numbers[0],
        uses=numbers[1],
    )


def things(
    reading: Reading, own: Mapping[str, Sequence[Any]], *curies: str, but: str = ""
) -> tuple[Entry, ...]:
    """The things that some properties lead to, but for one, each once, as links."""
    nodes = {
        term.value
        for curie in curies
        for term in own.get(full(curie), ())
        if isinstance(term, ox.NamedNode) and term.value != but
    }
    return tuple(Entry(reading.label(node), reading.address(node)) for node in sorted(nodes))


def texts(own: Mapping[str, Sequence[Any]], *curies: str) -> tuple[str, ...]:
    """The words that some properties hold, in order."""
    found = {
        term.value
        for curie in curies
        for term in own.get(full(curie), ())
        if isinstance(term, ox.Literal)
    }
    return tuple(sorted(found))


def first(own: Mapping[str, Sequence[Any]], *curies: str) -> str:
    """The words of the first of some properties that has any."""
    return next((text for curie in curies for text in texts(own, curie)), "")
