"""What pages state of organisations, environments, ways in, laws and events is in their graphs."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
import yaml

from adrgraph.iris import PREFIXES, mint
from adrgraph.layout import find_layout
from adrgraph.sources import read
from tests.fact_record_pages import WITHOUT_ADDRESS, Page, Record, read_records, way
from tests.facts import full, read_store, text

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = "access-route", "catalogue", "environment", "event", "legal-gateway", "organisation"
KIND_OF = {
    "access_processes": "access-route",
    "catalogues": "catalogue",
    "organisations": "organisation",
    "tres": "environment",
}
NAMES = "dcterms:title skos:altLabel foaf:name"
UNSOURCED = {
    "access_processes": {
        "extends": ("access-route", "adr:extendsRoute"),
        "name": ("name", f"{NAMES} dcterms:description"),
        "tre": ("environment", "adr:leadsTo"),
    },
    "catalogues": {
        "name": ("name", f"{NAMES} dcterms:description"),
        "publisher": ("organisation", "dcterms:publisher"),
    },
    "organisations": {
        "alt_names": ("name", NAMES),
        "name": ("name", NAMES),
        "nation": ("area", "dcterms:spatial"),
        "parent": ("organisation", "org:subOrganizationOf"),
        "roles": ("words", "skos:note skos:editorialNote"),
        "url": ("", "foaf:homepage"),
    },
    "tres": {
        "alt_names": ("name", f"{NAMES} dcterms:description"),
        "how_to_apply": ("access-route", "adr:isAccessedThrough"),
        "name": ("name", NAMES),
        "operator": ("organisation", "adr:isOperatedBy"),
    },
}
"""Lists of the facts, their attributes without a source, what the values are, and properties."""

ELSEWHERE = f"{PREFIXES['source']}adr-ni-keeping-data-safe"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """What stands in data/."""
    return read_store(document.text for document in read(find_layout()).data)


@pytest.fixture(scope="module")
def folder() -> Path:
    """The folder of the facts."""
    named = os.environ.get("ADRGRAPH_FACTS", "")
    if not named:
        pytest.skip("ADRGRAPH_FACTS does not name the folder of the facts")
    return Path(named)


@pytest.fixture(scope="module")
def facts(folder: Path) -> Mapping[str, Any]:
    """The facts."""
    loaded: Mapping[str, Any] = yaml.safe_load((folder / "facts.yaml").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def records(folder: Path, store: ox.Store) -> tuple[Record, ...]:
    """Every statement of the facts on these kinds of thing that is not the brochure's."""
    return read_records(folder, _graphs(store))


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


@pytest.mark.parametrize("name", sorted(UNSOURCED))
def test_unsourced(name: str, facts: Mapping[str, Any], store: ox.Store) -> None:
    """What the facts say of a thing without a source of its own stands in some graph."""
    missing = [
        f"{record['id']} {attribute}: {record[attribute]}"
        for record in facts[name]
        for attribute, (kind, predicates) in UNSOURCED[name].items()
        if attribute in record
        and not _found(
            store, mint(KIND_OF[name], record["id"]), predicates, kind, record[attribute]
        )
    ]

    assert missing == []


def _found(store: ox.Store, thing: str, predicates: str, kind: str, value: str | list[str]) -> bool:
    """Whether all values are there: things by their kind, names and roles by their words."""
    said = {
        text(quad.object)
        for predicate in predicates.split()
        for quad in store.quads_for_pattern(
            ox.NamedNode(thing), ox.NamedNode(full(predicate)), None, None
        )
    }
    values = [value] if isinstance(value, str) else value
    if kind == "name":
        values = [re.sub(r" \(.*\)", "", each) for each in values]
    if kind in ("name", "words"):
        heard = set(re.findall(r"\w+", " ".join(said).lower()))
        return all(set(re.findall(r"\w+", each.lower())) <= heard for each in values)
    if kind == "area":
        names = {re.sub(r"^uk.*", "united kingdom", each.lower()) for each in values}
        return {full(f"area:{each.replace(' ', '-')}") for each in names} == said
    if kind == "":
        return set(values) <= said
    return {mint(kind, each) for each in values} <= said


def _graphs(store: ox.Store) -> dict[str, str]:
    """Each address, or what the facts write instead, and the named graph of its source."""
    source = PREFIXES["source"]
    found = {words: source + slug for words, slug in WITHOUT_ADDRESS.items()}
    for quad in store.quads_for_pattern(None, ox.NamedNode(full("foaf:page")), None, None):
        page = text(quad.subject)
        if page.startswith(source) and "#" not in page:
            found[text(quad.object)] = page
    return found
