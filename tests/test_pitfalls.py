"""Pitfalls as OOPS!, ROBOT and qSKOS report them: none here, and each check finds a seeded one.

`tests/pitfalls/<pitfall>.rq` finds a pitfall in ontology, schemes and shapes;
`<pitfall>.ttl` seeds it, and says in its first line at which terms it is to be found.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from adrgraph.iris import ADR, PREFIXES, shorten
from adrgraph.layout import find_layout
from adrgraph.sources import read
from tests.test_ontology import VOCABULARIES, published

if TYPE_CHECKING:
    from collections.abc import Iterable

PITFALLS = sorted((Path(__file__).parent / "pitfalls").glob("*.rq"))
SOURCES = read(find_layout())
SPOKEN = (*SOURCES.ontology, *SOURCES.schemes, *SOURCES.shapes)
VOCABULARY = [quad for document in SPOKEN for quad in document.quads]
FINDS = re.compile(r"^# finds: (.*)$", re.MULTILINE)


def store(quads: Iterable[ox.Quad]) -> ox.Store:
    """Statements in one graph."""
    filled = ox.Store()
    filled.extend(ox.Quad(each.subject, each.predicate, each.object) for each in quads)
    return filled


def found(query: Path, *, quads: Iterable[ox.Quad]) -> set[tuple[str, str]]:
    """The terms in which a pitfall is, each with what is wrong there."""
    rows = store(quads).query(query.read_text("utf-8"))
    assert isinstance(rows, ox.QuerySolutions)
    return {(shorten(str(row["term"])), row["detail"].value) for row in rows}


@cache
def sound(query: Path) -> frozenset[tuple[str, str]]:
    """What a check finds in ontology and schemes as they are."""
    return frozenset(found(query, quads=VOCABULARY))


@pytest.mark.parametrize("query", PITFALLS, ids=lambda path: path.stem)
def test_none(query: Path) -> None:
    """Ontology and schemes are free of the pitfall."""
    assert sound(query) == frozenset()


@pytest.mark.parametrize("query", PITFALLS, ids=lambda path: path.stem)
def test_found(query: Path) -> None:
    """The check finds the pitfall where it was seeded, and nowhere else."""
    seed = query.with_suffix(".ttl").read_text("utf-8")
    (wanted,) = FINDS.findall(seed)
    seeded = [*VOCABULARY, *ox.parse(seed, format=ox.RdfFormat.TURTLE)]
    terms = {term for term, _ in found(query, quads=seeded) - sound(query)}

    assert terms == {shorten(term) for term in wanted.split()}


def test_each_check_has_its_seed() -> None:
    """No check without a seed, and no seed without a check."""
    folder = PITFALLS[0].parent
    seeds = {path.stem for path in folder.glob("*.ttl")}

    assert {path.stem for path in PITFALLS} == seeds
    assert len(PITFALLS) > 30


@pytest.mark.parametrize("prefix", sorted(VOCABULARIES.keys() & PREFIXES.keys()))
def test_no_clash_with_published_vocabularies(prefix: str) -> None:
    """A term of ours that is called like a published one is told apart from it."""
    told: dict[str, str] = {}
    for quad in VOCABULARY:
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(ADR):
            name = quad.subject.value.removeprefix(ADR)
            told[name] = f"{told.get(name, '')} {shorten(str(quad.object))}"
    same = {
        name
        for iri in published(prefix)
        if (name := iri.removeprefix(PREFIXES[prefix])) in told and name != iri
    }

    assert {name for name in same if f"{prefix}:{name}" not in told[name]} == set()


def test_data_keep_to_domains_and_ranges() -> None:
    """Data use each property of ours on the classes, and with the values, that it is for."""
    kinds = classes()
    uses = {
        (quad.predicate.value.removeprefix(ADR), end, node)
        for document in SOURCES.data
        for quad in document.quads
        if quad.predicate.value.startswith(ADR)
        for end, node in (("domainIncludes", quad.subject), ("rangeIncludes", quad.object))
    }
    allowed: dict[tuple[str, str], set[str]] = {}
    for quad in VOCABULARY:
        if quad.predicate.value.startswith(PREFIXES["schema"]) and isinstance(
            quad.subject, ox.NamedNode
        ):
            end = quad.predicate.value.removeprefix(PREFIXES["schema"])
            name = quad.subject.value.removeprefix(ADR)
            allowed.setdefault((name, end), set()).add(str(quad.object))
    strays = {
        (name, end, str(node))
        for name, end, node in uses
        if not allowed[name, end] & kinds_of(node, kinds)
    }

    assert strays == set()


def kinds_of(node: object, kinds: dict[object, set[str]]) -> set[str]:
    """The classes of a thing, or the datatype of a literal."""
    return {str(node.datatype)} if isinstance(node, ox.Literal) else kinds.get(node, set())


def classes() -> dict[object, set[str]]:
    """The classes of each thing, with those above them."""
    above: dict[str, set[str]] = {}
    kinds: dict[object, set[str]] = {}
    for document in SOURCES.documents:
        for quad in document.quads:
            if quad.predicate.value == f"{PREFIXES['rdfs']}subClassOf":
                above.setdefault(str(quad.subject), set()).add(str(quad.object))
            if quad.predicate.value == f"{PREFIXES['rdf']}type":
                kinds.setdefault(quad.subject, set()).add(str(quad.object))
    return {
        thing: {*own, *(wide for kind in own for wide in above.get(kind, ()))}
        for thing, own in kinds.items()
    }
