"""Pictures of more datasets than can be seen: they show some, and say so."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from adrgraph.iris import BASE
from adrgraph.pictures import Picture, Thing
from adrgraph.pictures.facts import Connection, Dataset, Period
from adrgraph.pictures.leading import LEAST, MOST, leading
from adrgraph.pictures.linkages import draw_map
from adrgraph.pictures.places import COUNTS, draw_places
from adrgraph.pictures.timeline import draw_timeline


def thing(kind: str, number: int) -> Thing:
    """One of many things of a kind."""
    return Thing(f"{BASE}{kind}/x{number}", f"{kind} {number}")


def datasets(many: int) -> list[Dataset]:
    """So many datasets, held in 50 environments, all on Wales."""
    return [
        Dataset(
            thing("dataset", number),
            themes=(thing("theme", number % 3),),
            environments=(thing("environment", number % 50),),
            wholly=frozenset({"Wales"}),
        )
        for number in range(many)
    ]


def star(many: int) -> list[Connection]:
    """The first datasets are connected with each other, the last one with all."""
    last = thing("dataset", many - 1)
    inner = [
        Connection(thing("dataset", one), "linkable", thing("dataset", other))
        for one in range(LEAST - 1)
        for other in (one + 1, (one + 2) % LEAST)
    ]
    return inner + [
        Connection(last, "linkable", thing("dataset", each)) for each in range(many - 1)
    ]


def drawn(picture: Picture) -> set[str]:
    """The addresses to which names in a picture lead."""
    root = ET.fromstring(picture.svg)  # noqa: S314 — we wrote it
    return {each.get("href", "") for each in root.iter("{http://www.w3.org/2000/svg}a")}


def test_all_or_the_leading() -> None:
    """As many as a picture can show are all of them; of one more the most connected remain."""
    few, many = datasets(MOST), datasets(MOST + 1)
    chosen = leading(many, star(MOST + 1))

    assert leading(few, star(MOST)) == tuple(few)
    assert len(chosen) == LEAST
    assert many[-1] in chosen
    assert set(chosen) - {many[-1]} < set(many[:LEAST])


@pytest.mark.parametrize("narrow", [False, True])
def test_leading_are_drawn(narrow: bool) -> None:  # noqa: FBT001 — pytest names it
    """Map and timeline show the chosen ones in drawing and table, and tell of how many."""
    many = datasets(MOST + 1)
    shown = leading(many, star(MOST + 1))
    periods = [Period(each.thing, "", "period of observation", "2001", "2005") for each in many]
    told = f"Of {MOST + 1} datasets only the {LEAST} that are connected with the most others"
    names = {each.thing.iri for each in shown}
    pictures = (
        draw_map(shown, star(MOST + 1), of=len(many), narrow=narrow),
        draw_timeline(shown, periods, [], of=len(many), narrow=narrow),
    )

    for picture in pictures:
        assert picture.description.startswith(told)
        assert drawn(picture) == names
        assert {row[0].iri for row in picture.rows if isinstance(row[0], Thing)} <= names


def test_numbers_are_drawn() -> None:
    """Where too many are held to name them all, environments stand with their numbers."""
    few, many = draw_places(datasets(MOST)), draw_places(datasets(MOST + 1))

    assert len(few.rows) == MOST
    assert many.columns == COUNTS
    assert len(many.rows) == 40
    assert many.rows[0] == (thing("environment", 0), 9, 0, 9, 0, 0)
    assert drawn(many) == {str(getattr(row[0], "iri", "")) for row in many.rows}
    assert "40 environments that hold the most are shown, of 50" in many.description
