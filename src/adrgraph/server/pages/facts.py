"""What is said of one document, as facts: the latest first, the source and its date beside each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from adrgraph.iris import BASE, document, full
from adrgraph.server.pages.parts import Worded, worded
from adrgraph.server.pages.wording import capital, shown
from adrgraph.server.records import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from adrgraph.server.addresses import Site
    from adrgraph.server.pages.library import Library, Line, Told
    from adrgraph.server.records import Record

SOURCES = f"{BASE}source/"

LATEST = {
    "dcterms:extent": "adr:hasLatestExtent",
    "dcterms:temporal": "adr:hasLatestPeriod",
    "adms:status": "adr:hasLatestStatus",
    "dcterms:accrualPeriodicity": "adr:hasLatestFrequency",
}
"""Properties of which the graph knows the latest value, each with the property that tells it."""

ROLES = ("prov:qualifiedAttribution", "prov:qualifiedAssociation")


@dataclass(frozen=True, slots=True)
class Value:
    """One value as a page shows it, with those who say so."""

    text: str
    href: str = ""
    language: str = ""
    detail: str = ""
    sources: tuple[Told, ...] = ()

    @property
    def standing(self) -> str:
        """What was derived or is not verified, unless somebody states it too."""
        marks = [source.standing for source in self.sources]
        return marks[0] if marks and all(marks) else ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One property with its latest values, and with the older or differing ones."""

    label: str
    values: tuple[Value, ...]
    others: tuple[Value, ...] = ()
    is_order_unknown: bool = False

    @property
    def shared(self) -> tuple[Told, ...]:
        """The sources of all values, where they are the same: then they are named once."""
        first = self.values[0].sources if self.values else ()
        same = all(value.sources == first for value in self.values)
        plain = all(not value.detail for value in self.values)
        return first if same and plain else ()


