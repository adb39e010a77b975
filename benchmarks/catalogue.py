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
    yield period, f"{DCAT}startDate", ox.Literal(str(first), datatype=ox.NamedNode(f"{XSD}gYear"))
    last = str(first + chance.randrange(1, 20))
    yield period, f"{DCAT}endDate", ox.Literal(last, datatype=ox.NamedNode(f"{XSD}gYear"))
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


def _ours(path: str) -> ox.NamedNode:
    return ox.NamedNode(BASE + path)


if __name__ == "__main__":
    ox.serialize(statements(int(sys.argv[1])), sys.stdout.buffer, format=ox.RdfFormat.N_QUADS)
