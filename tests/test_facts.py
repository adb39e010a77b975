"""The facts on datasets and linkages are in the graphs of their sources, in words of our own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
import yaml

from adrgraph.iris import PREFIXES
from adrgraph.layout import find_layout
from adrgraph.sources import read
from adrgraph.terms import AMOUNT
from tests.fact_ways import pages_of, way_of
from tests.facts import Item, Sight, read_items, read_later, read_store, section, text
from tests.runs import runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from adrgraph.sources import Sources

HEADINGS = (
    "Longitudinal Education Outcomes",
    "Grading and Admissions Data for England",
    "Wage and Employment Dynamics Phase 1",
    "Data First Datasets and Linkages",
    "Data First: Criminal Justice System Linked Datasets",
    "Data First: Family Court – Cafcass Linked Dataset",  # noqa: RUF001 - as printed
    "Data First: Ministry of Justice – Department for Education Linked Dataset",  # noqa: RUF001
    "Growing Up in England Dataset",
    "Children Looked After Datasets Wales",
    "Scottish Government: Looked After Children Longitudinal Dataset",
    "Welsh Environmental Dataset",
    "Additional Datasets Expected 2022-2023",
    "Accessing Data from the ADR UK Partnership's Trusted Research Environments",
)

PROSE = frozenset(
    f"{PREFIXES[prefix]}{name}"
    for prefix, names in {
        "adr": ("condition", "countedThing", "population", "structure", "wording"),
        "dcterms": ("description",),
        "skos": ("editorialNote", "note"),
    }.items()
    for name in names
)
"""Properties whose values are prose; titles and names are as printed."""


@pytest.fixture(scope="module")
def items(facts_folder: Path) -> tuple[Item, ...]:
    """Every item that the brochure states."""
    return read_items(facts_folder)


@pytest.fixture(scope="module")
def later(facts_folder: Path, store: ox.Store, wordings: Mapping[str, Any]) -> tuple[Item, ...]:
    """Every item on datasets and linkages that pages, or nobody, state."""
    return read_later(facts_folder, pages_of(store, wordings))


@pytest.fixture(scope="module")
def sources() -> Sources:
    """The sources of this repository."""
    return read(find_layout())


@pytest.fixture(scope="module")
def store(sources: Sources) -> ox.Store:
    """What stands in data/."""
    return read_store(document.text for document in sources.data)


@pytest.fixture(scope="module")
def wordings() -> Mapping[str, Any]:
    """How prose is looked up."""
    text = (Path(__file__).parent / "wordings.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(text)
    return loaded


@pytest.mark.parametrize("heading", HEADINGS)
def test_stated(
    heading: str, items: tuple[Item, ...], store: ox.Store, wordings: Mapping[str, Any]
) -> None:
    """What the brochure states under a heading is in the graph of that heading."""
    here = [item for item in items if item.heading == heading]
    missing = [str(item) for item in here if not way_of(item)(Sight(store, item, wordings))]

    assert here
    assert missing == []


@pytest.mark.parametrize("kind", ["dataset", "linkage"])
@pytest.mark.parametrize("said", ["later-public-page", "unverified", "derived"])
def test_later(
    kind: str, said: str, later: tuple[Item, ...], store: ox.Store, wordings: Mapping[str, Any]
) -> None:
    """What is not in the brochure is in the graph of its page, of hearsay or of inference."""
    here = [item for item in later if item.kind == kind and item.fact["stated"] == said]
    missing = [
        f"{item} [{item.heading}]"
        for item in here
        if not way_of(item)(Sight(store, item, wordings))
    ]

    assert missing == []


@pytest.mark.parametrize("attribute", ["size", "timeframe", "match_rate", "landing_page", "doi"])
def test_moved_later(
    attribute: str, later: tuple[Item, ...], store: ox.Store, wordings: Mapping[str, Any]
) -> None:
    """What a page states of one thing is not found at another, nor in another graph."""
    stated = [item for item in later if item.attribute == attribute]
    elsewhere = f"{PREFIXES['source']}casrai-secure-data-environment"
    moved = [replace(item, slug="welsh-env") for item in stated]
    moved += [replace(item, heading=elsewhere) for item in stated]

    assert stated
    assert [item for item in moved if way_of(item)(Sight(store, item, wordings))] == []


def test_headings(items: tuple[Item, ...]) -> None:
    """Every heading of these facts is one of those that are looked at, and the other way round."""
    assert {item.heading for item in items} == set(HEADINGS)


def test_moved_heading(
    items: tuple[Item, ...], store: ox.Store, wordings: Mapping[str, Any]
) -> None:
    """A size is not found under the heading of another dataset."""
    sizes = [item for item in items if item.attribute == "size"]
    moved = [
        Item("Introduction", item.kind, item.slug, item.attribute, item.value, item.fact)
        for item in sizes
    ]

    assert sizes
    assert [item for item in moved if way_of(item)(Sight(store, item, wordings))] == []


def test_moved_dataset(
    items: tuple[Item, ...], store: ox.Store, wordings: Mapping[str, Any]
) -> None:
    """A period is not found at a dataset that has another one."""
    moved = [
        Item(item.heading, item.kind, "npd", item.attribute, item.value, item.fact)
        for item in items
        if item.attribute == "timeframe"
    ]

    assert moved
    assert [item for item in moved if way_of(item)(Sight(store, item, wordings))] == []


def test_sizes(items: tuple[Item, ...], store: ox.Store) -> None:
    """No size stands under a heading of the brochure that the facts do not give it."""
    wanted = {
        (section(item.heading), str(item.value["amount"]))
        for item in items
        if item.attribute == "size"
    }
    amounts = store.quads_for_pattern(None, ox.NamedNode(AMOUNT), None, None)
    found = {(text(quad.graph_name), text(quad.object)) for quad in amounts}

    assert {pair for pair in found if pair[0].startswith(PREFIXES["brochure"])} == wanted


def test_own_words(facts_folder: Path, sources: Sources) -> None:
    """No prose in data/ has eight words in a row from the brochure: it tells, in our own words."""
    printed = runs((facts_folder.parent / "brochure.md").read_text(encoding="utf-8"), length=8)
    copied = [
        f"{document.path}: {run}"
        for document in sources.data
        for quad in document.quads
        if quad.predicate.value in PROSE
        for run in sorted(runs(text(quad.object), length=8) & printed)
    ]

    assert copied == []


def test_own_words_of_facts(facts_folder: Path, sources: Sources) -> None:
    """No prose in data/ has eight words in a row from the facts."""
    written = yaml.safe_load((facts_folder / "facts.yaml").read_text(encoding="utf-8"))
    told = set[str]().union(*(runs(text, length=8) for text in _prose(written)))
    copied = [
        f"{document.path}: {run}"
        for document in sources.data
        for quad in document.quads
        if quad.predicate.value in PROSE
        for run in sorted(runs(text(quad.object), length=8) & told)
    ]

    assert told
    assert copied == []


def _prose(value: Any) -> Iterator[str]:
    """The texts of the facts, without the names of things."""
    if isinstance(value, dict):
        for name in value.keys() - {"alt_names", "name", "source"}:
            yield from _prose(value[name])
    elif isinstance(value, list):
        for part in value:
            yield from _prose(part)
    elif isinstance(value, str):
        yield value
