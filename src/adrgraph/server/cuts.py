"""Exports, whole or cut to one dataset."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from adrgraph.exports import export, profiles
from adrgraph.iris import CATALOG, PREFIXES, document
from adrgraph.results import Triples, triples
from adrgraph.server.profiles import EXPORTED
from adrgraph.store import LocalStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from adrgraph.layout import Layout
    from adrgraph.server.profiles import Profile
    from adrgraph.store import Store

_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_CATALOG = ox.NamedNode(CATALOG)
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
        return found.triples if iri == CATALOG else triples(found.around(ox.NamedNode(iri)))

    def listed(self, profile: Profile) -> list[str]:
        """The records that the catalogue lists in an export, in the order of their addresses."""
        return self._export(profile).listed

    def part(self, profile: Profile, listed: Iterable[str]) -> Triples:
        """What an export says of the catalogue and of these records of it, and of no others."""
        return self._export(profile).part(set(map(ox.NamedNode, listed)))

    def documents(self, profile: Profile, iri: str) -> set[str]:
        """The documents of all that an export tells of a record."""
        told = {triple.subject for triple in self.cut(profile, iri)}
        return {document(each.value) for each in told if isinstance(each, ox.NamedNode)}

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

    @cached_property
    def listed(self) -> list[str]:
        """The records that the catalogue lists, or that say that they are in it."""
        listed = {triple.object for triple in self._said[_CATALOG]}
        saying = {triple.subject for triple in self.triples if triple.object == _CATALOG}
        return sorted(str(node)[1:-1] for node in (listed | saying) & self._ends - {_CATALOG})

    def part(self, records: set[ox.NamedNode]) -> Triples:
        """What is said of the catalogue and of these of the records that it lists.

        A record that it does not list, such as a series in DCAT-AP, goes where it is told of.
        """
        listed = set(map(ox.NamedNode, self.listed))
        told = {
            triple
            for node in (_CATALOG, *records)
            for triple in self.around(node, ends={_CATALOG, *listed})
        }
        others = listed - records
        return triples(t for t in told if t.subject != _CATALOG or t.object not in others)

    def around(
        self, node: ox.NamedNode, *, ends: AbstractSet[Any] | None = None
    ) -> Iterator[ox.Triple]:
        """What is said of a node, and of all that it leads to, short of these or other records."""
        ends = self._ends if ends is None else ends
        seen: set[Any] = {node}
        ahead: list[Any] = [node]
        while ahead:
            for triple in self._said.get(ahead.pop(), ()):
                yield triple
                if triple.object not in ends and triple.object not in seen:
                    seen.add(triple.object)
                    ahead.append(triple.object)
