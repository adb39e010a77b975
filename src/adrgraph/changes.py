"""What is stated in one state of the catalogue and not in another, resource by resource."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.iris import CATALOG, INFERRED, document, parse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet


@dataclass(frozen=True, slots=True)
class Change:
    """What was added to one resource and what was removed from it, sorted.

    `verb` is "added" where nothing was stated of it before, "removed" where nothing is any more,
    else "changed".
    """

    resource: str
    verb: str
    added: tuple[ox.Quad, ...] = field(repr=False)
    removed: tuple[ox.Quad, ...] = field(repr=False)


def compare(before: AbstractSet[ox.Quad], after: AbstractSet[ox.Quad]) -> tuple[Change, ...]:
    """The changes that lead from one set of statements to another; none where they are equal.

    Data come first, then terms, concepts and shapes, each in the order of their IRIs.
    """
    added, removed = _by_resource(after - before), _by_resource(before - after)
    old, new = _resources(before), _resources(after)
    found = [
        Change(
            resource,
            _verb(was=resource in old, is_there=resource in new),
            tuple(sorted(added[resource], key=str)),
            tuple(sorted(removed[resource], key=str)),
        )
        for resource in added.keys() | removed.keys()
    ]
    return tuple(sorted(found, key=lambda change: (_rank(change.resource), change.resource)))


def apply(changes: Iterable[Change], before: AbstractSet[ox.Quad]) -> set[ox.Quad]:
    """What is stated once changes are made: `compare` undone."""
    after = set(before)
    for change in changes:
        after -= set(change.removed)
        after |= set(change.added)
    return after


def resource_of(quad: ox.Quad) -> str:
    """The IRI of the thing that a statement is about: a part belongs to its whole.

    What has no name belongs to the document that it stands in.
    """
    subject = quad.subject if isinstance(quad.subject, ox.NamedNode) else quad.graph_name
    iri = subject.value if isinstance(subject, ox.NamedNode) else ""
    try:
        kind, _, _ = parse(iri)
    except ValueError:
        return iri
    return iri if kind == "scheme" else document(iri)


def _verb(*, was: bool, is_there: bool) -> str:
    return "changed" if was == is_there else "added" if is_there else "removed"


def _by_resource(quads: Iterable[ox.Quad]) -> dict[str, list[ox.Quad]]:
    found: dict[str, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        found[resource_of(quad)].append(quad)
    return found


def _resources(quads: Iterable[ox.Quad]) -> set[str]:
    """What something is stated of; what merely follows does not count."""
    inferred = ox.NamedNode(INFERRED)
    return {resource_of(quad) for quad in quads if quad.graph_name != inferred}


def _rank(iri: str) -> int:
    try:
        return int(parse(iri)[0] in {"scheme", "shape"})
    except ValueError:
        return int(iri != CATALOG)
