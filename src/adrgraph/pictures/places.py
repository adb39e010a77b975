"""Where data are held and for which nations: a tile for each pair, then each dataset."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adrgraph.pictures.canvas import SIZE, Canvas, Room, finished
from adrgraph.pictures.facts import NATIONS, datasets_of
from adrgraph.pictures.leading import MOST
from adrgraph.pictures.picture import Picture, Thing, as_is
from adrgraph.pictures.timeline import hatching

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from adrgraph.catalogue import Catalogue
    from adrgraph.pictures.facts import Dataset
    from adrgraph.pictures.picture import Cell, Link

COLUMNS = ("environment", "dataset", *NATIONS)
COUNTS = ("environment", "datasets", *NATIONS)

_MARGIN, _GAP = 16, 6
_HIGH, _ROW, _HEADING = 46, 26, 40
_FEW = 40
_UNKNOWN = "not stated"


@dataclass(frozen=True, slots=True)
class _Form:
    """Names beside the tiles or, on a phone, above them."""

    narrow: bool

    @property
    def tile(self) -> float:
        return 67.5 if self.narrow else 132

    @property
    def left(self) -> float:
        return _MARGIN if self.narrow else 388

    @property
    def names(self) -> float:
        return 288 if self.narrow else 360

    @property
    def width(self) -> float:
        return self.left + len(NATIONS) * (self.tile + _GAP) - _GAP + _MARGIN

    @property
    def above(self) -> float:
        """Room for a name above its tiles."""
        return 24 if self.narrow else 0

    def at(self, number: int) -> float:
        """Where the tile of a nation begins."""
        return self.left + number * (self.tile + _GAP)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What environments hold, by name and by number."""

    members: dict[Thing, list[Dataset]]
    numbers: dict[Thing, dict[str, int]]
    homeless: list[Dataset]
    """Those of which no source names an environment."""

    datasets: int


def where_held(catalogue: Catalogue, *, narrow: bool = False, link: Link = as_is) -> Picture:
    """Which environments hold data on which nations, by number and by name."""
    return draw_places(datasets_of(catalogue), narrow=narrow, link=link)


def draw_places(
    datasets: Sequence[Dataset], *, narrow: bool = False, link: Link = as_is
) -> Picture:
    """The picture of given facts."""
    return draw_holdings(holdings(datasets), narrow=narrow, link=link)


def holdings(datasets: Sequence[Dataset]) -> Holdings:
    """What each environment holds, that which holds most before others."""
    held: dict[Thing, list[Dataset]] = defaultdict(list)
    for each in datasets:
        for environment in dict.fromkeys(each.environments):
            held[environment].append(each)
    order = sorted(held, key=lambda each: (-len(held[each]), str(each).casefold(), each.iri))
    return Holdings(
        {each: held[each] for each in order},
        {each: _counted(held[each]) for each in order},
        [each for each in datasets if not each.environments],
        len(datasets),
    )


def _counted(members: Sequence[Dataset]) -> dict[str, int]:
    return {
        nation: sum(extent(each, nation) in {"wholly", "partly"} for each in members)
        for nation in NATIONS
    }


def draw_holdings(held: Holdings, *, narrow: bool = False, link: Link = as_is) -> Picture:
    """The picture of what is held: the tiles alone where there are too many datasets to draw."""
    canvas, form = Canvas("where", link), _Form(narrow)
    is_whole = held.datasets <= MOST
    shown = list(held.members.items())[: None if is_whole else _FEW]
    y = _legend(canvas, narrow=narrow)
    y = _tiles(canvas, held, [environment for environment, _ in shown], y=y, form=form)
    for environment, members in shown if is_whole else ():
        y = _members(canvas, environment, members, y=y, form=form)
    if held.homeless:
        words = f"For {len(held.homeless)} more datasets no source names an environment."
        room = Room(_MARGIN, y + 28, form.width - 2 * _MARGIN, most=2)
        y += 24 + 16 * canvas.text(words, room, "soft")
    counted = "; ".join(f"{each}: {len(members)}" for each, members in shown)
    return finished(
        canvas,
        title="What is held where",
        description=(
            f"Environments against nations, by number of datasets held. {counted or 'None'}. "
            "A dataset on several nations counts for each, so numbers do not add up."
            + ("" if is_whole else _left_out(held, len(shown)))
        ),
        columns=COLUMNS if is_whole else COUNTS,
        rows=_rows(held.members, held.homeless) if is_whole else _numbers(held, shown),
        width=form.width,
        height=y + _MARGIN,
    )


def _left_out(held: Holdings, shown: int) -> str:
    names = (
        f" The {shown} environments that hold the most are shown, of {len(held.members)}."
        if shown < len(held.members)
        else ""
    )
    return f"{names} The page of an environment tells which datasets it holds."


def extent(dataset: Dataset, nation: str) -> str:
    """How far a dataset covers a nation: nothing is said of one without a stated area."""
    if nation in dataset.wholly:
        return "wholly"
    if nation in dataset.partly:
        return "partly"
    return "" if dataset.wholly or dataset.partly else _UNKNOWN


