"""Exports, whole or cut to one dataset."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from adrgraph.exports import export, profiles
from adrgraph.iris import CATALOG, PREFIXES
from adrgraph.results import Triples, triples
from adrgraph.server.profiles import EXPORTED
from adrgraph.store import LocalStore

if TYPE_CHECKING:
    from adrgraph.layout import Layout
    from adrgraph.server.profiles import Profile
    from adrgraph.store import Store

_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_RECORDS = frozenset(
    ox.NamedNode(PREFIXES[prefix] + name)
    for prefix, name in (
        *(("dcat", "Catalog"), ("dcat", "Dataset"), ("dcat", "DatasetSeries")),
        *(("schema", "DataCatalog"), ("schema", "Dataset")),
    )
)
"""What has a description of its own, so that a cut ends there."""


class Cuts:
    """The exports of a store; each is kept where the store stays as it is."""

    def __init__(self, store: Store, layout: Layout) -> None:
        """Export nothing yet."""
        self._store = store
        self._layout = layout
        self._kept: dict[str, Triples] = {}

    @cached_property
    def profiles(self) -> tuple[Profile, ...]:
        """Those that there is an export for."""
        known = profiles(self._layout)
        return tuple(profile for profile in EXPORTED if profile.export in known)

    def cut(self, profile: Profile, iri: str) -> Triples:
        """What an export says of a dataset and of what belongs to it; all for the catalogue."""
        whole = self._whole(profile)
        return whole if iri == CATALOG else _around(ox.NamedNode(iri), whole)

    def _whole(self, profile: Profile) -> Triples:
        kept = self._kept.get(profile.export)
        if kept is None:
            kept = export(self._store, profile.export, layout=self._layout).triples
            if isinstance(self._store, LocalStore):
                self._kept[profile.export] = kept
        return kept


def _around(node: ox.NamedNode, whole: Triples) -> Triples:
    """What is said of a node, and of all that it leads to, short of other records."""
    said: dict[Any, list[ox.Triple]] = defaultdict(list)
    ends: set[Any] = set()
    for triple in whole:
        said[triple.subject].append(triple)
        if triple.predicate == _TYPE and triple.object in _RECORDS:
            ends.add(triple.subject)
    found: list[ox.Triple] = []
    seen: set[Any] = {node}
    ahead: list[Any] = [node]
    while ahead:
        for triple in said[ahead.pop()]:
            found.append(triple)
            if triple.object not in ends | seen:
                seen.add(triple.object)
                ahead.append(triple.object)
    return triples(found)
