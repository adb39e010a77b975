"""What pages state of organisations, environments, ways in, laws and events is in their graphs."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import yaml

from adrgraph.iris import PREFIXES
from adrgraph.layout import find_layout
from adrgraph.sources import read
from tests.fact_record_pages import WITHOUT_ADDRESS, Page, Record, read_records, way
from tests.facts import full, read_store, text

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = "access-route", "catalogue", "environment", "event", "legal-gateway", "organisation"
ELSEWHERE = f"{PREFIXES['source']}adr-ni-keeping-data-safe"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """What stands in data/."""
    return read_store(document.text for document in read(find_layout()).data)


@pytest.fixture(scope="module")
def records(store: ox.Store) -> tuple[Record, ...]:
    """Every statement of the facts on these kinds of thing that is not the brochure's."""
    folder = os.environ.get("ADRGRAPH_FACTS", "")
    if not folder:
        pytest.skip("ADRGRAPH_FACTS does not name the folder of the facts")
    return read_records(Path(folder), _graphs(store))


@pytest.fixture(scope="module")
def wordings() -> Mapping[str, list[str]]:
    """How prose is looked up."""
    words = (Path(__file__).parent / "record_wordings.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, list[str]] = yaml.safe_load(words)
    return loaded


@pytest.mark.parametrize("kind", [*KINDS, "publication"])
def test_stated(
    kind: str, records: tuple[Record, ...], store: ox.Store, wordings: Mapping[str, list[str]]
) -> None:
    """What a page states, or nobody, is in the graph of that source."""
    here = [record for record in records if record.kind == kind]
    missing = [str(each) for each in here if not way(each)(Page(store, each, wordings))]

    assert here
    assert missing == []


@pytest.mark.parametrize("kind", [*KINDS, "publication"])
def test_moved_source(
    kind: str, records: tuple[Record, ...], store: ox.Store, wordings: Mapping[str, list[str]]
) -> None:
    """What a page states is not found in the graph of a page on something else."""
    moved = [
        replace(record, graph=ELSEWHERE)
        for record in records
        if record.kind == kind and record.graph != ELSEWHERE
    ]

    assert moved
    assert [str(each) for each in moved if way(each)(Page(store, each, wordings))] == []


@pytest.mark.parametrize("attribute", ["url", "doi_prefix", "established", "infrastructure"])
def test_moved_thing(
    attribute: str, records: tuple[Record, ...], store: ox.Store, wordings: Mapping[str, list[str]]
) -> None:
    """What a page states of one thing is not found at another."""
    others = {"catalogue": "nisra-catalogue", "environment": "jmdl"}
    here = [record for record in records if record.attribute == attribute]
    moved = [replace(record, slug=others[record.kind]) for record in here]

    assert moved
    assert [str(each) for each in moved if way(each)(Page(store, each, wordings))] == []


def test_moved_date(
    records: tuple[Record, ...], store: ox.Store, wordings: Mapping[str, list[str]]
) -> None:
    """An event is not found on another day."""
    events = [record for record in records if record.kind == "event"]
    moved = [replace(each, fact={**each.fact, "date": "1999-12-31"}) for each in events]

    assert moved
    assert [str(each) for each in moved if way(each)(Page(store, each, wordings))] == []


def _graphs(store: ox.Store) -> dict[str, str]:
    """Each address, or what the facts write instead, and the named graph of its source."""
    source = PREFIXES["source"]
    found = {words: source + slug for words, slug in WITHOUT_ADDRESS.items()}
    for quad in store.quads_for_pattern(None, ox.NamedNode(full("foaf:page")), None, None):
        page = text(quad.subject)
        if page.startswith(source) and "#" not in page:
            found[text(quad.object)] = page
    return found
