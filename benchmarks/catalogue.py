"""A synthetic catalogue in our vocabulary: some forty statements a dataset, the same each time.

`python benchmarks/catalogue.py 10000 > catalogue.nq`
"""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.iris import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

THEMES = ("education", "health", "justice", "work", "housing", "benefits", "population", "business")
AREAS = ("england", "wales", "scotland", "northern-ireland", "great-britain", "united-kingdom")
PLACES = 7
BODIES = 74
NEAR = 60
"""Datasets before a linked one among which its components are."""

WORDS = (
    *("annual", "census", "children", "care", "court", "earnings", "school", "hospital", "survey"),
    *(
        "linked",
        "records",
        "register",
        "pupils",
        "prison",
        "tax",
        "work",
        "homes",
        "study",
        "wales",
    ),
)

ADMS, ADR, DCAT, DCTERMS = (PREFIXES[each] for each in ("adms", "adr", "dcat", "dcterms"))
PROV, RDFS, SKOS, XSD = (PREFIXES[each] for each in ("prov", "rdfs", "skos", "xsd"))
TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")


def statements(datasets: int, *, seed: int = 1) -> Iterator[ox.Quad]:
    """The statements of so many datasets, every fifth of which is built from some of the others."""
    chance = random.Random(seed)  # noqa: S311 — the same catalogue each time
    for number in range(datasets):
        for subject, predicate, value in _dataset(number, datasets, chance):
            yield ox.Quad(subject, ox.NamedNode(predicate), value)


def _dataset(
    number: int, datasets: int, chance: random.Random
) -> Iterator[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]]:
    dataset = _ours(f"dataset/d{number}")
    title = " ".join(chance.sample(WORDS, 3)).capitalize() + f" {number}"
    is_linked = number % 5 == 0
    yield dataset, TYPE.value, ox.NamedNode(f"{DCAT}Dataset")
    yield dataset, TYPE.value, ox.NamedNode(f"{ADR}{'Linked' if is_linked else 'Source'}Dataset")
    yield dataset, f"{DCTERMS}title", ox.Literal(title, language="en")
    yield dataset, f"{RDFS}label", ox.Literal(title, language="en")
    yield dataset, f"{DCTERMS}identifier", ox.Literal(f"d{number}")
    yield dataset, f"{DCTERMS}description", ox.Literal(" ".join(chance.choices(WORDS, k=40)))
    yield dataset, f"{DCTERMS}publisher", _ours(f"organisation/o{chance.randrange(BODIES)}")
    yield dataset, f"{DCTERMS}spatial", _ours(f"scheme/area#{chance.choice(AREAS)}")
    for theme in chance.sample(THEMES, 2):
        yield dataset, f"{DCAT}theme", _ours(f"scheme/theme#{theme}")
    for word in chance.sample(WORDS, 4):
        yield dataset, f"{DCAT}keyword", ox.Literal(word, language="en")
    for name in range(2):
        yield dataset, f"{SKOS}altLabel", ox.Literal(f"D{number}-{name}", language="en")
    yield from _parts(dataset, chance)
    if is_linked:
        for other in chance.sample(range(datasets), min(6, datasets)):
            yield dataset, f"{ADR}isBuiltFrom", _ours(f"dataset/d{other}")
            yield dataset, f"{PROV}wasDerivedFrom", _ours(f"dataset/d{other}")


def _parts(
    dataset: ox.NamedNode, chance: random.Random
) -> Iterator[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]]:
    period, extent, release = (
        ox.NamedNode(f"{dataset.value}#{each}") for each in ("period", "extent", "release")
    )
    first = chance.randrange(1980, 2020)
    yield dataset, f"{DCTERMS}temporal", period
    yield period, TYPE.value, ox.NamedNode(f"{DCTERMS}PeriodOfTime")
    yield period, f"{DCAT}startDate", _year(first)
    yield period, f"{DCAT}endDate", _year(first + chance.randrange(1, 20))
    yield dataset, f"{DCTERMS}extent", extent
    yield extent, TYPE.value, ox.NamedNode(f"{ADR}Extent")
    yield extent, f"{ADR}amount", ox.Literal(chance.randrange(1_000, 50_000_000))
    yield extent, f"{ADR}hasUnit", _ours("scheme/unit#records")
    yield dataset, f"{DCAT}distribution", release
    yield release, TYPE.value, ox.NamedNode(f"{ADR}Release")
    yield release, TYPE.value, ox.NamedNode(f"{DCAT}Distribution")
    yield release, f"{ADR}isHeldIn", _ours(f"environment/e{chance.randrange(PLACES)}")
    yield release, f"{DCTERMS}title", ox.Literal("Release", language="en")
    yield release, f"{ADMS}status", _ours("scheme/status#available")


