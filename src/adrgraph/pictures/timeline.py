"""The coverage timeline: datasets against the years that their data are about."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from adrgraph.pictures.canvas import SIZE, Canvas, Room, finished
from adrgraph.pictures.facts import connections_of, datasets_of, forecasts_of, periods_of
from adrgraph.pictures.leading import MOST, leading, told_of
from adrgraph.pictures.picture import Picture, Thing, as_is

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from adrgraph.catalogue import Catalogue
    from adrgraph.pictures.facts import Dataset, Forecast, Period
    from adrgraph.pictures.picture import Cell, Link

COLUMNS = ("dataset", "of", "kind", "start", "end", "covers", "wording", "sources")

_MARGIN, _ROW, _HEADING = 16, 26, 34
_YEAR = re.compile(r"(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_STUB, _MARKS = 22, 14


@dataclass(frozen=True, slots=True)
class _Scale:
    """From years to pixels; names and notes stand beside, or on a phone above and below."""

    first: int
    last: int
    narrow: bool

    def __call__(self, year: float) -> float:
        share = (year - self.first) / (self.last - self.first)
        return round(self.left + share * (self.right - self.left), 1)

    @property
    def width(self) -> float:
        return 320 if self.narrow else 1296

    @property
    def left(self) -> float:
        return _MARGIN + 12 if self.narrow else 392

    @property
    def right(self) -> float:
        return self.width - _MARGIN - (12 if self.narrow else 352)

    @property
    def names(self) -> float:
        return self.width - 2 * _MARGIN if self.narrow else 360

    def note(self, y: float) -> Room:
        """Where words on a row stand."""
        if self.narrow:
            return Room(_MARGIN, y + _ROW + 8, self.width - 2 * _MARGIN)
        return Room(self.right + 16, y + 17, 336)

    @property
    def row(self) -> float:
        return _ROW + 16 if self.narrow else _ROW


def coverage_timeline(
    catalogue: Catalogue,
    *,
    datasets: Iterable[str] = (),
    group: str = "theme",
    narrow: bool = False,
    link: Link = as_is,
) -> Picture:
    """Datasets against years: periods, birth cohorts, reference dates, and apart what was expected.

    Only some datasets, by IRI, where any are given; grouped by "theme" or "environment"; narrow
    enough for a phone if wanted.
    """
    only = tuple(datasets)
    found = datasets_of(catalogue, only=only)
    shown = found if only or len(found) <= MOST else leading(found, connections_of(catalogue))
    return draw_timeline(
        shown,
        periods_of(catalogue, only=only),
        forecasts_of(catalogue, only=only),
        of=len(found),
        group=group,
        narrow=narrow,
        link=link,
    )


def draw_timeline(  # noqa: PLR0913 — facts, and how they are shown
    datasets: Sequence[Dataset],
    periods: Sequence[Period],
    forecasts: Sequence[Forecast],
    *,
    of: int = 0,
    group: str = "theme",
    narrow: bool = False,
    link: Link = as_is,
) -> Picture:
    """The timeline of given facts, of a choice of datasets where there are more."""
    canvas = Canvas("timeline", link)
    if len(datasets) < of:
        known = {each.thing.iri for each in datasets}
        periods = [each for each in periods if each.dataset.iri in known]
        forecasts = [each for each in forecasts if each.thing.iri in known]
    lines: dict[str, list[Period]] = defaultdict(list)
    for period in periods:
        lines[period.dataset.iri].append(period)
    silent = [each.thing for each in datasets if each.thing.iri not in lines]
    scale = _scale(periods, forecasts, narrow=narrow)
    grid, marks = canvas.group("grid"), canvas.group("rows")
    y = _legend(canvas, narrow=narrow)
    top = y
    for heading, members in grouped(datasets, group).items():
        stated = [each for each in members if each.thing.iri in lines]
        if stated:
            y = _heading(marks, heading, y, scale)
        for each in stated:
            y = _lanes(marks, each.thing, lines[each.thing.iri], y=y, scale=scale)
    if forecasts:
        y = _heading(marks, "What was expected: no releases", y, scale)
        for forecast in forecasts:
            y = _forecast(marks, forecast, y=y, scale=scale)
    if silent:
        words = f"No source states years for {len(silent)} more datasets; the table names them."
        y += 16 * marks.text(
            words, Room(_MARGIN, y + 24, scale.width - 2 * _MARGIN, most=3), "soft"
        )
        y += 20
    _years(grid, scale, top=top, bottom=y)
    return finished(
        canvas,
        title="Which years the data are about",
        description=(
            f"{told_of(len(datasets), of)}"
            f"{len(lines)} datasets against the years {scale.first} to {scale.last}. Filled bars "
            "are periods of observation, outlined bars birth cohorts, diamonds reference dates. An "
            "arrow marks a bound that no source gives, hatching one that is given in words."
        ),
        columns=COLUMNS,
        rows=_rows(periods, forecasts, silent),
        width=scale.width,
        height=y + _MARGIN,
    )


def grouped(datasets: Sequence[Dataset], group: str) -> dict[str, list[Dataset]]:
    """Datasets under one heading each, by name; what has none comes last.

    Of several themes or environments, the rarest is the heading.
    """
    many: dict[str, int] = defaultdict(int)
    for each in datasets:
        for heading in _headings(each, group):
            many[heading] += 1
    found: dict[str, list[Dataset]] = defaultdict(list)
    for each in datasets:
        names = sorted(_headings(each, group), key=lambda name: (many[name], name))
        found[names[0] if names else ""].append(each)
    order = sorted(found, key=lambda name: (not name, name.casefold(), name))
    return {
        name or f"No {group} is stated": sorted(
            found[name], key=lambda each: (str(each.thing).casefold(), each.thing.iri)
        )
        for name in order
    }


def _headings(dataset: Dataset, group: str) -> set[str]:
    names = map(str, aspects(dataset, group))
    return {name[:1].upper() + name[1:] for name in names}


def aspects(dataset: Dataset, group: str) -> tuple[Thing, ...]:
    """The themes or the environments of a dataset."""
    return dataset.environments if group == "environment" else dataset.themes


def year_of(date: str, *, is_end: bool = False) -> float | None:
    """A date, month or year as a number of years; an end lies behind what it includes.

    >>> year_of("2011"), year_of("2011", is_end=True), year_of("2011-07"), year_of("soon")
    (2011.0, 2012.0, 2011.5, None)
    """
    match = _YEAR.match(date)
    if not match:
        return None
    year, month, day = int(match[1]), match[2], match[3]
    if not month:
        return float(year + is_end)
    if not day:
        return year + (int(month) - 1 + is_end) / 12
    return year + (int(month) - 1) / 12 + (int(day) - 1 + is_end) / 372


def _scale(periods: Iterable[Period], forecasts: Iterable[Forecast], *, narrow: bool) -> _Scale:
    dates = [date for each in periods for date in (each.start, each.end)]
    dates += [each.expected for each in forecasts]
    years = [int(year) for date in dates if (year := year_of(date)) is not None]
    first, last = min(years, default=2000), max(years, default=2020) + 1
    return _Scale(first - first % 5, last + -last % 5, narrow=narrow)


def _heading(canvas: Canvas, words: str, y: float, scale: _Scale) -> float:
    canvas.text(words, Room(_MARGIN, y + 24, scale.width - 2 * _MARGIN, size=15, bold=True))
    return y + _HEADING


def _years(canvas: Canvas, scale: _Scale, *, top: float, bottom: float) -> None:
    step = next(
        step
        for step in (5, 10, 20, 50, 100, 1000, 10_000)
        if (scale.last - scale.first) / step < (_MARKS / 2 if scale.narrow else _MARKS)
    )
    for year in range(scale.first, scale.last + 1, step):
        x = scale(year)
        canvas.path(f"M{x:g},{top:g} V{bottom:g}", "rule")
        canvas.text(str(year), Room(x, top - 6, 44, anchor="middle"), "soft")


def _lanes(
    canvas: Canvas, thing: Thing, periods: Sequence[Period], *, y: float, scale: _Scale
) -> float:
    """The rows of one dataset: its name once, then a bar and its words for each period."""
    row = canvas.of(thing, kind="row")
    y = _name(row, thing, y=y, scale=scale)
    for period in periods:
        _bar(row, period, y=y, scale=scale)
        row.text(_note(period), scale.note(y), "soft")
        y += scale.row
    return y


def _name(canvas: Canvas, thing: Thing, *, y: float, scale: _Scale) -> float:
    """The name of a row, beside its bar or above it."""
    node = canvas.follow(thing)
    node.box(_MARGIN - 6, y + 1, scale.names + 8, _ROW - 2, "hit", rx=4)
    node.text(str(thing), Room(_MARGIN, y + 17, scale.names, size=SIZE), "name")
    return y + 20 if scale.narrow else y


def _bar(canvas: Canvas, period: Period, *, y: float, scale: _Scale) -> None:
    start, end = year_of(period.start), year_of(period.end, is_end=True)
    told = f"{period.dataset}: {period.kind} {_note(period)}"
    if start is None and end is None:
        return
    if period.kind == "reference date":
        if start is not None:
            canvas.path(diamond(scale(start), y + _ROW / 2, 6), "date", told=told)
        return
    left = scale(start) if start is not None else scale(end or 0) - _STUB
    right = scale(end) if end is not None else left + _STUB
    left, right = min(left, right), max(left, right, left + 3)
    kind, height = ("cohort-bar", 12) if period.kind == "birth cohort" else ("period", 12)
    top = y + (_ROW - height) / 2
    bar = canvas.group("bar")
    bar.path(f"M{left:g},{top:g} H{right:g} V{top + height:g} H{left:g} Z", kind, told=told)
    arrow = "open-cohort" if kind == "cohort-bar" else "open"
    if period.wording:
        bar.path(hatching(left, top, right - left, height), "vague")
    if start is None:
        bar.path(f"M{left:g},{top:g} l-9,{height / 2:g} l9,{height / 2:g} Z", arrow)
    if end is None:
        bar.path(f"M{right:g},{top:g} l9,{height / 2:g} l-9,{height / 2:g} Z", arrow)


def diamond(x: float, y: float, half: float) -> str:
    """The way around a square that stands on a corner."""
    return f"M{x:g},{y - half:g} l{half},{half} l-{half},{half} l-{half},-{half} Z"


@lru_cache(1_024)
def hatching(x: float, y: float, width: float, height: float, *, step: float = 7) -> str:
    """Slanting lines that fill a rectangle and do not leave it."""
    lines = []
    for number in range(int((width + height) // step) + 1):
        reach = number * step
        begin, end = max(0, reach - height), min(reach, width)
        lines.append((x + begin, y + reach - begin, x + end, y + reach - end))
    return " ".join([f"M{a:.1f},{b:.1f} L{c:.1f},{d:.1f}" for a, b, c, d in lines])


def _note(period: Period) -> str:
    if period.start == period.end:
        years = period.start
    else:
        years = f"{period.start or '?'} to {period.end or '?'}"
    of = "" if period.of == "the dataset" else period.of
    return "; ".join(filter(None, (years, of, period.covers, period.wording)))


def _forecast(canvas: Canvas, forecast: Forecast, *, y: float, scale: _Scale) -> float:
    row = canvas.of(forecast.thing, kind="row")
    y = _name(row, forecast.thing, y=y, scale=scale)
    year = year_of(forecast.expected)
    if year is not None:
        way = diamond(scale(year), y + _ROW / 2, 6)
        row.path(way, "forecast", told=f"{forecast.thing}: expected {forecast.expected}")
    said = f"said {forecast.stated}" if forecast.stated else ""
    words = "; ".join(filter(None, (forecast.expected or "no month", said, forecast.wording)))
    row.text(words, scale.note(y), "soft")
    return y + scale.row


def _legend(canvas: Canvas, *, narrow: bool) -> float:
    """What each mark means, in a row or, on a phone, below each other; then room for the years."""
    key = canvas.group("legend")
    x, y = float(_MARGIN), 8.0
    for kind, words, room in (
        ("period", "period of observation", 190),
        ("cohort-bar", "birth cohort", 130),
        ("date", "reference date", 140),
        ("open", "no source gives this bound", 230),
        ("vague", "bound in words", 160),
        ("forecast", "expected", 110),
    ):
        if kind in {"date", "forecast"}:
            key.path(diamond(x + 17, y + 10, 6), kind)
        else:
            bar = kind if kind == "cohort-bar" else "period"
            key.path(f"M{x:g},{y + 4:g} h34 v12 h-34 Z", bar)
        if kind == "open":
            key.path(f"M{x + 34:g},{y + 4:g} l9,6 l-9,6 Z", "open")
        if kind == "vague":
            key.path(hatching(x, y + 4, 34, 12), "vague")
        key.text(words, Room(x + 50, y + 14, room), "soft")
        x, y = (x, y + 20) if narrow else (x + 50 + room, y)
    return y + (36 if narrow else 56)


def _rows(
    periods: Iterable[Period], forecasts: Iterable[Forecast], silent: Iterable[Thing]
) -> list[tuple[Cell, ...]]:
    stated: list[tuple[Cell, ...]] = [
        (p.dataset, p.of, p.kind, p.start, p.end, p.covers, p.wording, ", ".join(p.sources))
        for p in periods
    ]
    expected: list[tuple[Cell, ...]] = [
        (f.thing, "", "expected", f.expected, "", "", f.wording, f.source) for f in forecasts
    ]
    unknown: list[tuple[Cell, ...]] = [
        (thing, "", "not stated", "", "", "", "", "") for thing in silent
    ]
    return stated + expected + unknown
