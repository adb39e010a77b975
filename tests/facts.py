"""The facts, item by item, and what the graph says of them in the graph of their source."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import pyoxigraph as ox
import yaml

from adrgraph.iris import BASE, PREFIXES, mint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    Term = ox.NamedNode | ox.BlankNode | ox.Triple

BROCHURE = "brochure"
SOURCE = "brochure#"

KINDS = {
    "datasets": "dataset",
    "linkages": "linkage",
    "organisations": "organisation",
    "tres": "environment",
    "catalogues": "catalogue",
    "access_processes": "access-route",
    "legal_gateways": "legal-gateway",
    "publications": "publication",
    "events": "event",
}
"""A list of the facts to the kind of its things."""

AGREEMENTS = {"dsa-contract": "echild-sublicence"}
"""A gateway of the facts that is two agreements, and the one that pages tell of."""

_ABBREVIATIONS = {"linkage": "lk-"}


@dataclass(frozen=True, slots=True)
class Item:
    """One statement of a source: under a heading or on a page, of a thing, its attribute and value.

    The heading of what is not in the brochure is the named graph of its page.
    """

    heading: str
    kind: str
    slug: str
    attribute: str
    value: Any
    fact: Mapping[str, Any] = field(compare=False)

    def __str__(self) -> str:
        """The item as a failure names it."""
        return f"{self.kind}/{self.slug} {self.attribute}: {self.value}"


class Statements(Protocol):
    """What statements can be looked up in: a store, or one that remembers what was read."""

    def quads_for_pattern(
        self,
        subject: Term | None,
        predicate: ox.NamedNode | None,
        object: Term | ox.Literal | None,  # noqa: A002 - the name in pyoxigraph
        graph_name: ox.NamedNode | None = None,
    ) -> Iterator[ox.Quad]:
        """The statements of a pattern."""
        ...


@dataclass(frozen=True, slots=True)
class Sight:
    """The graph as seen from one item: what its heading says of its thing, and all the rest."""

    store: Statements
    item: Item
    wordings: Mapping[str, Any]

    @property
    def thing(self) -> str:
        """The IRI of what the item is about."""
        return mint(self.item.kind, self.item.slug)

    @property
    def note(self) -> str:
        """The remark that goes with the item."""
        return str(self.item.fact.get("note", ""))

    def objects(self, subject: str, predicate: str) -> set[str]:
        """The values of a property under the heading of the item."""
        return self._objects(subject, predicate, ox.NamedNode(section(self.item.heading)))

    def subjects(self, predicate: str, value: str) -> set[str]:
        """The things that have a value of a property under the heading of the item."""
        graph = ox.NamedNode(section(self.item.heading))
        return _subjects(self.store, (full(predicate), value), graph)

    def pairs(self, subject: str) -> Iterator[tuple[str, str]]:
        """The properties and values of a thing under the heading of the item."""
        graph = ox.NamedNode(section(self.item.heading))
        for quad in self.store.quads_for_pattern(ox.NamedNode(subject), None, None, graph):
            yield quad.predicate.value, text(quad.object)

    def everywhere(self, subject: str, predicate: str) -> set[str]:
        """The values of a property in any source."""
        return self._objects(subject, predicate, None)

    def anybody(self, predicate: str, value: str) -> set[str]:
        """The things that have a value of a property in any source."""
        return _subjects(self.store, (full(predicate), value), None)

    def printed(self, subject: str, predicate: str) -> set[str]:
        """The values of a property in any section of the brochure."""
        pattern = ox.NamedNode(subject), ox.NamedNode(full(predicate))
        return {
            text(quad.object)
            for quad in self.store.quads_for_pattern(*pattern, None, None)
            if text(quad.graph_name).startswith(PREFIXES["brochure"])
        }

    def says(self, predicate: str, *values: str) -> bool:
        """Whether the heading gives the thing exactly these values, as CURIEs or words."""
        return self.objects(self.thing, predicate) == {full(value) for value in values}

    def names(self, predicate: str, *values: str) -> bool:
        """Whether these values are among those that the heading gives the thing."""
        return self.objects(self.thing, predicate) >= {full(value) for value in values}

    def mentions(self) -> bool:
        """Whether the heading says anything about the thing or names it."""
        node, graph = ox.NamedNode(self.thing), ox.NamedNode(section(self.item.heading))
        about = self.store.quads_for_pattern(node, None, None, graph)
        naming = self.store.quads_for_pattern(None, None, node, graph)
        return any(True for _ in about) or any(True for _ in naming)

    def _objects(self, subject: str, predicate: str, graph: ox.NamedNode | None) -> set[str]:
        pattern = ox.NamedNode(subject), ox.NamedNode(full(predicate))
        found = self.store.quads_for_pattern(*pattern, None, graph)
        return {text(quad.object) for quad in found}


def _subjects(store: Statements, pair: tuple[str, str], graph: ox.NamedNode | None) -> set[str]:
    predicate, value = pair
    found = store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(value), graph)
    return {text(quad.subject) for quad in found}


def text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | ox.DefaultGraph) -> str:
    """The IRI or the characters of a term."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def full(name: str) -> str:
    """The IRI of a CURIE; a concept's prefix is its scheme. Other text stays as it is.

    >>> full("unit:homes")
    'https://w3id.org/adrgraph/scheme/unit#homes'
    >>> full("2022-09")
    '2022-09'
    """
    prefix, colon, local = name.partition(":")
    if not colon or local.startswith("//") or not re.fullmatch(r"[a-z-]+", prefix):
        return name
    if prefix == "mailto":
        return name
    return PREFIXES.get(prefix, f"{BASE}scheme/{prefix}#") + local