def described(datasets: int, *, seed: int = 1) -> Iterator[ox.Quad]:
    """The same catalogue as pages show it: sources that say it, linkages, rules and events.

    Each statement stands in the graph of a source and, with what follows from it, in the default
    graph. There are as many linkages, organisations, environments and sources for a dataset
    whatever the number of datasets, and what one page has to show is as much.
    """
    chance = random.Random(seed)  # noqa: S311 — the same catalogue each time
    bodies, places = _several(datasets, 15, BODIES), _several(datasets, 140, PLACES)
    for number in range(datasets):
        source = _ours(f"source/s{number // 25}")
        body = _ours(f"organisation/o{chance.randrange(bodies)}")
        place = _ours(f"environment/e{chance.randrange(places)}")
        other = {f"{DCTERMS}publisher": body, f"{ADR}isHeldIn": place}
        for subject, name, value in _dataset(number, datasets, chance):
            if name.startswith((f"{ADR}isBuiltFrom", f"{PROV}wasDerivedFrom")):
                continue
            yield from _said(source, subject, name, other.get(name, value))
        yield ox.Quad(_ours(f"dataset/d{number}"), ox.NamedNode(f"{ADR}isHeldIn"), place)
        yield from _around(number, source, chance)
    for kind, prefix, number, type_ in (
        ("organisation", "o", bodies, "http://www.w3.org/ns/org#Organization"),
        ("environment", "e", places, f"{ADR}TrustedResearchEnvironment"),
        ("source", "s", datasets // 25 + 1, f"{ADR}Source"),
    ):
        for each in range(number):
            thing, name = _ours(f"{kind}/{prefix}{each}"), f"{kind.capitalize()} {each}"
            yield from _named(thing, name, type_)
    for scheme, slugs in (
        ("theme", THEMES),
        ("area", AREAS),
        ("status", ("available",)),
        ("unit", ("records",)),
    ):
        for slug in slugs:
            concept = _ours(f"scheme/{scheme}#{slug}")
            yield from _named(concept, slug.replace("-", " ").capitalize(), f"{SKOS}Concept")
            label = ox.Literal(slug.capitalize(), language="en")
            yield ox.Quad(concept, ox.NamedNode(f"{SKOS}prefLabel"), label)


def _several(datasets: int, each: int, least: int) -> int:
    return max(least, datasets // each)


def _around(number: int, source: ox.NamedNode, chance: random.Random) -> Iterator[ox.Quad]:
    """The linkage that made a dataset, a restriction, an event: what its page shows beside it."""
    dataset = _ours(f"dataset/d{number}")
    if number % 5 == 0 and number >= NEAR:
        linkage = _ours(f"linkage/l{number}")
        yield from _said(source, linkage, TYPE.value, ox.NamedNode(f"{ADR}Linkage"))
        title = ox.Literal(f"The linkage that made {number}", language="en")
        for name in (f"{DCTERMS}title", f"{RDFS}label"):
            yield from _said(source, linkage, name, title)
        yield from _said(source, linkage, f"{PROV}generated", dataset)
        others = [n for n in range(number - NEAR, number) if n % 5]
        for other in (*chance.sample(others, 3), number - 5):
            used = _ours(f"dataset/d{other}")
            yield from _said(source, linkage, f"{PROV}used", used)
            for name in (f"{ADR}isBuiltFrom", f"{ADR}drawsOn", f"{ADR}isNextTo"):
                yield ox.Quad(dataset, ox.NamedNode(name), used)
            yield ox.Quad(used, ox.NamedNode(f"{ADR}isNextTo"), dataset)
    if number % 20 == 0:
        rule = _ours(f"dataset/d{number}#restriction")
        yield from _said(source, rule, TYPE.value, ox.NamedNode(f"{ADR}Restriction"))
        yield from _said(source, rule, f"{ADR}appliesTo", dataset)
        words = ox.Literal("Not to be linked with others.", language="en")
        yield from _said(source, rule, f"{DCTERMS}description", words)
    if number % 10 == 0:
        event = _ours(f"event/v{number}")
        yield from _named(event, f"Event {number}", f"{ADR}Event")
        kind = _ours("scheme/status#available")
        yield from _said(source, event, f"{DCTERMS}type", kind)
        yield from _said(source, event, f"{DCTERMS}date", _year(chance.randrange(2000, 2025)))
        yield from _said(source, event, "https://schema.org/about", dataset)


def _named(thing: ox.NamedNode, name: str, type_: str) -> Iterator[ox.Quad]:
    title = ox.Literal(name, language="en")
    yield from _said(_ours("source/s0"), thing, TYPE.value, ox.NamedNode(type_))
    for each in (f"{DCTERMS}title", f"{RDFS}label"):
        yield from _said(_ours("source/s0"), thing, each, title)


def _said(
    source: ox.NamedNode, subject: ox.NamedNode, name: str, value: ox.NamedNode | ox.Literal
) -> Iterator[ox.Quad]:
    """A statement as a source makes it, and merged."""
    yield ox.Quad(subject, ox.NamedNode(name), value)
    yield ox.Quad(subject, ox.NamedNode(name), value, source)


def _year(year: int) -> ox.Literal:
    return ox.Literal(str(year), datatype=ox.NamedNode(f"{XSD}gYear"))


def _ours(path: str) -> ox.NamedNode:
    return ox.NamedNode(BASE + path)


if __name__ == "__main__":
    ox.serialize(statements(int(sys.argv[1])), sys.stdout.buffer, format=ox.RdfFormat.N_QUADS)
