"""A card: what a page is about, as others show it beside a link to the page."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

from adrgraph.pictures import lettering
from adrgraph.pictures.canvas import Canvas, Room, style
from adrgraph.pictures.markup import Element
from adrgraph.pictures.picture import as_is

WIDTH, HEIGHT = 1200, 630
"""What those who show cards ask for."""

MOST = 36
"""Rays that are drawn; more could not be told apart."""

_MARGIN, _ASIDE = 72, 400
_TITLES = (68, 56, 46)
_FACTS, _LOWEST = 3, 445


@dataclass(frozen=True, slots=True)
class Card:
    """What a card tells: of which kind a thing is, its name, and what matters most."""

    kind: str
    title: str
    lead: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    rays: tuple[str, ...] = ()
    """The senses in which it is connected with others, one for each."""


def draw_card(card: Card) -> str:
    """The card as SVG."""
    canvas = Canvas("card", as_is)
    canvas.box(0, 0, WIDTH, HEIGHT, "ground")
    canvas.box(0, 0, 16, HEIGHT, "mark")
    room = WIDTH - 2 * _MARGIN - (_ASIDE if card.rays else 0)
    _star(canvas, card.rays[:MOST])
    head = " · ".join(filter(None, ("adrgraph", card.kind)))
    canvas.text(head, Room(_MARGIN, 100, room, size=26, bold=True), "strong")
    size = next((size for size in _TITLES if _fits(card.title, room, size)), _TITLES[-1])
    y = 100 + size * 1.25 + 8
    y += canvas.text(card.title, Room(_MARGIN, y, room, size=size, bold=True, most=3)) * size * 1.25
    y += 46 - size
    lines = int((_LOWEST - y) / 35) + 1
    canvas.text(card.lead, Room(_MARGIN, y, room, size=28, most=lines), "soft")
    wide = (WIDTH - 2 * _MARGIN) / _FACTS
    for number, (label, value) in enumerate(card.facts[:_FACTS]):
        x = _MARGIN + number * wide
        canvas.text(label, Room(x, HEIGHT - 126, wide - 28, size=22), "soft")
        canvas.text(value, Room(x, HEIGHT - 90, wide - 28, size=26, bold=True, most=2))
    return _document(canvas, card)


def _fits(words: str, room: float, size: int) -> bool:
    lines = lettering.fitted(words, room, size, most=3, bold=True)
    return not lines or not lines[-1].endswith("…")


def _star(canvas: Canvas, senses: tuple[str, ...]) -> None:
    """A thing in the middle and what it is connected with around it."""
    x, y, radius = WIDTH - _MARGIN - _ASIDE / 2 + 24, 258, 158
    for number, sense in enumerate(senses):
        angle = 2 * pi * number / len(senses) - pi / 2
        there = (x + radius * cos(angle), y + radius * sin(angle))
        canvas.path(f"M{x:.1f},{y:.1f} L{there[0]:.1f},{there[1]:.1f}", f"ray {sense.split()[0]}")
        canvas.dot(*there, 9, "knot")
    if senses:
        canvas.dot(x, y, 24, "mark")


def _document(canvas: Canvas, card: Card) -> str:
    size = {"width": str(WIDTH), "height": str(HEIGHT), "viewBox": f"0 0 {WIDTH} {HEIGHT}"}
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "class": "picture card"} | size)
    root.add("title", {}, card.title)
    root.add("style", {}, style())
    root.extend(canvas.root.within)
    return f"{root}\n"
