"""The linkage map: every dataset, and the lines between those that are connected."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from adrgraph.pictures import lettering
from adrgraph.pictures.arcs import WIDTH, draw_arcs, line
from adrgraph.pictures.canvas import SMALL, Canvas, Room, finished
from adrgraph.pictures.ego import counted, draw_focus
from adrgraph.pictures.facts import connections_of, datasets_of
from adrgraph.pictures.leading import leading, told_of
from adrgraph.pictures.picture import Picture, as_is
from adrgraph.pictures.timeline import grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from adrgraph.catalogue import Catalogue
    from adrgraph.pictures.facts import Connection, Dataset
    from adrgraph.pictures.picture import Cell, Link, Thing

COLUMNS = ("dataset", "group", "sense", "other", "linkage")
SENSES = ("built from", "part of", "beside", "linkable")

_WIDTH, _MARGIN, _TOP = 1296, 16, 64
_ROOM, _MIDDLE, _GUTTER = 310, 316, 150
_HEADING, _GAP, _LINE, _LEAST = 24, 16, 15, 24
_SWEEPS = 8


@dataclass(frozen=True, slots=True)
class _Node:
    """A dataset with its place: which column, which height."""

    thing: Thing
    column: int
    lines: int
    y: float = 0

    @property
    def height(self) -> float:
        return max(_LEAST, self.lines * _LINE + 9)


_Columns = tuple[dict[str, list[_Node]], ...]


def linkage_map(
    catalogue: Catalogue,
    *,
    focus: str = "",
    group: str = "theme",
    narrow: bool = False,
    link: Link = as_is,
) -> Picture:
    """All datasets and how they are connected; or, with a focus, one of them, by IRI, and its own.

    Grouped by "theme" or "environment"; narrow enough for a phone if wanted.
    """
    if focus:
        datasets = datasets_of(catalogue, only=[focus])
        connections = connections_of(catalogue, end=focus)
        return draw_focus(focus, datasets, connections, narrow=narrow, link=link)
    datasets, connections = datasets_of(catalogue), connections_of(catalogue)
    shown, of = leading(datasets, connections), len(datasets)
    return draw_map(shown, connections, of=of, group=group, narrow=narrow, link=link)


def draw_map(  # noqa: PLR0913 — facts, and how they are shown
    datasets: Sequence[Dataset],
    connections: Sequence[Connection],
    *,
    of: int = 0,
    group: str = "theme",
    narrow: bool = False,
    link: Link = as_is,
) -> Picture:
    """The map of given facts: in the middle what linkages made, at both sides all else.

    They may be a choice of so many datasets.
    """
    canvas = Canvas("map", link)
    datasets = list({each.thing.iri: each for each in datasets}.values())
    known = {each.thing.iri for each in datasets}
    inside = [each for each in connections if {each.start.iri, each.end.iri} <= known]
    drawn = _lines(inside)
    groups = grouped(datasets, group)
    _legend(canvas, narrow=narrow)
    if narrow:
        height = draw_arcs(canvas, groups, drawn, counted(drawn))
    else:
        height = _draw_columns(canvas, _placed(_columns(groups, drawn), drawn), drawn)
    return finished(
        canvas,
        title="What is linked with what",
        description=told_of(len(datasets), of) + _told(datasets, inside),
        columns=COLUMNS,
        rows=_rows(groups, inside),
        width=WIDTH if narrow else _WIDTH,
        height=height + _MARGIN,
    )


def _draw_columns(canvas: Canvas, columns: _Columns, drawn: Sequence[Connection]) -> float:
    """The map in three columns; how high it became."""
    nodes = {node.thing.iri: node for node in _all(columns)}
    lines = canvas.group("lines")
    for each in drawn:
        _line(lines, each, nodes[each.start.iri], nodes[each.end.iri])
    for number, column in enumerate(columns):
        for heading, members in column.items():
            _heading(canvas, heading, number, members)
    told = counted(drawn)
    for node in nodes.values():
        _node(canvas, node, told.get(node.thing.iri, ""))
    return max((node.y + node.height for node in nodes.values()), default=_TOP)


def _lines(connections: Iterable[Connection]) -> list[Connection]:
    """One line for each pair and sense; what a linkage made stands for what it read together."""
    made = {each.linkage for each in connections if each.sense == "built from"} - {None}
    found: dict[tuple[str, str, str], Connection] = {}
    for each in connections:
        ends = (each.start.iri, each.end.iri)
        is_told = each.sense == "beside" and each.linkage in made
        if each.sense in SENSES and ends[0] != ends[1] and not is_told:
            found.setdefault((*ends, each.sense), each)
    return list(found.values())


def _columns(groups: Mapping[str, list[Dataset]], lines: Sequence[Connection]) -> _Columns:
    """What was made in the middle; the groups of all else shared out to both sides."""
    made = {each.start.iri for each in lines if each.sense == "built from"}
    columns: _Columns = ({}, {}, {})
    rest: dict[str, list[_Node]] = {}
    for name, members in groups.items():
        nodes = [_made_node(each.thing, 1 if each.thing.iri in made else 0) for each in members]
        middle = [node for node in nodes if node.column == 1]
        others = [node for node in nodes if node.column != 1]
        columns[1].update({name: middle} if middle else {})
        rest.update({name: others} if others else {})
    most = sum(map(len, rest.values())) / 2
    sizes = [0, 0]
    for name, nodes in sorted(rest.items(), key=lambda item: (-len(item[1]), item[0])):
        if len(nodes) > most:
            half, near = (len(nodes) + 1) // 2, _together(nodes, lines)
            shares = {0: near[:half], 2: near[half:]}
        else:
            shares = {0 if sizes[0] <= sizes[1] else 2: nodes}
        for side, share in ((side, share) for side, share in shares.items() if share):
            columns[side][name] = [replace(node, column=side) for node in share]
            sizes[side // 2] += len(share)
    return columns


def _together(nodes: Sequence[_Node], lines: Iterable[Connection]) -> list[_Node]:
    """Nodes in an order in which those that lines join directly follow each other."""
    known = {node.thing.iri: node for node in nodes}
    near: dict[str, list[str]] = defaultdict(list)
    for each in lines:
        if each.start.iri in known and each.end.iri in known:
            near[each.start.iri].append(each.end.iri)
            near[each.end.iri].append(each.start.iri)
    ordered: dict[str, _Node] = {}
    for first in known:
        waiting = [first]
        while waiting:
            iri = waiting.pop()
            if iri not in ordered:
                ordered[iri] = known[iri]
                waiting += near[iri]
    return list(ordered.values())


def _made_node(thing: Thing, column: int) -> _Node:
    room = _MIDDLE - 28 if column == 1 else _ROOM
    return _Node(thing, column, lines=len(lettering.fitted(str(thing), room, SMALL, most=2)))


def _placed(columns: _Columns, lines: Sequence[Connection]) -> _Columns:
    """Groups, and datasets in them, beside what they are connected with: few lines cross."""
    near: dict[str, list[str]] = defaultdict(list)
    for each in lines:
        near[each.start.iri].append(each.end.iri)
        near[each.end.iri].append(each.start.iri)
    columns = _spread(columns)
    best, least = columns, _length(columns, lines)
    for _ in range(_SWEEPS):
        for number in (1, 0, 2):
            heights = {node.thing.iri: node.y for node in _all(columns)}
            column = _sorted(columns[number], near, heights)
            columns = _spread((*columns[:number], column, *columns[number + 1 :]))
        length = _length(columns, lines)
        if length < least:
            best, least = columns, length
    return best


def _all(columns: _Columns) -> Iterable[_Node]:
    return (node for column in columns for nodes in column.values() for node in nodes)


def _length(columns: _Columns, lines: Iterable[Connection]) -> float:
    """How far up and down all lines lead."""
    heights = {node.thing.iri: node.y for node in _all(columns)}
    return round(sum(abs(heights[each.start.iri] - heights[each.end.iri]) for each in lines), 3)


def _sorted(
    column: Mapping[str, list[_Node]],
    near: Mapping[str, list[str]],
    heights: Mapping[str, float],
) -> dict[str, list[_Node]]:
    def wish(node: _Node) -> float:
        others = [heights[iri] for iri in near.get(node.thing.iri, ())]
        return round(sum(others) / len(others), 3) if others else heights[node.thing.iri]

    def mean(nodes: Sequence[_Node]) -> float:
        return round(sum(map(wish, nodes)) / len(nodes), 3)

    ordered = sorted(column, key=lambda name: (mean(column[name]), name))
    return {
        name: sorted(column[name], key=lambda node: (wish(node), node.thing.iri))
        for name in ordered
    }


def _spread(columns: _Columns) -> _Columns:
    """Every node at its height; the groups of shorter columns stand further apart."""
    heights = [
        sum(_HEADING + _GAP + sum(node.height for node in nodes) for nodes in column.values())
        for column in columns
    ]
    placed = []
    for column, height in zip(columns, heights, strict=True):
        more = (max(heights) - height) / max(len(column), 1)
        y = float(_TOP)
        at: dict[str, list[_Node]] = {}
        for name, nodes in column.items():
            y += _HEADING + more / 2
            at[name] = []
            for node in nodes:
                at[name].append(replace(node, y=round(y, 1)))
                y += node.height
            y += _GAP + more / 2
        placed.append(at)
    return tuple(placed)


def _edge(column: int, *, right: bool) -> float:
    """Where the lines of a column begin."""
    if column == 0:
        return _MARGIN + _ROOM + 14
    if column == 2:  # noqa: PLR2004 — the third
        return _WIDTH - _MARGIN - _ROOM - 14
    return _WIDTH / 2 + (_MIDDLE / 2 if right else -_MIDDLE / 2)


def _line(canvas: Canvas, connection: Connection, start: _Node, end: _Node) -> None:
    begin, stop = start.y + start.height / 2, end.y + end.height / 2
    if start.column == end.column:
        side = start.column != 2  # noqa: PLR2004 — the third bends to the left
        x = _edge(start.column, right=side)
        bend = min(24 + abs(stop - begin) * 0.12, _GUTTER * 0.55) * (1 if side else -1)
        way = f"M{x:g},{begin:g} C{x + bend:g},{begin:g} {x + bend:g},{stop:g} {x:g},{stop:g}"
    else:
        right = end.column > start.column
        here, there = _edge(start.column, right=right), _edge(end.column, right=not right)
        half = (here + there) / 2
        way = f"M{here:g},{begin:g} C{half:g},{begin:g} {half:g},{stop:g} {there:g},{stop:g}"
    line(canvas, connection, way)


def _heading(canvas: Canvas, words: str, column: int, members: Sequence[_Node]) -> None:
    y = members[0].y - 7
    room = {
        0: Room(_edge(0, right=True), y, _ROOM, anchor="end", bold=True),
        1: Room(_WIDTH / 2, y, _MIDDLE, anchor="middle", bold=True),
        2: Room(_edge(2, right=False), y, _ROOM, bold=True),
    }[column]
    canvas.text(words, room, "soft halo")


def _node(canvas: Canvas, node: _Node, told: str) -> None:
    link = canvas.follow(node.thing, more=told)
    first = node.y + node.height / 2 - (node.lines - 1) * _LINE / 2 + 4
    if node.column == 1:
        x = _edge(1, right=False)
        link.box(x, node.y + 1, _MIDDLE, node.height - 2, "plate", rx=4)
        link.box(x, node.y + 1, _MIDDLE, node.height - 2, "hit", rx=4)
        room = Room(_WIDTH / 2, first, _MIDDLE - 28, anchor="middle", most=2)
    else:
        side = -1 if node.column == 0 else 1
        x = _edge(node.column, right=node.column == 0)
        left = min(x, x + side * (_ROOM + 14))
        link.box(left, node.y, _ROOM + 14, node.height, "hit", rx=4)
        link.dot(x, node.y + node.height / 2, 3, "knot")
        anchor = "end" if side < 0 else "start"
        room = Room(x + side * 9, first, _ROOM, anchor=anchor, most=2)
    link.text(str(node.thing), room, "name")


def _legend(canvas: Canvas, *, narrow: bool) -> None:
    key = canvas.group("legend")
    x, y = 16.0, 18.0
    for sense, words, room in (
        ("built", "built from: made by linking", 200),
        ("part", "part of", 70),
        ("beside", "beside: inputs of one linkage", 220),
        ("linkable", "linkable: a possibility", 200),
    ):
        key.path(f"M{x:g},{y:g} h30", f"line {sense}")
        key.text(words, Room(x + 38, y + 4, 250 if narrow else room), "soft")
        x, y = (x, y + 22) if narrow else (x + room + 60, y)


def _told(datasets: Sequence[Dataset], connections: Iterable[Connection]) -> str:
    many: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for each in connections:
        many[each.sense].add((each.start.iri, each.end.iri))
    counted = ", ".join(f"{len(many[sense])} {sense}" for sense in SENSES)
    return (
        f"{len(datasets)} datasets; in the middle those that linkages made, at both sides all "
        "others. Inputs of a linkage are joined with what it made, or with each other where that "
        f"is nothing. Pairs by sense: {counted}. A dataset under several headings stands under the "
        "rarest. The table has the same facts."
    )


def _rows(
    groups: Mapping[str, list[Dataset]], connections: Iterable[Connection]
) -> list[tuple[Cell, ...]]:
    """A row for each connection, and one for each dataset without any."""
    headings = {each.thing.iri: name for name, members in groups.items() for each in members}
    told: list[tuple[Cell, ...]] = [
        (each.start, headings[each.start.iri], each.sense, each.end, each.linkage or "")
        for each in connections
    ]
    met = {iri for each in connections for iri in (each.start.iri, each.end.iri)}
    alone: list[tuple[Cell, ...]] = [
        (each.thing, name, "", "", "")
        for name, members in groups.items()
        for each in members
        if each.thing.iri not in met
    ]
    return told + alone
