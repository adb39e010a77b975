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
        self._kept: dict[str, _Export] = {}

    @cached_property
    def profiles(self) -> tuple[Profile, ...]:
        """Those that there is an export for."""
        known = profiles(self._layout)
        return tuple(profile for profile in EXPORTED if profile.export in known)

    def cut(self, profile: Profile, iri: str) -> Triples:
        """What an export says of a dataset and of what belongs to it; all for the catalogue."""
        found = self._export(profile)
        return found.triples if iri == CATALOG else found.around(ox.NamedNode(iri))

    def _export(self, profile: Profile) -> _Export:
        kept = self._kept.get(profile.export)
        if kept is None:
            kept = _Export(export(self._store, profile.export, layout=self._layout).triples)
            if isinstance(self._store, LocalStore):
                self._kept[profile.export] = kept
        return kept


class _Export:
    """An export, and what it says of each thing."""

    def __init__(self, whole: Triples) -> None:
        self.triples = whole
        self._said: defaultdict[Any, list[ox.Triple]] = defaultdict(list)
        self._ends: set[Any] = set()
        for triple in whole:
            self._said[triple.subject].append(triple)
            if triple.predicate == _TYPE and triple.object in _RECORDS:
                self._ends.add(triple.subject)

    def around(self, node: ox.NamedNode) -> Triples:
        """What is said of a node, and of all that it leads to, short of other records."""
        found: list[ox.Triple] = []
        seen: set[Any] = {node}
        ahead: list[Any] = [node]
        while ahead:
            for triple in self._said.get(ahead.pop(), ()):
                found.append(triple)
                if triple.object not in self._ends and triple.object not in seen:
                    seen.add(triple.object)
                    ahead.append(triple.object)
        return triples(found)
