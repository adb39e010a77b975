"""The chains between two datasets, drawn from top to bottom beside each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adrgraph.pictures import lettering
from adrgraph.pictures.canvas import SIZE, SMALL, Canvas, Room, finished
from adrgraph.pictures.facts import datasets_of, steps_of
from adrgraph.pictures.picture import Picture, Thing, as_is

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adrgraph.catalogue import Catalogue
    from adrgraph.pictures.facts import Step
    from adrgraph.pictures.picture import Cell, Link

COLUMNS = (
    *("chain", "step", "from", "way", "to", "linkage", "environment", "restrictions"),
    *("not known", "both ends are in"),
)

_CHAIN, _MARGIN, _GAP, _ROW = 288, 16, 32, 3
_LINE = 15
_INSET = 28


@dataclass(slots=True)
class _Pen:
    """Where the next line of a chain goes."""

    canvas: Canvas
    x: float
    y: float

    def write(self, words: str, kind: str = "", *, bold: bool = False, most: int = 3) -> None:
        """Words below what was written last."""
        room = Room(self.x + _INSET, self.y + 12, _CHAIN - _INSET, bold=bold, most=most)
        self.y += self.canvas.text(words, room, kind) * _LINE

    def follow(self, thing: Thing, before: str) -> None:
        """The name of a thing, as a link."""
        words = f"{before} {thing}"
        node = self.canvas.follow(thing, "node aside", told=words)
        lines = lettering.fitted(words, _CHAIN - _INSET, SMALL, most=3)
        node.box(self.x + _INSET - 4, self.y, _CHAIN - _INSET + 4, len(lines) * _LINE + 2, "hit")
        room = Room(self.x + _INSET, self.y + 12, _CHAIN - _INSET, most=3)
        node.text(words, room, "name")
        self.y += len(lines) * _LINE + 2


def path_between(
    catalogue: Catalogue, start: str, end: str, *, narrow: bool = False, link: Link = as_is
) -> Picture:
    """Every shortest chain between two datasets, by IRI."""
    names = {each.thing.iri: each.thing for each in datasets_of(catalogue, only=[start, end])}
    first, last = (names.get(iri, Thing(iri, "")) for iri in (start, end))
    return draw_chains(first, last, steps_of(catalogue, start, end), narrow=narrow, link=link)


def draw_chains(
    start: Thing, end: Thing, steps: Sequence[Step], *, narrow: bool = False, link: Link = as_is
) -> Picture:
    """The picture of given steps."""
    canvas = Canvas("path", link)
    chains: dict[str, dict[int, list[Step]]] = defaultdict(lambda: defaultdict(list))
    for step in steps:
        chains[step.chain][step.position].append(step)
    most, bottom = 1 if narrow else _ROW, 16.0
    for number, chain in enumerate(chains.values()):
        column, row = number % most, number // most
        if column == 0 and row:
            below = bottom + 40
        elif number == 0:
            below = 16.0
        pen = _Pen(canvas, _MARGIN + column * (_CHAIN + _GAP), below)
        _chain(pen, chain)
        bottom = max(bottom, pen.y)
    across = min(max(len(chains), 1 if narrow else 2), most)
    width = 2 * _MARGIN + across * _CHAIN + (across - 1) * _GAP
    if not chains:
        words = f"No chain of up to five steps is known between {start} and {end}."
        bottom += canvas.text(words, Room(_MARGIN, 34, width - 2 * _MARGIN, most=6)) * _LINE + 14
    return finished(
        canvas,
        title=f"From {start} to {end}",
        description=_told(start, end, chains),
        columns=COLUMNS,
        rows=_rows(start, end, steps),
        width=width,
        height=bottom + _MARGIN,
    )


def _chain(pen: _Pen, chain: dict[int, list[Step]]) -> None:
    """One chain: a plate for each dataset, and between two of them what joins them."""
    ordered = [chain[position] for position in sorted(chain)]
    whole = pen.canvas
    _plate(pen, ordered[0][0].start)
    for ways in ordered:
        pen.canvas = whole.between(ways[0].start, ways[0].end, kind="step")
        begin = pen.y
        pen.y += 8
        for step in ways:
            _between(pen, step)
        pen.y += 8
        kind = {"read": "beside", "is": "built", "has": "part"}.get(
            ways[0].way.split(" ")[0], "built"
        )
        kind = "part" if ways[0].way == "is a part of" else kind
        x = pen.x + 12
        pen.canvas.path(f"M{x:g},{begin:g} V{pen.y - 7:g}", f"line {kind}")
        pen.canvas.path(f"M{x - 5:g},{pen.y - 7:g} l5,7 l5,-7 Z", "knot")
        pen.canvas = whole
        _plate(pen, ways[0].end)
    if ordered[0][0].together:
        pen.y += 8
        pen.write(f"Both ends are in {ordered[0][0].together}.", "soft")


def _between(pen: _Pen, step: Step) -> None:
    pen.write(step.way, bold=True)
    for linkage in step.linkages:
        pen.follow(linkage, "by:")
    for environment in step.environments:
        pen.follow(environment, "in:")
    for restriction in step.restrictions:
        y = pen.y
        pen.y += 5
        pen.write(f"Restricted: {restriction}", most=5)
        pen.y += 5
        pen.canvas.box(pen.x + _INSET - 8, y, _CHAIN - _INSET + 8, pen.y - y, "warning-plate", rx=3)
        pen.y += 4
    for unknown in step.unknown:
        pen.write(f"Not known: {unknown}", "soft")


def _plate(pen: _Pen, thing: Thing) -> None:
    lines = lettering.fitted(str(thing), _CHAIN - 24, SIZE, most=3, bold=True)
    height = max(len(lines), 1) * SIZE * 1.25 + 18
    node = pen.canvas.follow(thing)
    for kind in ("plate", "hit"):
        node.box(pen.x, pen.y, _CHAIN, height, kind, rx=6)
    room = Room(pen.x + 12, pen.y + 22, _CHAIN - 24, size=SIZE, bold=True, most=3)
    node.text(str(thing), room, "name")
    pen.y += height


def _told(start: Thing, end: Thing, chains: dict[str, dict[int, list[Step]]]) -> str:
    if not chains:
        return f"No chain is known between {start} and {end}: unknown, not none."
    many = len(chains)
    counted = "One shortest chain" if many == 1 else f"{many} shortest chains"
    return (
        f"{counted} between {start} and {end}: {'; '.join(chains)}. "
        "A chain shows how data are connected: it is no permission to link them."
    )


def _rows(start: Thing, end: Thing, steps: Sequence[Step]) -> list[tuple[Cell, ...]]:
    """A row for each step and linkage and environment, so that each is one cell."""
    rows: list[tuple[Cell, ...]] = []
    for step in steps:
        rest = ("; ".join(step.restrictions), "; ".join(step.unknown), step.together)
        rows += [
            (step.chain, step.position, step.start, step.way, step.end, linkage, place, *rest)
            for linkage in step.linkages or ("",)
            for place in step.environments or ("",)
        ]
    return rows or [("", 0, start, "no chain is known", end, *[""] * 5)]
