"""Diagrams of the model: boxes, the names of properties between them, and lines, placed.

The names on a line are a node of the layout like any other, so no two of them can overlap.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from grandalf.graphs import Edge, Graph, Vertex
from grandalf.layouts import SugiyamaLayout

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from adrgraph.reference.terms import Term

SIZE = 13
"""The size of the text, in pixels."""

_LETTER, _BOLD, _LINE, _PAD = 7.4, 8.2, 18, 10
_GAP, _ROOM, _LEAD, _MARGIN = 12, 40, 9, 10

Point = tuple[float, float]
Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Box:
    """Lines of text with a frame, or without one where they name a line; its middle is placed."""

    key: str
    lines: tuple[str, ...]
    kind: str
    x: float = 0
    y: float = 0
    iris: tuple[str, ...] = ()

    @property
    def width(self) -> float:
        """Room for the longest line."""
        first, *others = map(len, self.lines)
        letters = [first * (_BOLD if self.is_framed else _LETTER), *(n * _LETTER for n in others)]
        return max(letters) + 2 * (_PAD if self.is_framed else 4)

    @property
    def height(self) -> float:
        """Room for all lines."""
        return len(self.lines) * _LINE + 2 * (7 if self.is_framed else 2)

    @property
    def is_framed(self) -> bool:
        """Whether it is a class, not the names on a line."""
        return self.kind != "names"

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.x - self.width / 2

    @property
    def top(self) -> float:
        """Where it begins, from above."""
        return self.y - self.height / 2

    @property
    def written(self) -> list[tuple[str, str, float]]:
        """Each line of text, the term that it names, and the height at which it stands."""
        iris = self.iris or ("",) * len(self.lines)
        first = self.y - (len(self.lines) - 1) * _LINE / 2 + SIZE * 0.35
        return [
            (text, iri, round(first + row * _LINE, 1))
            for row, (text, iri) in enumerate(zip(self.lines, iris, strict=True))
        ]


@dataclass(frozen=True, slots=True)
class View:
    """A part of the model that one diagram shows: some classes, by IRI."""

    name: str
    title: str
    classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Line:
    """A line between two boxes, as the path of an SVG."""

    path: str
    has_head: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A placed diagram, with what it shows in words."""

    name: str
    title: str
    description: str
    width: float
    height: float
    boxes: tuple[Box, ...] = field(repr=False)
    lines: tuple[Line, ...] = field(repr=False)


def model(terms: Sequence[Term], view: View) -> Drawing:
    """The classes of a view, which are kinds of which, and which properties lead between them."""
    classes = {term.iri: term for term in terms if term.iri in view.classes}
    links: dict[Link, list[Term]] = defaultdict(list)
    own: dict[str, list[Term]] = defaultdict(list)
    for term in terms:
        for start, end in _ends(term, classes):
            (own[start] if start == end else links[start, end]).append(term)
    boxes = {iri: _class_box(term, own[iri]) for iri, term in classes.items()}
    drawn = dict(boxes)
    steps: list[Link] = []
    for (start, end), properties in sorted(links.items()):
        label = _names_box(f"{start} {end}", properties)
        drawn[label.key] = label
        steps += [(start, label.key), (label.key, end)]
    kinds = [(iri, up) for iri, term in classes.items() for up in term.under if up in classes]
    for start, end in kinds:
        label = Box(f"{start} is a {end}", ("is a kind of",), "names")
        drawn[label.key] = label
        steps += [(start, label.key), (label.key, end)]
    placed, paths = _layered(drawn, steps)
    told = [f"{classes[start].label} is a kind of {classes[end].label}." for start, end in kinds]
    return _drawing(
        view.name,
        view.title,
        " ".join([_told(links, classes), *told]),
        placed,
        [Line(path, has_head=step[1] in boxes) for step, path in zip(steps, paths, strict=True)],
    )


