"""Linking fields stand where the facts name them, and what is linkable follows from them alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
import yaml

import adrgraph
from adrgraph.iris import BASE, mint
from adrgraph.layout import find_layout
from adrgraph.results import Solutions
from adrgraph.sources import read
from tests.fact_linkages import SILENT, tables
from tests.fact_ways import pages_of
from tests.facts import full, read_items, read_later, read_store, section, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from adrgraph.catalogue import Catalogue
    from tests.facts import Item

FIELDS = {
    "ALF": "alf",
    "RALF": "sail-residence",
    "Scottish Candidate Number": "scottish-candidate-number",
    "anonymised unique pupil number (EOL_PID)": "eol-pid",
    "Splink-derived unique person identifier": "data-first-person",
    "estimated_offender_id": "estimated-offender",
}
"""A key, or an identifier of people, to the linking field that it is."""


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """What stands in data/."""
    return read_store(document.text for document in read(find_layout()).data)


@pytest.fixture(scope="module")
def items(facts_folder: Path, store: ox.Store) -> tuple[Item, ...]:
    """Every item on datasets and linkages, and what else the brochure states."""
    wordings = yaml.safe_load((Path(__file__).parent / "wordings.yaml").read_text("utf-8"))
    return *read_items(facts_folder), *read_later(facts_folder, pages_of(store, wordings))


@pytest.fixture(scope="module")
def graph() -> Catalogue:
    """The catalogue of this repository, with what follows."""
    return adrgraph.load()


def test_linking_fields(items: tuple[Item, ...], store: ox.Store) -> None:
    """Each field that the facts name is carried by what was linked by it, in that graph alone."""
    carries = ox.NamedNode(full("adr:carriesLinkingField"))
    carried = {
        (text(quad.graph_name), text(quad.subject), text(quad.object))
        for quad in store.quads_for_pattern(None, carries, None, None)
    }
    results = {item.slug: item.value for item in items if item.attribute == "result"}
    inputs = {item.slug: item.value for item in items if item.attribute == "joins"}
    named = {
        (section(item.heading), f"{BASE}{bearer}", full(f"linking-field:{FIELDS[word]}"))
        for item in items
        if item.attribute in ("keys", "person_id")
        for word in FIELDS.keys() & _words(item.value)
        for bearer in _bearers(item, results, inputs)
    }

    assert {full(f"linking-field:{field}") for field in FIELDS.values()} <= {
        end[2] for end in named
    }
    assert carried == named


def test_linkable(graph: Catalogue) -> None:
    """What is linkable follows from ALF in the SAIL Databank, or is stated; nothing else is."""
    rows = graph.query(
        f"SELECT ?one ?other {{ ?one <{full('adr:isLinkableWith')}> ?other "
        "FILTER(STR(?one) < STR(?other)) }"
    )

    assert isinstance(rows, Solutions)
    assert {_slugs(row) for row in rows.to_dicts()} == {
        ("ashe-mws", "ashe-paye-sa"),
        ("cafcass-wales", "cla-wales"),
        ("cafcass-wales", "crcs-wales"),
        ("cla-wales", "crcs-wales"),
        ("lac-scotland", "pupil-census-scotland"),
    }


def test_onward_linkage(graph: Catalogue) -> None:
    """That ECHILD may be linked to nothing else is shown wherever it is one end of a link."""
    rule = "May not be linked to other datasets at present."
    from_it, to_it = (graph.run("links-to", dataset=name) for name in ("echild", "npd"))
    assert isinstance(from_it, Solutions)
    assert isinstance(to_it, Solutions)
    ends = [row for row in to_it.to_dicts() if row["other"] == mint("dataset", "echild")]
    shown = [str(row["restriction"]) for row in [*from_it.to_dicts(), *ends]]

    assert ends
    assert [restriction for restriction in shown if rule not in restriction] == []


def _words(value: object) -> set[str]:
    return set(value) if isinstance(value, list) else {str(value).partition(" (")[0]}


def _bearers(
    item: Item, results: Mapping[str, str], inputs: Mapping[str, list[str]]
) -> Iterator[str]:
    """What carries the field of an item: what a linkage made, or else read, or the dataset."""
    if item.kind == "dataset":
        yield f"dataset/{item.slug}"
    elif results[item.slug] == SILENT:
        yield from (f"dataset/{name}" for name in inputs[item.slug])
    else:
        yield tables()["results"].get(item.slug, f"dataset/{results[item.slug]}")


def _slugs(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(end).removeprefix(f"{BASE}dataset/") for end in row.values())
