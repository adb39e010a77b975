"""Pages of anything: all that is said of a document, all its forms, a problem."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from adrgraph.iris import document
from adrgraph.server.pages.rendering import rendered
from adrgraph.server.records import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from adrgraph.server.addresses import Site
    from adrgraph.server.profiles import Form
    from adrgraph.server.records import Record

    Labels = Mapping[str, ox.Literal]

MOST = 500
"""Things of a document, or that point at it, which a page shows."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A term as a page shows it."""

    text: str
    href: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One property with its values."""

    property: Shown
    terms: list[Shown]


@dataclass(frozen=True, slots=True)
class Part:
    """What is said of the document itself, or of one of its parts."""

    title: str
    fragment: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class _Shower:
    site: Site
    labels: Labels

    def term(self, term: Any) -> Shown:
        if isinstance(term, ox.Literal):
            return Shown(term.value, language=term.language or "")
        if not isinstance(term, ox.NamedNode):
            return Shown("something without a name")
        label = self.labels.get(term.value)
        text = label.value if label else name_of(term.value)
        return Shown(text, self.site.link(term.value))

    def rows(self, pairs: Iterable[tuple[Any, Any]]) -> list[Row]:
        found: dict[Any, list[Shown]] = defaultdict(list)
        for predicate, term in pairs:
            found[predicate].append(self.term(term))
        return [Row(self.term(predicate), terms) for predicate, terms in found.items()]


def resource(record: Record, *, site: Site, labels: Labels, forms: Sequence[Form]) -> bytes:
    """The page of a document: what is said of it and of its parts, and what points at it."""
    shower = _Shower(site, labels)
    parts = list(_parts(record, shower))
    pointing = [(t.predicate, t.subject) for t in record.merged if _points(t, record.iri)]
    return rendered(
        "resource.html",
        title=shower.term(ox.NamedNode(record.iri)).text,
        site=site,
        iri=record.iri,
        forms=forms,
        parts=parts[:MOST],
        left_out=max(0, len(parts) - MOST),
        pointing=shower.rows(pointing[:MOST]),
    )


def alternates(record: Record, *, site: Site, labels: Labels, forms: Sequence[Form]) -> bytes:
    """The page that lists all forms of a document."""
    title = _Shower(site, labels).term(ox.NamedNode(record.iri)).text
    return rendered("alternates.html", title=title, site=site, forms=forms)


def sitemap(addresses: Sequence[str], *, changed: str, is_index: bool) -> bytes:
    """The addresses of pages, or of sitemaps, in XML."""
    return rendered("sitemap.xml", addresses=addresses, changed=changed, is_index=is_index)


def problem(title: str, detail: str, *, site: Site, words: str = "") -> bytes:
    """What went wrong, for people; words of the address may lead to what was meant."""
    return rendered("problem.html", title=title.capitalize(), detail=detail, site=site, words=words)


def _parts(record: Record, shower: _Shower) -> Iterator[Part]:
    """The document first, then what else it describes; what has no name is left to other forms."""
    told = [t for t in record.merged if not _points(t, record.iri)]
    grouped = groupby(told, key=lambda triple: triple.subject)
    said = {node.value: list(of) for node, of in grouped if isinstance(node, ox.NamedNode)}
    for iri in sorted(said, key=lambda iri: (iri != record.iri, iri)):
        rows = shower.rows((triple.predicate, triple.object) for triple in said[iri])
        part = "" if iri == record.iri else iri.removeprefix(f"{record.iri}#")
        yield Part(shower.term(ox.NamedNode(iri)).text, part, rows)


def _points(triple: ox.Triple, iri: str) -> bool:
    """Whether a statement is of something else, which it relates to the document."""
    return _is_within(triple.object, iri) and not _is_within(triple.subject, iri)


def _is_within(node: Any, iri: str) -> bool:
    return isinstance(node, ox.NamedNode) and document(node.value) == iri