def neighbourhood(terms: Sequence[Term], centre: Term) -> Drawing | None:
    """A class, what points to it and what it points to; nothing where nothing does."""
    classes = {term.iri: term for term in terms if term.is_class}
    into: dict[str, list[Term]] = defaultdict(list)
    out: dict[str, list[Term]] = defaultdict(list)
    own: list[Term] = []
    for term in terms:
        for start, end in _ends(term, classes):
            if start == end == centre.iri:
                own.append(term)
            elif start == centre.iri:
                out[end].append(term)
            elif end == centre.iri:
                into[start].append(term)
    if not into and not out:
        return None
    middle = _class_box(centre, own)
    left = [
        (_class_box(classes[iri], ()), _names_box(f"> {iri}", into[iri])) for iri in sorted(into)
    ]
    right = [
        (_class_box(classes[iri], ()), _names_box(f"< {iri}", out[iri])) for iri in sorted(out)
    ]
    links = {(iri, centre.iri): into[iri] for iri in into} | {
        (centre.iri, iri): out[iri] for iri in out
    }
    placed, lines = _columns(middle, left=left, right=right)
    return _drawing(
        f"around-{centre.fragment}",
        f"{centre.label} and its neighbours",
        _told(links, classes),
        placed,
        lines,
    )


def _ends(term: Term, classes: Mapping[str, Term]) -> list[Link]:
    return [ends for ends in term.ends if ends[0] in classes and ends[1] in classes]


def _class_box(term: Term, own: Iterable[Term]) -> Box:
    loops = sorted(own, key=lambda each: each.label)
    return Box(
        key=term.iri,
        lines=(term.label, *(f"↻ {each.label}" for each in loops)),
        kind="ours" if term.is_ours else "borrowed",
        iris=(term.iri, *(each.iri for each in loops)),
    )


def _names_box(key: str, properties: Iterable[Term]) -> Box:
    ordered = sorted(properties, key=lambda each: each.label)
    return Box(
        key=key,
        lines=tuple(each.label for each in ordered),
        kind="names",
        iris=tuple(each.iri for each in ordered),
    )


def _told(links: Mapping[Link, Sequence[Term]], classes: Mapping[str, Term]) -> str:
    """A diagram in words, for those who do not see it."""
    return " ".join(
        f"{classes[start].label} {', '.join(sorted(each.label for each in properties))} "
        f"{classes[end].label}."
        for (start, end), properties in sorted(links.items())
    )


def _layered(boxes: Mapping[str, Box], steps: Sequence[Link]) -> tuple[list[Box], list[str]]:
    """Boxes in layers from top to bottom, few lines crossing; and the path of each step."""
    vertices = {key: Vertex(key) for key in boxes}
    for key, vertex in vertices.items():
        vertex.view = _View(w=boxes[key].width, h=boxes[key].height)
    edges = [Edge(vertices[start], vertices[end]) for start, end in steps]
    for edge in edges:
        edge.view = _Route()
    placed: dict[str, Box] = {}
    ways: dict[Link, list[Point]] = {}
    begin = 0.0
    for component in Graph(list(vertices.values()), edges).C:
        _lay(component)
        ends = [(v.view.xy[0] - v.view.w / 2, v.view.xy[0] + v.view.w / 2) for v in component.sV]
        shift = begin - min(left for left, _ in ends)
        for vertex in component.sV:
            x, y = vertex.view.xy
            placed[vertex.data] = replace(boxes[vertex.data], x=x + shift, y=y)
        for edge in component.sE:
            link = (edge.v[0].data, edge.v[1].data)
            ways[link] = [(x + shift, y) for x, y in edge.view.points[1:-1]]
        begin = max(right for _, right in ends) + shift + 3 * _GAP
    bands = _bands(placed.values())
    return list(placed.values()), [
        _way(placed[start], ways[start, end], placed[end], bands) for start, end in steps
    ]


def _lay(component: Any) -> None:
    """Give every node of a connected graph its place, and every edge its way."""
    layout = SugiyamaLayout(component)
    layout.xspace, layout.yspace = _GAP, _ROOM
    layout.route_edge = lambda _edge, _points: None
    layout.init_all()
    layout.draw(12)


def _bands(boxes: Iterable[Box]) -> dict[int, float]:
    """Half of the height of each layer, by the place of its middle."""
    found: dict[int, float] = defaultdict(float)
    for box in boxes:
        found[round(box.y)] = max(found[round(box.y)], box.height / 2)
    return found