def _nations(canvas: Canvas, y: float, form: _Form) -> None:
    for number, nation in enumerate(NATIONS):
        middle = form.at(number) + form.tile / 2
        room = Room(middle, y, form.tile, anchor="middle", bold=True, most=2)
        canvas.text(nation, room, "soft")


def _tiles(
    canvas: Canvas, held: Holdings, environments: Sequence[Thing], *, y: float, form: _Form
) -> float:
    """A tile for each environment and nation, darker the more it holds."""
    _nations(canvas, y + 14, form)
    y += 40 if form.narrow else 24
    most = max((many for each in environments for many in held.numbers[each].values()), default=1)
    for environment in environments:
        row = canvas.of(environment, kind="row")
        node = row.follow(environment)
        node.box(_MARGIN - 6, y, form.names + 8, form.above or _HIGH, "hit", rx=4)
        first = y + (17 if form.narrow else 29)
        node.text(str(environment), Room(_MARGIN, first, form.names, size=SIZE, bold=True), "name")
        y += form.above
        for number, nation in enumerate(NATIONS):
            many = held.numbers[environment][nation]
            x = form.at(number)
            row.box(x, y, form.tile, _HIGH, "none", rx=4)
            if many:
                row.box(x, y, form.tile, _HIGH, "shade", rx=4, opacity=0.15 + 0.45 * many / most)
            words = str(many) if many else "–"  # noqa: RUF001 — a dash, for none is known
            room = Room(x + form.tile / 2, y + 29, form.tile, "middle", 15, bold=bool(many))
            row.text(words, room, "" if many else "soft")
        y += _HIGH + _GAP
    return y + 8


def _members(
    canvas: Canvas, environment: Thing, members: Sequence[Dataset], *, y: float, form: _Form
) -> float:
    """The datasets that one environment holds, and the nations of each."""
    canvas.path(f"M{_MARGIN},{y + 10:g} H{form.width - _MARGIN:g}", "rule")
    canvas.text(str(environment), Room(_MARGIN, y + 34, form.names, size=15, bold=True))
    y += 24 if form.narrow else 0
    _nations(canvas, y + 34, form)
    y += _HEADING + (20 if form.narrow else 6)
    for each in sorted(members, key=lambda each: (str(each.thing).casefold(), each.thing.iri)):
        row = canvas.between(each.thing, environment, kind="row")
        node = row.follow(each.thing, more=_extents(each))
        node.box(_MARGIN - 6, y + 1, form.names + 8, _ROW - 2, "hit", rx=4)
        node.text(str(each.thing), Room(_MARGIN, y + 17, form.names), "name")
        y += form.above and 20
        for number, nation in enumerate(NATIONS):
            size = (form.tile, _ROW - 8)
            mark(row, extent(each, nation), x=form.at(number), y=y + 4, size=size)
        y += _ROW
    return y + 6


def _extents(dataset: Dataset) -> str:
    """The nations that a dataset covers, in words."""
    told = {nation: extent(dataset, nation) for nation in NATIONS}
    stated = {nation: state for nation, state in told.items() if state != _UNKNOWN}
    found = (f"{nation} {state}" for nation, state in stated.items() if state)
    return ", ".join(found) if stated else "no source states the area"


def mark(canvas: Canvas, state: str, *, x: float, y: float, size: tuple[float, float]) -> None:
    """A tile that is filled, half filled, hatched where nothing is known, or empty."""
    width, height = size
    if state == "wholly":
        canvas.box(x, y, width, height, "wholly", rx=2)
    elif state == "partly":
        canvas.box(x, y, width, height, "none", rx=2)
        canvas.box(x, y + height / 2, width, height / 2, "wholly")
    elif state:
        canvas.box(x, y, width, height, "unknown", rx=2)
        canvas.path(hatching(x, y, width, height, step=8), "hatch")
    else:
        canvas.box(x, y, width, height, "none", rx=2)


def _legend(canvas: Canvas, *, narrow: bool) -> float:
    key = canvas.group("legend")
    states = (
        ("wholly", "the whole nation", 170),
        ("partly", "a part of it", 140),
        (_UNKNOWN, "no source states the area", 240),
        ("", "another nation", 160),
    )
    x, y = float(_MARGIN), 10.0
    for state, words, room in states:
        mark(key, state, x=x, y=y, size=(30, 16))
        key.text(words, Room(x + 38, y + 13, 200 if narrow else room - 44), "soft")
        x, y = (x, y + 22) if narrow else (x + room + 20, y)
    return y + (16 if narrow else 38)


def _numbers(
    held: Holdings, shown: Sequence[tuple[Thing, list[Dataset]]]
) -> list[tuple[Cell, ...]]:
    return [
        (environment, len(members), *held.numbers[environment].values())
        for environment, members in shown
    ]


def _rows(
    held: Mapping[Thing, list[Dataset]], homeless: Sequence[Dataset]
) -> list[tuple[Cell, ...]]:
    told: list[tuple[Cell, ...]] = [
        (environment, each.thing, *(extent(each, nation) for nation in NATIONS))
        for environment, members in held.items()
        for each in members
    ]
    unknown: list[tuple[Cell, ...]] = [
        (_UNKNOWN, each.thing, *(extent(each, nation) for nation in NATIONS)) for each in homeless
    ]
    return told + unknown
