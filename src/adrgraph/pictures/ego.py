"""One dataset and what it is connected with, in which sense and through which linkage."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adrgraph.pictures import lettering
from adrgraph.pictures.canvas import SIZE, SMALL, Canvas, Room, finished
from adrgraph.pictures.picture import Picture, Thing, as_is

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from adrgraph.pictures.facts import Connection, Dataset
    from adrgraph.pictures.picture import Cell, Link

COLUMNS = ("dataset", "sense", "other", "linkage")

_FORWARD = {
    "built from": "is built from",
    "part of": "is part of",
    "beside": "is beside",
    "linkable": "is linkable with",
}
_BACKWARD = {
    "built from": "is a source of",
    "part of": "has as a part",
    "beside": "is beside",
    "linkable": "is linkable with",
}

_MARGIN, _TOP, _LINE, _PHONE = 16, 16, 15, 320
_CENTRE, _LABELS, _OTHERS, _GAP = 210, 270, 330, 60
_WIDTH = 2 * _MARGIN + _CENTRE + _LABELS + _OTHERS + 2 * _GAP
_LABEL_X = _MARGIN + _CENTRE + _GAP
_OTHER_X = _LABEL_X + _LABELS + _GAP


@dataclass(frozen=True, slots=True)
class _Bundle:
    """What one linkage, or no linkage, connects with the focus in one sense."""

    sense: str
    kind: str
    linkage: Thing | None
    others: tuple[Thing, ...]

    @property
    def things(self) -> tuple[Thing, ...]:
        """All that it brings beside the focus."""
        return (*self.others, self.linkage) if self.linkage else self.others


def draw_focus(
    focus: str,
    datasets: Iterable[Dataset],
    connections: Sequence[Connection],
    *,
    narrow: bool = False,
    link: Link = as_is,
) -> Picture:
    """The picture around one dataset, by IRI."""
    canvas = Canvas("focus", link)
    ends = [thing for each in connections for thing in (each.start, each.end)]
    named = [each.thing for each in datasets] + ends
    centre = next((thing for thing in named if thing.iri == focus), Thing(focus, ""))
    bundles = _bundles(focus, connections)
    height = (_rail if narrow else _tree)(canvas, centre, bundles)
    return finished(
        canvas,
        title=f"What {centre} is connected with",
        description=_told(centre, bundles),
        columns=COLUMNS,
        rows=_rows(centre, bundles),
        width=_PHONE if narrow else _WIDTH,
        height=height + _MARGIN,
    )


def _tree(canvas: Canvas, centre: Thing, bundles: Sequence[_Bundle]) -> float:
    """The focus at the left, its connections in the middle, the others at the right."""
    lines, nodes = canvas.group("lines"), canvas.group("nodes")
    y: float = _TOP
    middles: list[float] = []
    for bundle in bundles:
        y, start = _bundle(lines, nodes, bundle, centre=centre, y=y)
        middles.append(start)
    name = lettering.fitted(str(centre), _CENTRE - 24, SIZE, most=4, bold=True)
    height = max(len(name) * SIZE * 1.25 + 22, 44)
    bottom = max(y, _TOP + height)
    middle = (_TOP + bottom) / 2
    for start, bundle in zip(middles, bundles, strict=True):
        x, half = _MARGIN + _CENTRE, _MARGIN + _CENTRE + _GAP / 2
        way = (
            f"M{x:g},{middle:g} C{half:g},{middle:g} {half:g},{start:g} {_LABEL_X - 6:g},{start:g}"
        )
        lines.of(*bundle.things).path(way, f"line {bundle.kind}")
    node = nodes.follow(centre, "node centre", more=_numbers(bundles))
    for kind in ("plate", "hit"):
        node.box(_MARGIN, middle - height / 2, _CENTRE, height, kind, rx=6)
    first = middle - (len(name) - 1) * SIZE * 1.25 / 2 + 5
    room = Room(_MARGIN + _CENTRE / 2, first, _CENTRE - 24, "middle", SIZE, bold=True, most=4)
    node.text(str(centre), room, "name")
    if not bundles:
        words = "No source tells of a connection."
        canvas.text(words, Room(_LABEL_X, middle + 4, _LABELS + _OTHERS), "soft")
    return bottom


def _rail(canvas: Canvas, centre: Thing, bundles: Sequence[_Bundle]) -> float:
    """The focus on top, and its connections below each other."""
    lines, nodes = canvas.group("lines"), canvas.group("nodes")
    wide, x = _PHONE - 2 * _MARGIN, _MARGIN + 28
    name = lettering.fitted(str(centre), wide - 24, SIZE, most=3, bold=True)
    height = max(len(name) * SIZE * 1.25 + 18, 34)
    node = nodes.follow(centre, "node centre", more=_numbers(bundles))
    for kind in ("plate", "hit"):
        node.box(_MARGIN, _TOP, wide, height, kind, rx=6)
    room = Room(_MARGIN + 12, _TOP + 22, wide - 24, size=SIZE, bold=True, most=3)
    node.text(str(centre), room, "name")
    bottom = _TOP + height
    y = bottom + 10
    for bundle in bundles:
        way = f"M{_MARGIN + 10},{bottom:g} V{y + 9:g} H{x - 6}"
        lines.of(*bundle.things).path(way, f"line {bundle.kind}")
        bottom = y + 9
        room = Room(x, y + 13, _PHONE - _MARGIN - x, bold=True)
        nodes.of(*bundle.things).text(bundle.sense, room)
        y += 18
        if bundle.linkage:
            room = Room(x, y + 12, _PHONE - _MARGIN - x, most=2)
            many = len(lettering.fitted(str(bundle.linkage), room.width, SMALL, most=2))
            told = nodes.follow(bundle.linkage, "node linkage")
            told.box(x - 4, y - 1, room.width + 4, many * _LINE + 3, "hit", rx=3)
            told.text(str(bundle.linkage), room, "name soft")
            y += many * _LINE + 4
        for other in bundle.others:
            room = Room(x + 20, y + 16, _PHONE - _MARGIN - x - 28, most=2)
            many = len(lettering.fitted(str(other), room.width, SMALL, most=2))
            node = nodes.follow(other)
            for kind in ("plate", "hit"):
                node.box(x + 10, y, _PHONE - _MARGIN - x - 10, many * _LINE + 11, kind, rx=4)
            node.text(str(other), room, "name")
            y += many * _LINE + 15
        y += 10
    if not bundles:
        nodes.text("No source tells of a connection.", Room(x, y + 13, 250), "soft")
        y += 24
    return y


def _bundles(focus: str, connections: Iterable[Connection]) -> list[_Bundle]:
    """The connections of the focus by sense and linkage, each other dataset once in each."""
    found: dict[tuple[int, str, str, Thing | None], dict[str, Thing]] = defaultdict(dict)
    for each in connections:
        if each.sense not in _FORWARD or each.start.iri == each.end.iri:
            continue
        rank = list(_FORWARD).index(each.sense)
        if each.start.iri == focus:
            key = (2 * rank, _FORWARD[each.sense], each.sense, each.linkage)
            found[key][each.end.iri] = each.end
        elif each.end.iri == focus:
            key = (2 * rank + 1, _BACKWARD[each.sense], each.sense, each.linkage)
            if each.sense in {"beside", "linkable"}:
                key = (2 * rank, *key[1:])
            found[key][each.start.iri] = each.start
    ordered = sorted(
        found.items(),
        key=lambda item: (item[0][0], str(item[0][3] or ""), *((item[0][3] or Thing("", "")).iri,)),
    )
    return [
        _Bundle(
            sense=sense,
            kind=kind.split()[0],
            linkage=linkage,
            others=tuple(
                sorted(others.values(), key=lambda each: (str(each).casefold(), each.iri))
            ),
        )
        for (_, sense, kind, linkage), others in ordered
    ]


def _bundle(
    lines: Canvas, nodes: Canvas, bundle: _Bundle, *, centre: Thing, y: float
) -> tuple[float, float]:
    """The others of a bundle below each other, its name beside their middle; where both end."""
    begin, middles = y, []
    for other in bundle.others:
        many = len(lettering.fitted(str(other), _OTHERS - 24, SMALL, most=2))
        height = many * _LINE + 11
        node = nodes.follow(other)
        for kind in ("plate", "hit"):
            node.box(_OTHER_X, y, _OTHERS, height, kind, rx=4)
        first = y + height / 2 - (many - 1) * _LINE / 2 + 4
        node.text(str(other), Room(_OTHER_X + 12, first, _OTHERS - 24, most=2), "name")
        middles.append(y + height / 2)
        y += height + 5
    name = lettering.fitted(str(bundle.linkage or ""), _LABELS - 8, SMALL, most=2)
    name = name if bundle.linkage else ()
    tall = (1 + len(name)) * _LINE + 8
    y = max(y, begin + tall)
    middle = (begin + y - 5) / 2 if len(bundle.others) > 1 else max(middles[0], begin + tall / 2)
    first = middle - (len(name)) * _LINE / 2 + 4
    nodes.of(*bundle.things).text(bundle.sense, Room(_LABEL_X, first, _LABELS, bold=True))
    if bundle.linkage:
        told = nodes.follow(bundle.linkage, "node linkage")
        told.box(_LABEL_X - 4, first + 3, _LABELS, len(name) * _LINE + 3, "hit", rx=3)
        room = Room(_LABEL_X, first + _LINE, _LABELS - 8, most=2)
        told.text(str(bundle.linkage), room, "name soft")
    sense = lettering.width(bundle.sense, SMALL, bold=True)
    words = max([sense, *(lettering.width(line, SMALL) for line in name)])
    here = _LABEL_X + _LABELS + 4
    way = f"M{_LABEL_X + words + 6:g},{middle:g} H{here:g}"
    lines.of(*bundle.things).path(way, f"line {bundle.kind}")
    for other, there in zip(bundle.others, middles, strict=True):
        half = (here + _OTHER_X) / 2
        way = f"M{here:g},{middle:g} C{half:g},{middle:g} {half:g},{there:g} {_OTHER_X:g},{there:g}"
        tie = lines.between(centre, other, *([bundle.linkage] if bundle.linkage else []))
        tie.path(way, f"line {bundle.kind}")
    return y + 12, middle


def counted(connections: Iterable[Connection]) -> dict[str, str]:
    """In which senses each dataset is connected, and with how many others, by its IRI."""
    near: dict[str, list[Connection]] = defaultdict(list)
    for each in connections:
        for iri in {each.start.iri, each.end.iri}:
            near[iri].append(each)
    return {iri: _numbers(_bundles(iri, found)) for iri, found in near.items()}


def _numbers(bundles: Iterable[_Bundle]) -> str:
    many: dict[str, set[str]] = defaultdict(set)
    for each in bundles:
        many[each.sense] |= {other.iri for other in each.others}
    return ", ".join(f"{sense} {len(others)}" for sense, others in many.items())


def _told(centre: Thing, bundles: Sequence[_Bundle]) -> str:
    numbers = _numbers(bundles) or "no connection is stated"
    return f"{centre}, by number of datasets: {numbers}."


def _rows(centre: Thing, bundles: Iterable[_Bundle]) -> list[tuple[Cell, ...]]:
    told: list[tuple[Cell, ...]] = [
        (centre, each.sense, other, each.linkage or "") for each in bundles for other in each.others
    ]
    return told or [(centre, "", "", "")]
