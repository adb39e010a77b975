"""What the facts remark on a statement, and what it holds as of, as the graph has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from adrgraph.iris import BASE, PREFIXES, mint
from tests.facts import BROCHURE, full, section, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.facts import Item, Statements

OURS = f"{PREFIXES['source']}adrgraph"
AS_OF = ("adr:asOf", "adr:statedOn", "dcterms:issued", "dcterms:date")
BROCHURE_MONTH = "2022-09"


@dataclass(frozen=True, slots=True)
class Remark:
    """What a fact says beside its value, and the store where that is looked up."""

    item: Item
    store: Statements
    rules: Mapping[str, Any]

    def told(self) -> frozenset[ox.Quad]:
        """The statements that carry the remark of the fact."""
        rule = self.rules["notes"][self.item.fact["note"]]
        thing = mint("dataset", rule.get("about", self.item.slug))
        graph = self._graph(rule)
        near = list(_near(self.store, thing, graph))
        told = _matching(near, rule["statement"]) if "statement" in rule else _worded(near, rule)
        beside = [_matching(near, pair) for pair in rule.get("with", ())]
        if "also" in rule and not _matching(near, rule["also"]):
            return frozenset()
        subjects = {quad.subject for quad in told}.intersection(
            *({quad.subject for quad in found} for found in beside)
        )
        return frozenset(
            quad
            for quad in [*told, *(q for found in beside for q in found)]
            if quad.subject in subjects
        )

    def dated(self) -> frozenset[ox.Quad]:
        """The statements that tell what the fact holds as of."""
        as_of, graph = str(self.item.fact["as_of"]), section(self.item.heading)
        if f"#{as_of.replace(' ', '-')}".removesuffix("-page") in graph:
            return frozenset(_of_graph(self.store, graph))
        near = list(_near(self.store, mint("dataset", self.item.slug), graph))
        if as_of in self.rules["editions"]:
            return frozenset(_matching(near, self.rules["editions"][as_of]))
        if self.item.fact["stated"] == BROCHURE and as_of == BROCHURE_MONTH:
            graph = graph.partition("#")[0]
        near += _about(self.store, graph)
        dated = {quad for name in AS_OF for quad in _matching(near, [name, as_of])}
        return frozenset(dated | set(_matching(near, ["adr:wording", as_of])))

    def _graph(self, rule: Mapping[str, Any]) -> str | None:
        if rule.get("anywhere"):
            return None
        return OURS if rule.get("ours") else section(self.item.heading)


def _near(statements: Statements, thing: str, graph: str | None) -> Iterator[ox.Quad]:
    """What a graph says of a thing, of its parts, and of linkages that read or made it."""
    names = {thing}
    for end in ("prov:used", "prov:generated", "prov:entity"):
        pattern = ox.NamedNode(full(end)), ox.NamedNode(thing)
        for quad in statements.quads_for_pattern(None, *pattern, None):
            names.add(text(quad.subject).partition("#")[0])
    place = ox.NamedNode(graph) if graph else None
    for quad in statements.quads_for_pattern(None, None, None, place):
        about = text(quad.subject).partition("#")[0] in names
        if about or text(quad.object) == thing or _applies(statements, quad, thing):
            yield quad


def _applies(statements: Statements, quad: ox.Quad, thing: str) -> bool:
    """Whether a statement is about a restriction or caveat that applies to the thing."""
    pattern = quad.subject, ox.NamedNode(full("adr:appliesTo")), ox.NamedNode(thing)
    return any(True for _ in statements.quads_for_pattern(*pattern, None))


def _worded(quads: Sequence[ox.Quad], rule: Mapping[str, Any]) -> list[ox.Quad]:
    """The statements with a text that has all the words of a rule."""
    words = [word.lower() for word in rule["words"]]
    return [
        quad
        for quad in quads
        if isinstance(quad.object, ox.Literal)
        and all(word in quad.object.value.lower() for word in words)
    ]


def _matching(quads: Sequence[ox.Quad] | Iterator[ox.Quad], pair: Sequence[str]) -> list[ox.Quad]:
    """The statements with a property and a value; an empty value is any."""
    name, value = full(pair[0]), str(pair[1])
    kinds = "dataset/", "environment/", "legal-gateway/", "linkage/", "organisation/"
    wanted = BASE + value if value.startswith(kinds) else full(value)
    return [
        quad
        for quad in quads
        if quad.predicate.value == name and (not value or text(quad.object) == wanted)
    ]


def _about(statements: Statements, source: str) -> list[ox.Quad]:
    return list(statements.quads_for_pattern(ox.NamedNode(source), None, None, None))


def _of_graph(statements: Statements, graph: str) -> list[ox.Quad]:
    return list(statements.quads_for_pattern(None, None, None, ox.NamedNode(graph)))