@dataclass(frozen=True)  # no slots: what is said is sorted once
class Reading:
    """One document with the names of what it mentions and of who says so."""

    record: Record
    library: Library = field(repr=False)
    site: Site

    @cached_property
    def said(self) -> Mapping[str, Mapping[str, Mapping[Any, list[str]]]]:
        """The sources of each statement, by subject, property and value."""
        found: dict[str, dict[str, dict[Any, list[str]]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(list))
        )
        for quad in self.record.stated:
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.graph_name, ox.NamedNode):
                graphs = found[quad.subject.value][quad.predicate.value][quad.object]
                graphs.append(quad.graph_name.value)
        return found

    @cached_property
    def labels(self) -> dict[str, str]:
        """What everything that is mentioned is called."""
        terms = {term for quad in self.record.stated for term in quad.triple}
        iris = {term.value for term in terms if isinstance(term, ox.NamedNode)}
        return self.library.labels(iris | {self.record.iri})

    @cached_property
    def told(self) -> dict[str, Told]:
        """The sources that say something here."""
        graphs = {quad.graph_name for quad in self.record.stated}
        return self.library.told(
            graph.value
            for graph in graphs
            if isinstance(graph, ox.NamedNode) and graph.value.startswith(SOURCES)
        )

    @cached_property
    def pointers(self) -> list[Line]:
        """Statements of other documents that point at this one, or at a part of it."""
        iri = self.record.iri
        parts = {iri} | {part for part in self.said if document(part) == iri}
        rows = self.library.rows("pointing", node=[ox.NamedNode(part) for part in sorted(parts)])
        return [row for row in rows if document(row["subject"]) != iri]

    @cached_property
    def held(self) -> list[Line]:
        """Where the dataset, its whole or its parts are held, and which routes lead there."""
        return self.library.about("where-is", "dataset", self.record.iri)

    @cached_property
    def contacts(self) -> list[Line]:
        """Whom one writes to about the dataset."""
        return self.library.about("contacts", "dataset", self.record.iri)

    def tellers(self, row: Line) -> tuple[Told, ...]:
        """The source that a row of an answer names."""
        return tuple(self.library.told([row["source"]] if row["source"] else ()).values())

    @property
    def title(self) -> str:
        """What the document is called; its short form where nobody says."""
        return self.labels.get(self.record.iri) or name_of(self.record.iri)

    def label(self, iri: str) -> str:
        """What a thing is called; its short form where nobody says."""
        return self.labels.get(iri) or shown(name_of(iri))

    def terms(self, node: str, curie: str) -> list[Any]:
        """The values of a property that somebody states, or that follow."""
        return sorted(self.said.get(node, {}).get(full(curie), {}), key=str)

    def texts(self, node: str, curie: str) -> list[str]:
        """The literals among the values of a property."""
        terms = self.terms(node, curie)
        return [term.value for term in terms if isinstance(term, ox.Literal)]

    def nodes(self, node: str, curie: str) -> list[str]:
        """The IRIs among the values of a property."""
        terms = self.terms(node, curie)
        return [term.value for term in terms if isinstance(term, ox.NamedNode)]

    def values(self, node: str, curie: str) -> list[Value]:
        """The values of a property that sources state, each once."""
        return [self._value(term, told) for term, told in self._stated(node, curie)]

    def part(self, node: str) -> Value:
        """A part of the document in a few words, by the word of those who describe it."""
        words = worded(self, ox.NamedNode(node))
        graphs = [
            graph
            for values in self.said.get(node, {}).values()
            for graphs in values.values()
            for graph in graphs
        ]
        return Value(words.text, self.address(words.iri), "", words.detail, self.sources(graphs))

    def fact(self, curie: str, label: str, *, node: str = "") -> Fact | None:
        """A property with its values, the latest before others; nothing where nobody states any."""
        of = node or self.record.iri
        stated = list(self._stated(of, curie))
        if not stated:
            return None
        pointer = LATEST.get(curie)
        latest = set(self.terms(of, pointer)) if pointer else set()
        now = [pair for pair in stated if pair[0] in latest] or stated
        values = merged(self._value(*pair) for pair in now)
        others = merged(self._value(*pair) for pair in stated if pair not in now)
        unknown = bool(pointer) and not latest and len(values) > 1
        return Fact(label, values, others, is_order_unknown=unknown)

    def roles(self) -> list[Fact]:
        """Who has a part in it, by role."""
        found: dict[str, list[Value]] = defaultdict(list)
        for curie in ROLES:
            for term, told in self._stated(self.record.iri, curie):
                if isinstance(term, ox.NamedNode):
                    roles = self.nodes(term.value, "dcat:hadRole")
                    roles += self.nodes(term.value, "prov:hadRole")
                    name = self.label(roles[0]) if roles else "has a part"
                    found[name].append(self._value(term, told))
        return [Fact(capital(name), merged(found[name])) for name in sorted(found)]

    def address(self, iri: str) -> str:
        """Where a link leads; whatever else an IRI may be, such as a script, is no link."""
        return self.site.link(iri)

    def sources(self, graphs: Iterable[str]) -> tuple[Told, ...]:
        """The sources among some graphs, those that state things outright first."""
        known = {graph: self.told[graph] for graph in graphs if graph in self.told}
        return tuple(sorted(known.values(), key=lambda told: (told.standing, told.iri)))

    def _stated(self, node: str, curie: str) -> Iterator[tuple[Any, tuple[Told, ...]]]:
        for term, graphs in self.said.get(node, {}).get(full(curie), {}).items():
            told = self.sources(graphs)
            if told:
                yield term, told

    def _value(self, term: Any, told: tuple[Told, ...]) -> Value:
        if isinstance(term, ox.Literal):
            words = worded(self, term)
            return Value(words.text, "", term.language or "", words.detail, told)
        if not isinstance(term, ox.NamedNode):
            return Value("something without a name", sources=told)
        words = Worded("")
        if document(term.value) == self.record.iri and term.value != self.record.iri:
            words = worded(self, term)
            if words.text:
                return Value(words.text, self.address(words.iri), "", words.detail, told)
        return Value(self.label(term.value), self.address(term.value), sources=told)


def merged(values: Iterable[Value]) -> tuple[Value, ...]:
    """Values that read the same count once, by the word of all their sources."""
    found: dict[tuple[str, str, str], Value] = {}
    for value in values:
        key = (value.text, value.href, value.detail)
        before = found.get(key)
        sources = dict.fromkeys((*(before.sources if before else ()), *value.sources))
        found[key] = Value(value.text, value.href, value.language, value.detail, tuple(sources))
    return tuple(sorted(found.values(), key=lambda value: (value.text, value.detail, value.href)))
