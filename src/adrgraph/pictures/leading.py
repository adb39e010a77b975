"""What can be seen of a large catalogue: the datasets that are connected most."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from adrgraph.pictures.facts import Connection, Dataset

MOST = 400
"""Datasets that one picture can show."""

LEAST = 100
"""Datasets that are drawn of a catalogue that has more than a picture can show."""


def leading(datasets: Sequence[Dataset], connections: Iterable[Connection]) -> tuple[Dataset, ...]:
    """All datasets, or those connected with the most others where there are too many to draw."""
    if len(datasets) <= MOST:
        return tuple(datasets)
    near: dict[str, set[str]] = defaultdict(set)
    for each in connections:
        near[each.start.iri].add(each.end.iri)
        near[each.end.iri].add(each.start.iri)
    ranked = sorted(datasets, key=lambda each: (-len(near[each.thing.iri]), each.thing.iri))
    chosen = {each.thing.iri for each in ranked[:LEAST]}
    return tuple(each for each in datasets if each.thing.iri in chosen)


def told_of(drawn: int, of: int) -> str:
    """That a picture leaves datasets out, where it does.

    >>> told_of(100, 10_000)
    'Of 10,000 datasets only the 100 that are connected with the most others are drawn. '
    """
    if drawn >= of:
        return ""
    return (
        f"Of {of:,} datasets only the {drawn} that are connected with the most others are drawn. "
    )
