"""What pictures are drawn with: groups, lines, boxes, text and links, escaped by construction."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from adrgraph.pictures import lettering
from adrgraph.pictures.markup import Element, written
from adrgraph.pictures.picture import Picture, Thing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from adrgraph.pictures.picture import Cell, Link

SIZE = 13
"""The size of names, in pixels."""

SMALL = 12
"""The size of everything else, in pixels."""

_LINE = 1.25
_HEAD, _PHONE = 58, 500
_SAFE = re.compile(r"https?://[^\s]+|[./?#][^\s]*|[a-z0-9][\w./?#=&%+-]*", re.IGNORECASE)


@cache
def style() -> str:
    """The style of every picture: colours as custom properties, for light and for dark."""
    return (files(__package__) / "picture.css").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Room:
    """Where a line of text stands, and how wide it may become."""

    x: float
    y: float
    width: float
    anchor: str = "start"
    size: float = SMALL
    bold: bool = False
    most: int = 1


@dataclass(frozen=True, slots=True)
class Canvas:
    """A picture under way; what is drawn later lies above."""

    name: str
    link: Link
    root: Element = field(default_factory=lambda: Element("g", {}))

    def group(self, kind: str, **more: object) -> Canvas:
        """A group with a class, drawn into like the whole."""
        return Canvas(self.name, self.link, self._add("g", kind, more))

    def box(
        self, x: float, y: float, width: float, height: float, kind: str = "", **more: object
    ) -> None:
        """A rectangle."""
        place = {"x": x, "y": y, "width": max(width, 0), "height": max(height, 0)}
        self._add("rect", kind, place | more)

    def path(self, way: str, kind: str = "", *, told: str = "", **more: object) -> None:
        """A line along a way; what it says in words is shown to those who point at it."""
        element = self._add("path", kind, {"d": way} | more)
        if told:
            element.add("title", {}, told)

    def dot(self, x: float, y: float, radius: float, kind: str = "") -> None:
        """A filled circle."""
        self._add("circle", kind, {"cx": x, "cy": y, "r": radius})

    def text(self, words: str, room: Room, kind: str = "") -> int:
        """Words in the room there is, in how many lines they took; a cut is told in full."""
        lines = lettering.fitted(words, room.width, room.size, most=room.most, bold=room.bold)
        classes = f"{kind} {'bold ' if room.bold else ''}s{room.size:g}".strip()
        for row, line in enumerate(lines):
            place: dict[str, object] = {"x": room.x, "y": room.y + row * room.size * _LINE}
            if room.anchor != "start":
                place["text-anchor"] = room.anchor
            if not lettering.is_measured(line):
                wide = lettering.width(line, room.size, bold=room.bold)
                place |= {"textLength": max(wide, 1), "lengthAdjust": "spacingAndGlyphs"}
            self._add("text", classes, place, line)
        return len(lines)

    def follow(self, thing: Thing, kind: str = "node", *, told: str = "", more: str = "") -> Canvas:
        """A group that leads to the page of a thing, by pointer and by keyboard.

        It is called as `told`, else by its name; `more` is what the picture says of it in words.
        """
        href = self.link(thing.iri)
        marks: dict[str, object] = {"data-node": thing.key}
        if _SAFE.fullmatch(href):
            element = self._add("a", kind, {"href": href} | marks)
        else:
            element = self._add("g", kind, marks)
        element.add("title", {}, told or str(thing))
        if more:
            element.add("desc", {}, more)
        return Canvas(self.name, self.link, element)

    def between(self, start: Thing, *ends: Thing, kind: str = "") -> Canvas:
        """A group of what joins a thing with others: it stands out with each of them."""
        return self.group(kind, data_from=start.key, data_to=keys(ends))

    def of(self, *things: Thing, kind: str = "") -> Canvas:
        """A group of what is told of things: it stands out where one of them does."""
        return self.group(kind, data_with=keys(things))

    def _add(
        self, tag: str, kind: str, attributes: Mapping[str, object], words: str = ""
    ) -> Element:
        return self.root.add(tag, {"class": kind, **attributes} if kind else attributes, words)


def finished(  # noqa: PLR0913 — a picture is all of this
    canvas: Canvas,
    *,
    title: str,
    description: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    width: float,
    height: float,
) -> Picture:
    """The picture that was drawn, as a document and for a page."""
    size = (width, height)
    page = _document(canvas, title=title, description=description, size=size)
    return Picture(
        name=canvas.name,
        title=title,
        description=description,
        columns=tuple(columns),
        rows=tuple(map(tuple, rows)),
        alone=lambda: f"{_alone(canvas, title=title, description=description, size=size)}\n",
        inline=f"{page}\n",
        width=width,
        height=height,
    )


def _alone(canvas: Canvas, *, title: str, description: str, size: tuple[float, float]) -> Element:
    """A document that brings its style, its ground and its heading."""
    width, height = size
    root = Element("g", {})
    root.add("style", {}, style())
    place = {"x": 0, "y": -_HEAD, "width": width, "height": height + _HEAD}
    root.add("rect", place | {"class": "ground"})
    head = Canvas(canvas.name, canvas.link, root).group("heading")
    phone = width < _PHONE
    room = Room(16, -34 if phone else -24, width - 32, size=15 if phone else 18, bold=True)
    head.text(title, replace(room, most=2 if phone else 1))
    root.extend(canvas.root.within)
    whole = Canvas(canvas.name, canvas.link, root)
    return _document(whole, title=title, description=description, size=size, above=_HEAD)


def keys(things: Iterable[Thing]) -> str:
    """What marks things, as one attribute."""
    return " ".join(dict.fromkeys(thing.key for thing in things))


def _document(
    canvas: Canvas, *, title: str, description: str, size: tuple[float, float], above: int = 0
) -> Element:
    width, height = written(size[0]), written(size[1] + above)
    form = "narrow" if size[0] < _PHONE else "wide"
    key = canvas.name if form == "wide" else f"{canvas.name}-narrow"
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": f"picture {canvas.name} {form}",
            "role": "group",
            "aria-labelledby": f"{key}-title",
            "aria-describedby": f"{key}-description",
            "width": width,
            "height": height,
            "viewBox": f"0 {-above} {width} {height}",
        },
    )
    root.add("title", {"id": f"{key}-title"}, title)
    root.add("desc", {"id": f"{key}-description"}, description)
    root.extend(canvas.root.within)
    return root
