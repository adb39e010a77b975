"""Which way each statement of the facts on datasets and linkages is looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from adrgraph.iris import PREFIXES
from tests.evidence import Proof
from tests.fact_datasets import DATASET
from tests.fact_linkages import LINKAGE
from tests.fact_pages import DATASET as DATASET_PAGES
from tests.facts import BROCHURE, full, read_items, read_later, text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.evidence import Way
    from tests.facts import Item, Statements


_PAGE = ox.NamedNode(full("foaf:page"))


def way_of(item: Item) -> Way:
    """The way in which an item is looked up; an attribute without one is an error."""
    tables: Mapping[tuple[str, bool], Mapping[str, Way]] = {
        ("dataset", True): DATASET,
        ("dataset", False): DATASET_PAGES,
        ("linkage", True): LINKAGE,
        ("linkage", False): LINKAGE,
    }
    return tables[item.kind, item.fact["stated"] == BROCHURE][item.attribute]


def pages_of(store: Statements, wordings: Mapping[str, Any]) -> Mapping[str, list[str]]:
    """Each address, or what the facts write instead, to the named graphs of its page."""
    pages: dict[str, list[str]] = {
        name: [f"{PREFIXES['source']}{slug}"] for name, slug in wordings["sources"].items()
    }
    for quad in store.quads_for_pattern(None, _PAGE, None, None):
        if text(quad.subject).startswith(PREFIXES["source"]):
            pages.setdefault(text(quad.object), []).append(text(quad.subject))
    return pages


def read_proofs(folder: Path, store: ox.Store, wordings: Mapping[str, Any]) -> tuple[Proof, ...]:
    """Every item of the facts that has a way, ready to be looked up."""
    items = *read_items(folder), *read_later(folder, pages_of(store, wordings))
    return tuple(Proof(item, way_of(item), store, wordings) for item in items)
