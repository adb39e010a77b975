"""The linkage map for a phone: datasets below each other, and arcs between the connected ones."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from adrgraph.pictures import lettering
from adrgraph.pictures.canvas import SMALL, Canvas, Room

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from adrgraph.pictures.facts import Connection, Dataset

WIDTH = 320

_MARGIN, _NAMES, _LINE = 16, 205, 15
_EDGE = _MARGIN + _NAMES + 12


def draw_arcs(
    canvas: Canvas,
    groups: Mapping[str, Sequence[Dataset]],
    lines: Iterable[Connection],
    told: Mapping[str, str],
) -> float:
    """The map in one column; how high it became."""
    y = 104.0
    places: dict[str, float] = {}
    arcs = canvas.group("lines")
    for heading, members in groups.items():
        canvas.text(heading, Room(_MARGIN, y + 20, WIDTH - 2 * _MARGIN, size=SMALL, bold=True))
        y += 28
        for each in members:
            many = len(lettering.fitted(str(each.thing), _NAMES, SMALL, most=2))
            height = max(24, many * _LINE + 9)
            node = canvas.follow(each.thing, more=told.get(each.thing.iri, ""))
            node.box(_MARGIN - 6, y, _NAMES + 24, height, "hit", rx=4)
            first = y + height / 2 - (many - 1) * _LINE / 2 + 4
            node.text(str(each.thing), Room(_MARGIN, first, _NAMES, most=2), "name")
            node.dot(_EDGE, y + height / 2, 3, "knot")
            places[each.thing.iri] = y + height / 2
            y += height
        y += 8
    for connection in lines:
        start, end = places[connection.start.iri], places[connection.end.iri]
        reach = 10 + (WIDTH - _EDGE - 14) * sqrt(abs(start - end) / y) * 4 / 3
        x = _EDGE + reach
        line(arcs, connection, _arc(start, x, end))
    return y


def _arc(start: float, x: float, end: float) -> str:
    return f"M{_EDGE:g},{start:g} C{x:g},{start:g} {x:g},{end:g} {_EDGE:g},{end:g}"


def line(canvas: Canvas, connection: Connection, way: str) -> None:
    """A connection along a way, with what it is in words."""
    told = f"{connection.start} → {connection.sense} → {connection.end}"
    if connection.linkage:
        told += f" ({connection.linkage})"
    canvas.path(
        way,
        f"line {connection.sense.split()[0]}",
        told=told,
        data_from=connection.start.key,
        data_to=connection.end.key,
    )
