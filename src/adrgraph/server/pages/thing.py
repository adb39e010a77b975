"""The page of one thing of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adrgraph.iris import BASE, ONTOLOGY
from adrgraph.server.pages import kinds, metadata
from adrgraph.server.pages.facts import Reading
from adrgraph.server.pages.figures import around, figure, is_connected
from adrgraph.server.pages.rendering import rendered
from adrgraph.server.pages.schemes import scheme
from adrgraph.server.pages.sections import changes
from adrgraph.server.pages.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adrgraph.server.addresses import Site
    from adrgraph.server.pages.library import Library
    from adrgraph.server.pages.sections import Section
    from adrgraph.server.profiles import Form
    from adrgraph.server.records import Record


_FEW = 2
"""Sections to which nobody needs to be led."""


def has_page(iri: str) -> bool:
    """Whether a document is of a kind that has pages of its own.

    >>> has_page("https://w3id.org/adrgraph/dataset/leo")
    True
    >>> has_page("https://w3id.org/adrgraph/shape/dataset")
    False
    """
    kind, slash, _ = iri.removeprefix(BASE).partition("/")
    return iri == ONTOLOGY or (bool(slash) and (kind in kinds.NAMES or kind == "scheme"))


def thing(record: Record, library: Library, *, site: Site, forms: Sequence[Form]) -> bytes:
    """The page of a document: key facts, then what else there is to know of its kind."""
    kind = record.iri.removeprefix(BASE).partition("/")[0]
    if kind == "scheme":
        return scheme(record, library, site=site, forms=forms)
    if record.iri == ONTOLOGY:
        return vocabulary(record, library, site=site, forms=forms)
    reading = Reading(record, library, site)
    facts = kinds.facts(reading, kind)
    found = (*kinds.sections(reading, kind), changes(reading))
    sections = [each for each in found if not each.is_empty]
    is_drawn = kind == "dataset" and is_connected(library, record.iri)
    descriptions = reading.values(record.iri, "dcterms:description")
    return rendered(
        "thing.html",
        title=reading.title,
        kind=kinds.NAMES[kind],
        listing=kinds.LISTS.get(kind, ""),
        current=kinds.LISTS.get(kind, ""),
        site=site,
        iri=record.iri,
        names=_names(reading),
        descriptions=descriptions,
        tags=_tags(reading),
        facts=facts,
        sections=sections,
        contents=_contents(sections),
        fragments=_fragments(reading, sections),
        forms=forms,
        feed=f"feed.atom?of={record.iri.removeprefix(BASE)}" if library.history.since else "",
        figure=figure(around(library, record.iri, site), site) if is_drawn else None,
        metadata=metadata.of(reading, kind, forms=forms),
        is_dataset=kind == "dataset",
    )


def _contents(sections: Sequence[Section]) -> list[tuple[str, str]]:
    """What a long page leads to: its sections; the parts of the first where these are few."""
    found = [(section.id, section.title) for section in sections]
    parts = [(g.fragment, g.title) for each in sections[:1] for g in each.groups if g.fragment]
    if len(found) <= _FEW:
        found = [*found[:1], *parts, *found[1:]]
    return found if len(found) > _FEW else []


def _fragments(reading: Reading, sections: Sequence[Section]) -> list[str]:
    """The parts that an IRI may lead to and that have no place of their own on the page."""
    placed = {fragment for section in sections for _, fragment, _ in section.blocks}
    placed |= {group.fragment for section in sections for group in section.groups}
    placed |= {"key", "main", "find", *(section.id for section in sections)}
    prefix = f"{reading.record.iri}#"
    found = {part.removeprefix(prefix) for part in reading.said if part.startswith(prefix)}
    return sorted(found - placed)


def _names(reading: Reading) -> list[str]:
    names = reading.texts(reading.record.iri, "skos:altLabel")
    names += reading.texts(reading.record.iri, "dcterms:title")
    names += reading.texts(reading.record.iri, "foaf:name")
    others = {name for name in names if name.casefold() != reading.title.casefold()}
    return sorted(others, key=lambda name: (len(name), name))


def _tags(reading: Reading) -> list[tuple[str, str]]:
    """Nature and themes, each with where others of the same are listed."""
    found = []
    for curie, facet in (("dcterms:type", "nature"), ("dcat:theme", "theme")):
        for iri in reading.nodes(reading.record.iri, curie):
            if f"scheme/{facet}#" in iri:
                slug = iri.rpartition("#")[2]
                address = reading.site.at(f"datasets?{facet}={slug}")
                found.append((reading.label(iri), address))
    return found
