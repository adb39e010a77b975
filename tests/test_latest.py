"""Which of several statements outdates another, which is the latest, and which are rivals."""

from __future__ import annotations

import pytest

from adrgraph.iris import BASE
from tests.statements import judged

YEAR = '; adr:asOf "{}"^^xsd:gYear'
SOURCES = """
source:old dcterms:issued "2020"^^xsd:gYear .
source:mid dcterms:issued "2022-09"^^xsd:gYearMonth .
source:new dcterms:issued "2024-05-01"^^xsd:date ; dcterms:replaces source:silent .
"""


def size(source: str, name: str, *, more: str = "", unit: str = "unit:a") -> str:
    """A source that states a size of one thing."""
    unit = f"<{BASE}scheme/unit#{unit.removeprefix('unit:')}>"
    return (
        f"GRAPH source:{source} {{ dataset:a dcterms:extent <urn:x/{name}> . "
        f"<urn:x/{name}> a adr:Extent ; adr:hasUnit {unit} {more} . }}\n"
    )


@pytest.mark.parametrize(
    ("statements", "order"),
    [
        (size("old", "one") + size("mid", "two"), {("one", "two")}),
        (
            size("old", "one", more=YEAR.format(2023)) + size("mid", "two"),
            {("two", "one")},
        ),
        (size("mid", "one") + size("old", "two", more=YEAR.format(2022)), set()),
        (size("silent", "one") + size("mid", "two"), set()),
        (size("silent", "one") + size("new", "two"), {("one", "two")}),
        (
            size("silent", "one", more=YEAR.format(2025)) + size("new", "two"),
            {("two", "one")},
        ),
        (size("old", "one") + size("mid", "two", unit="unit:b"), set()),
        (size("old", "one") + size("mid", "two", more='; adr:countedThing "x"'), set()),
        (size("old", "one") + size("old", "two"), set()),
        (size("old", "one") + size("mid", "two") + size("new", "one"), {("two", "one")}),
        (size("unverified", "one") + size("mid", "two"), set()),
    ],
    ids=[
        *("edition", "figure first", "year holds month", "unknown", "succession"),
        *("date before succession", "another unit", "another thing", "one source", "stated anew"),
        "unconfirmed",
    ],
)
def test_order(statements: str, order: set[tuple[str, str]]) -> None:
    """A figure's date counts before its edition's, that before succession; else none is known."""
    dated = SOURCES + 'source:unverified dcterms:issued "2001"^^xsd:gYear .'

    assert judged(dated + statements, "isOutdatedBy") == order


@pytest.mark.parametrize(
    ("statements", "latest"),
    [
        (size("old", "one"), {"one"}),
        (size("old", "one") + size("mid", "two") + size("new", "three"), {"three"}),
        (size("old", "one") + size("mid", "two") + size("silent", "three"), set()),
        (size("old", "one") + size("mid", "two", unit="unit:b"), {"one", "two"}),
    ],
    ids=["alone", "ordered", "unknown", "two units"],
)
def test_latest(statements: str, latest: set[str]) -> None:
    """The latest size outdates each of its rivals; where one order is unknown there is none."""
    assert {found for _, found in judged(SOURCES + statements, "hasLatestExtent")} == latest


@pytest.mark.parametrize(
    ("claims", "latest"),
    [
        ({"old": "a", "new": "b"}, {"b"}),
        ({"old": "a", "mid": "b", "new": "a"}, {"a"}),
        ({"old": "a", "silent": "b"}, set()),
        ({"silent": "a", "new": "b"}, {"b"}),
        ({"silent": "a", "old": "a"}, {"a"}),
        ({"old": "a> , <urn:x/b"}, {"a", "b"}),
    ],
    ids=["ordered", "back again", "unknown", "succession", "agreed", "one source says both"],
)
@pytest.mark.parametrize(
    ("stated_by", "predicate"),
    [("adms:status", "hasLatestStatus"), ("dcterms:accrualPeriodicity", "hasLatestFrequency")],
)
def test_latest_value(
    claims: dict[str, str], latest: set[str], stated_by: str, predicate: str
) -> None:
    """The latest status or frequency is that of the source after all that state another one."""
    statements = "".join(
        f"GRAPH source:{source} {{ dataset:a {stated_by} <urn:x/{value}> . }}\n"
        for source, value in claims.items()
    )

    assert {found for _, found in judged(SOURCES + statements, predicate)} == latest


@pytest.mark.parametrize(
    ("held", "latest"),
    [
        ({"silent": "2021-05-05"}, {"b"}),
        ({"silent": "2019"}, {"a"}),
        ({"silent": "2021-05-05", "old": "2022"}, {"a"}),
        ({}, set()),
    ],
    ids=["after the edition", "before the edition", "both", "neither"],
)
def test_latest_status_of_a_date(held: dict[str, str], latest: set[str]) -> None:
    """The date that a status is of counts before that of the page that states it."""
    statements = "".join(
        f"GRAPH source:{source} {{ dataset:a adms:status <urn:x/{value}> . }}\n"
        for source, value in {"old": "a", "silent": "b"}.items()
    )
    dates = "".join(
        f'GRAPH source:{source} {{ dataset:a adr:asOf "{date}" . }}\n'
        for source, date in held.items()
    )

    assert {found for _, found in judged(SOURCES + statements + dates, "hasLatestStatus")} == latest


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("dataset:a dcterms:temporal <urn:x/one>", "dataset:a dcterms:temporal <urn:x/two>"),
        ("dataset:a adr:hasBirthCohort <urn:x/one>", "dataset:a adr:hasBirthCohort <urn:x/two>"),
        ("<urn:x/one> adr:isForecastOf dataset:a", "<urn:x/two> adr:isForecastOf dataset:a"),
        (
            "linkage:a dqv:hasQualityMeasurement <urn:x/one> . <urn:x/one> dqv:isMeasurementOf _:m",
            "linkage:a dqv:hasQualityMeasurement <urn:x/two> . <urn:x/two> dqv:isMeasurementOf _:m",
        ),
    ],
    ids=["period", "cohort", "forecast", "measurement"],
)
def test_rivals(first: str, second: str) -> None:
    """Two sources that speak of one property of a thing are rivals; one that says both is not."""
    both = {("one", "two"), ("two", "one")}
    apart = f"GRAPH source:old {{ {first} . }} GRAPH source:mid {{ {second} . }}"
    together = f"GRAPH source:old {{ {first} . {second} . }} GRAPH source:mid {{ {second} . }}"

    assert judged(apart.replace("_:m", "<urn:x/m>"), "isRivalOf") == both
    assert judged(together.replace("_:m", "<urn:x/m>"), "isRivalOf") == set()


def test_shares_of_other_things() -> None:
    """Two match rates are no rivals where they are shares of different things."""
    rates = "".join(
        f"GRAPH source:{source} {{ linkage:a dqv:hasQualityMeasurement <urn:x/{source}> . "
        f'<urn:x/{source}> dqv:isMeasurementOf <urn:x/m> ; adr:denominator "{source}" . }}\n'
        for source in ("old", "mid")
    )

    assert judged(rates, "isRivalOf") == set()
    assert judged(rates.replace('"mid"', '"old"'), "isRivalOf")