def section(heading: str) -> str:
    """The named graph of a heading; that of a page is itself.

    >>> section("Additional Datasets Expected 2022-2023").partition("#")[2]
    'additional-datasets-expected-2022-2023'
    """
    if heading.startswith(BASE):
        return heading
    words = re.findall(r"[a-z0-9]+", re.sub("['\u2019]", "", heading.lower()))
    return PREFIXES["brochure"] + "-".join(words)


def read_items(folder: Path) -> tuple[Item, ...]:
    """Every item on datasets and linkages that the brochure states, in the order of the file."""
    facts = yaml.safe_load((folder / "facts.yaml").read_text(encoding="utf-8"))
    found: list[Item] = []
    for name in ("datasets", "linkages"):
        for record in facts[name]:
            found += _items(KINDS[name], record)
    return tuple(found)


def read_later(folder: Path, pages: Mapping[str, Sequence[str]]) -> tuple[Item, ...]:
    """Every item on datasets and linkages that the brochure does not state.

    The pages give each address its named graphs: the page itself and editions of it.
    """
    facts = yaml.safe_load((folder / "facts.yaml").read_text(encoding="utf-8"))
    found: list[Item] = []
    for name in ("datasets", "linkages"):
        for record in facts[name]:
            slug = _slug(KINDS[name], record)
            for attribute, fact in _facts(record):
                if fact["stated"] != "brochure":
                    place = KINDS[name], slug, attribute
                    graph = _edition(pages[fact["source"]], str(fact.get("as_of", "")))
                    found.append(Item(graph, *place, value=fact["value"], fact=fact))
    return tuple(found)


def _facts(record: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for attribute, facts in record.items():
        for fact in facts if isinstance(facts, list) else [facts]:
            if isinstance(fact, dict) and "stated" in fact:
                yield attribute, fact


def _edition(graphs: Sequence[str], as_of: str) -> str:
    named = re.sub(r"[^a-z]+", "-", as_of.lower()).removesuffix("-page")
    of_edition = [graph for graph in graphs if named and f"#{named}" in graph]
    return of_edition[0] if of_edition else min(graphs, key=len)


def _items(kind: str, record: Mapping[str, Any]) -> Iterator[Item]:
    slug = _slug(kind, record)
    for attribute, fact in _facts(record):
        if fact["stated"] == BROCHURE:
            heading = fact["source"].removeprefix(SOURCE)
            yield Item(heading, kind, slug, attribute, value=fact["value"], fact=fact)


def _slug(kind: str, record: Mapping[str, Any]) -> str:
    return str(record["id"]).removeprefix(_ABBREVIATIONS.get(kind, ""))


def read_store(texts: Iterable[str]) -> ox.Store:
    """The statements of some TriG texts."""
    store = ox.Store()
    for text in texts:
        store.load(text, format=ox.RdfFormat.TRIG)
    return store