def _way(start: Box, between: Sequence[Point], end: Box, bands: Mapping[int, float]) -> str:
    """A path that is straight beside boxes, and turns only in the gaps between the layers."""
    side = 1 if start.y <= end.y else -1
    path = f"M{_at((start.x, start.y + side * start.height / 2))}"
    here = (start.x, start.y + side * bands[round(start.y)])
    for x, y in [*between, (end.x, end.y)]:
        band = side * bands.get(round(y), 0)
        there = (x, y - band - side * _LEAD)
        middle = (here[1] + there[1]) / 2
        path += f" L{_at(here)} C{_at((here[0], middle))} {_at((x, middle))} {_at(there)}"
        here = (x, y + band)
    return f"{path} L{_at((end.x, end.y - side * end.height / 2))}"


@dataclass(slots=True)
class _View:
    """What the library reads and sets of a node."""

    w: float
    h: float
    xy: Point = (0, 0)


@dataclass(slots=True)
class _Route:
    """What the library sets of an edge: the places through which it leads."""

    points: list[Point] = field(default_factory=list)

    def setpath(self, points: Iterable[Point]) -> None:
        self.points = list(points)


def _at(point: Point) -> str:
    return f"{round(point[0], 1):g},{round(point[1], 1):g}"


def _columns(
    middle: Box, *, left: Sequence[tuple[Box, Box]], right: Sequence[tuple[Box, Box]]
) -> tuple[list[Box], list[Line]]:
    """A box in the middle, and at its sides a column of names and one of boxes each."""
    placed, lines = [middle], []
    for side, column in ((-1, left), (1, right)):
        widest = max((name.width for _, name in column), default=0)
        near = middle.width / 2 + 1.2 * _ROOM
        heights = [max(box.height, name.height) for box, name in column]
        y = -(sum(heights) + _GAP * (len(heights) - 1)) / 2
        for (box, name), height in zip(column, heights, strict=True):
            y += height / 2
            far = near + widest + _ROOM / 2
            at = replace(box, x=side * (far + box.width / 2), y=y)
            label = replace(name, x=side * (near + widest / 2), y=y)
            y += height / 2 + _GAP
            placed += [at, label]
            outer = [_at(_edge(label, side)), _at((side * far, at.y))][::side]
            lines += [
                Line(f"M{outer[0]} L{outer[1]}", has_head=side > 0),
                _joined(middle, label, side=side, bend=side * near),
            ]
    return placed, lines


def _edge(box: Box, side: int) -> Point:
    """The middle of a box's left or right side."""
    return box.x + side * box.width / 2, box.y


def _joined(middle: Box, label: Box, *, side: int, bend: float) -> Line:
    """A line between the middle and a label, level beside labels, that turns between columns."""
    start, stop = _edge(middle, side), _edge(label, -side)
    half = (start[0] + bend) / 2
    points = [start, (half, start[1]), (half, stop[1]), (bend, stop[1]), stop]
    if side < 0:
        points.reverse()
        first, second, *turn = map(_at, points)
        return Line(f"M{first} L{second} C{' '.join(turn)}", has_head=True)
    begin, *turn, last = map(_at, points)
    return Line(f"M{begin} C{' '.join(turn)} L{last}", has_head=False)


def _drawing(
    name: str, title: str, description: str, boxes: Sequence[Box], lines: Iterable[Line]
) -> Drawing:
    """All of it moved to where the picture begins, and the size of that."""
    left = min(box.left for box in boxes) - _MARGIN
    top = min(box.top for box in boxes) - _MARGIN
    right = max(box.left + box.width for box in boxes) + _MARGIN
    bottom = max(box.top + box.height for box in boxes) + _MARGIN
    return Drawing(
        name=name,
        title=title,
        description=description,
        width=round(right - left),
        height=round(bottom - top),
        boxes=tuple(
            replace(box, x=round(box.x - left, 1), y=round(box.y - top, 1)) for box in boxes
        ),
        lines=tuple(Line(_moved(line.path, left, top), line.has_head) for line in lines),
    )


def _moved(path: str, left: float, top: float) -> str:
    """A path as it is after the corner of the picture has become its origin."""
    words = []
    for word in path.split():
        mark = word[0] if word[0].isalpha() else ""
        x, y = map(float, word.removeprefix(mark).split(","))
        words.append(mark + _at((x - left, y - top)))
    return " ".join(words)
