"""Questions that people ask are saved queries whose rows are the answer and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.asking import ask, slug
from tests.questions import QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adrgraph.catalogue import Catalogue
    from tests.questions import Question


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_question(question: Question, real: Catalogue) -> None:
    """The rows are the answer."""
    assert question.found(ask(real, question.asked)) == question.answer


def test_approvals_in_order(real: Catalogue) -> None:
    """Each panel approves its part, then the project is accredited, then the data are provided."""
    rows = ask(real, "approvals dataset=df-crown dataset=df-prisoner")
    steps = dict.fromkeys((row["body"], row["kind"]) for row in rows)
    apart = {(row["body"], slug(row["dataset"])) for row in rows if "panel" in row["condition"]}

    assert list(steps) == [
        ("MoJ Data Access Group", "approval"),
        ("HMCTS Data Access Panel", "approval"),
        ("UK Statistics Authority", "accreditation"),
        ("Office for National Statistics", "approval"),
        ("data owner", "approval"),
        ("Research Accreditation Panel", "accreditation"),
        ("Office for National Statistics", "provision"),
        ("environment team", "provision"),
    ]
    assert apart == {("HMCTS Data Access Panel", "df-crown")}


def test_questions_of_the_brochure(real: Catalogue) -> None:
    """The brochure lists 29 questions in all."""
    rows = ask(real, "question-counts document=brochure-2022")

    assert sum(int(row["questions"]) for row in rows) == 29


@pytest.mark.parametrize(
    ("asked", "columns", "where", "stated"),
    [
        (
            "sizes dataset=leo",
            ("amount", "as_of"),
            {"unit": "individuals"},
            {("38000000", "2022-09"), ("39000000", "2022-04"), ("38000000", "2023")},
        ),
        (
            "periods dataset=grade",
            ("start", "end"),
            {"of": "the dataset"},
            {("2017-01", "2021-01"), ("2016", "2022"), ("2017", "2020"), ("2017", "2022")},
        ),
        (
            "owners dataset=grade",
            ("organisation", "role"),
            {"organisation": "organisation/ofsted"},
            {("ofsted", "partner")},
        ),
        (
            "periods dataset=ashe-census2011",
            ("start", "end"),
            {"of": "the dataset"},
            {("1997", "2020"), ("1997", "2021")},
        ),
        (
            "periods dataset=df-family",
            ("start", "end"),
            {"of": "the dataset"},
            {("2011-01", "2021-02"), ("2011-01", "2023-03")},
        ),
        (
            "periods dataset=cafcass-england",
            ("start", "end"),
            {"covers": ""},
            {("2007-04", "2021-12"), ("2007-04", "2023-01")},
        ),
        (
            "periods dataset=pnc-extract",
            ("start", "end"),
            {},
            {("2000", "2017"), ("2000", "2021")},
        ),
        (
            "periods dataset=cla-wales",
            ("start", "end"),
            {},
            {("2001-04-01", "2021-03-31"), ("1999-06-20", "2022-03-28")},
        ),
        (
            "sizes dataset=lac-scotland",
            ("amount", "unit"),
            {},
            {
                *(("60000", "children"), ("72000", "children")),
                *(("70000", "episodes of care"), ("85000", "episodes of care")),
                *(("147000", "placements"), ("179000", "placements")),
                *(("195000", "legal reasons"), ("248000", "legal reasons")),
            },
        ),
        (
            "periods dataset=lac-scotland",
            ("start", "end"),
            {},
            {("2008", "2019"), ("2008", "2024"), ("2008-04-01", "2019-07-31")},
        ),
        (
            "periods dataset=eol",
            ("start", "end"),
            {"covers": ""},
            {("2018", "2019"), ("2018", "2022")},
        ),
        (
            "periods dataset=echild",
            ("start", "end"),
            {"kind": "birth cohort"},
            {
                ("1984-09-01", "2022-03-31"),
                ("1984-09-01", "2022-08-31"),
                ("1984-09-01", "2023-03-31"),
                ("1995-09-01", "2020-03-31"),
            },
        ),
    ],
)
def test_what_changed(
    asked: str,
    columns: tuple[str, ...],
    where: Mapping[str, str],
    stated: set[tuple[str, ...]],
    real: Catalogue,
) -> None:
    """What the brochure and later pages state differently stands side by side, each as stated."""
    rows = [row for row in ask(real, asked) if where.items() <= row.items()]

    assert {tuple(slug(row[column]) for column in columns) for row in rows} == stated


def test_changes(real: Catalogue) -> None:
    """What later pages state otherwise than the brochure is listed; there is more than this."""
    rows = ask(real, "what-changed")

    assert {(slug(row["thing"]), row["property"]) for row in rows} >= {
        *(("leo", "extent"), ("grade", "period"), ("ashe-census2011", "period")),
        *(("df-family", "period"), ("family-cafcass", "period"), ("cafcass-england", "period")),
        *(("lac-scotland", "extent"), ("lac-scotland", "period"), ("echild", "has birth cohort")),
        *(("moj-dfe#input-pnc-extract", "period"), ("cla-wales", "period")),
        *(("eol#version-first-edition", "period"), ("ashe", "area"), ("adarc", "area")),
    }
    assert {
        (slug(row["thing"]), row["value"], row["other_value"])
        for row in rows
        if (row["property"], row["order"]) == ("status", "the second is later")
    } == {("echild", "expected", "available"), ("eol", "expected", "available")}
