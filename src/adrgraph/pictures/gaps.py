"""Which years of which nations given datasets cover, and where the gaps are."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from adrgraph.pictures.canvas import Canvas, Room, finished
from adrgraph.pictures.facts import NATIONS, datasets_of, periods_of
from adrgraph.pictures.picture import Picture, as_is
from adrgraph.pictures.places import extent, mark
from adrgraph.pictures.timeline import year_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from adrgraph.catalogue import Catalogue
    from adrgraph.pictures.facts import Dataset, Period
    from adrgraph.pictures.picture import Cell, Link

COLUMNS = ("nation", "dataset", "covered", "from", "to")
STATES = ("wholly", "partly", "not stated", "not covered")
"""From what is known to be there to what is known not to be."""

_MARGIN, _ROW = 16, 26
_TOGETHER = "all of them together"
_MARKS = {"wholly": "wholly", "partly": "partly", "not stated": "not stated", "not covered": ""}


def coverage_gaps(  # noqa: PLR0913 — a set of data, and years
    catalogue: Catalogue,
    datasets: Iterable[str],
    *,
    first: int,
    last: int,
    nations: Sequence[str] = NATIONS,
    narrow: bool = False,
    link: Link = as_is,
) -> Picture:
    """The years from first to last of each nation, as some datasets, by IRI, cover them."""
    only = tuple(datasets)
    return draw_gaps(
        datasets_of(catalogue, only=only) if only else (),
        periods_of(catalogue, only=only) if only else (),
        years=range(first, last + 1),
        nations=nations,
        narrow=narrow,
        link=link,
    )


def draw_gaps(  # noqa: PLR0913 — facts, what is asked, and how it is shown
    datasets: Sequence[Dataset],
    periods: Iterable[Period],
    *,
    years: range,
    nations: Sequence[str] = NATIONS,
    narrow: bool = False,
    link: Link = as_is,
) -> Picture:
    """The picture of given facts."""
    canvas = Canvas("gaps", link)
    stated: dict[str, list[Period]] = defaultdict(list)
    for period in periods:
        if period.kind != "birth cohort" and not period.of.startswith("what a linkage read"):
            stated[period.dataset.iri].append(period)
    lines = {each.thing.iri: _known(stated.get(each.thing.iri, ()), years) for each in datasets}
    width = 320 if narrow else 1100
    left = _MARGIN if narrow else 380
    strip = (left, width - _MARGIN - left)
    rows: list[tuple[Cell, ...]] = []
    y = _legend(canvas, narrow=narrow)
    for nation in nations:
        states = {
            each: _there(lines[each.thing.iri], extent(each, nation))
            for each in datasets
            if extent(each, nation)
        }
        best = [_best(line) for line in zip(*states.values(), strict=True)]
        best = best or ["not covered"] * len(years)
        canvas.text(
            nation,
            Room(_MARGIN, y + 20, (width if narrow else left) - 3 * _MARGIN, size=15, bold=True),
        )
        y = _scale(canvas, years, strip, y + (44 if narrow else 20))
        canvas.text(_TOGETHER.capitalize(), _room(y, strip, narrow=narrow, bold=True))
        y = _strip(canvas, best, strip, y + 18 * narrow)
        rows += _runs(nation, _TOGETHER, best, years)
        for each, line in states.items():
            row = canvas.of(each.thing, kind="row")
            node = row.follow(each.thing)
            node.box(_MARGIN - 4, y, (width if narrow else left) - 2 * _MARGIN + 8, 24, "hit", rx=4)
            node.text(str(each.thing), _room(y, strip, narrow=narrow), "name")
            y = _strip(row, line, strip, y + 18 * narrow)
            rows += _runs(nation, each.thing, line, years)
        y += 16
    return finished(
        canvas,
        title="Which years of which nations these data cover",
        description=(
            f"{len(datasets)} datasets in the years {years[0]} to {years[-1]}."
            if years
            else "No years were asked for."
        )
        + " Hatched where no source states the years or the area: unknown, not none.",
        columns=COLUMNS,
        rows=rows,
        width=width,
        height=y,
    )


def _known(periods: Iterable[Period], years: range) -> list[str]:
    """How far a dataset covers each year, wherever it is about, as far as sources tell."""
    lines = [_in_period(each, years) for each in periods]
    return [_best(line) for line in zip(*lines, strict=True)] or ["not stated"] * len(years)


def _best(states: tuple[str, ...]) -> str:
    return next(state for state in STATES if state in states)


def _there(line: list[str], here: str) -> list[str]:
    """The same in a nation of which the dataset covers so much."""
    if here == "wholly":
        return line
    within = here if here in STATES else "not covered"
    return [within if state == "wholly" else state for state in line]


def _in_period(period: Period, years: range) -> list[str]:
    start, end = (
        None if bound is None else int(bound)
        for bound in (year_of(period.start), year_of(period.end))
    )
    return [_of_year(year, start, end, is_part=bool(period.covers)) for year in years]


def _of_year(year: int, start: int | None, end: int | None, *, is_part: bool) -> str:
    if start is None and end is None:
        return "not stated"
    if start is not None and year < start:
        return "not covered"
    if end is not None and year > end:
        return "not covered"
    if start is None:
        return "wholly" if year == end else "not stated"
    if end is None:
        return "wholly" if year == start else "not stated"
    return "partly" if is_part else "wholly"


def _room(y: float, strip: tuple[float, float], *, narrow: bool, bold: bool = False) -> Room:
    width = strip[1] if narrow else strip[0] - 2 * _MARGIN
    return Room(_MARGIN, y + (13 if narrow else 17), width, bold=bold)


def _scale(canvas: Canvas, years: range, strip: tuple[float, float], y: float) -> float:
    """Every so many years, as there is room."""
    one = strip[1] / max(len(years), 1)
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 10_000) if one * step > 40)  # noqa: PLR2004 — pixels
    for place in range(0, len(years), step):
        x = max(strip[0] + one * (place + 0.5), 20.0)
        if x + 19 <= strip[0] + strip[1] + _MARGIN:
            canvas.text(str(years[place]), Room(x, y, 38, anchor="middle"), "soft")
    return y + 8


def _strip(canvas: Canvas, states: Sequence[str], strip: tuple[float, float], y: float) -> float:
    one = strip[1] / max(len(states), 1)
    place = 0
    for state, run in groupby(states):
        many = len(list(run))
        size = (one * many - 1, _ROW - 8)
        mark(canvas, _MARKS[state], x=strip[0] + one * place, y=y + 4, size=size)
        place += many
    return y + _ROW


def _runs(nation: str, whose: Cell, states: Sequence[str], years: range) -> list[tuple[Cell, ...]]:
    """A row for each run of years in one state."""
    found: list[tuple[Cell, ...]] = []
    place = 0
    for state, run in groupby(states):
        many = len(list(run))
        found.append((nation, whose, state, years[place], years[place + many - 1]))
        place += many
    return found


def _legend(canvas: Canvas, *, narrow: bool) -> float:
    key = canvas.group("legend")
    states = (
        ("wholly", "covered", 100),
        ("partly", "covered in part", 150),
        ("not stated", "no source tells", 150),
        ("not covered", "not covered", 130),
    )
    x, y = float(_MARGIN), 10.0
    for number, (state, words, room) in enumerate(states):
        mark(key, _MARKS[state], x=x, y=y, size=(24, 14))
        key.text(words, Room(x + 32, y + 11, room - 32), "soft")
        x += 150 if narrow else room + 30
        if narrow and number == 1:
            x, y = float(_MARGIN), y + 24
    return y + 30
