"""Questions that people ask, each with the saved query that is asked and the rows that answer it.

Where an answer has more or less in it than one might expect, its remark says why.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.asking import slug

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.asking import Row

ENVIRONMENTAL = ("env-alcohol", "env-greenspace", "env-pollution", "env-views", "env-walkability")
CARE = ("cla-wales", "cla-wales-laca", "cla-wales-lacb", "cla-wales-lacc", "cla-wales-lace")
FARMS = ("adarc", "adarc-england", "adarc-scotland", "adarc-wales", "cars-ni")
DEDUPLICATED = ("dedup-crown", "dedup-magistrates", "dedup-prisoner", "dedup-probation")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, which columns answer it, in which rows, and the answer."""

    words: str
    asked: str
    columns: tuple[str, ...]
    answer: frozenset[tuple[str, ...]]
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def found(self, rows: list[Row]) -> set[tuple[str, ...]]:
        """The cells of the columns, in the rows that have one of the values asked for."""
        return {
            tuple(slug(row[column]) for column in self.columns)
            for row in rows
            if all(row[column] in values for column, values in self.where.items())
        }

    def __str__(self) -> str:
        """The name of the test."""
        return self.words


def of(*cells: str, rest: tuple[str, ...] = ()) -> frozenset[tuple[str, ...]]:
    """Rows that have the same cells behind the first.

    >>> sorted(of("leo", "grade", rest=("ons-srs",)))
    [('grade', 'ons-srs'), ('leo', 'ons-srs')]
    """
    return frozenset((cell, *rest) for cell in cells)


QUESTIONS = [
    # Wave 1 of GUIE has a row of its own. AEDE is a source: no environment gives it to researchers.
    Question(
        "which datasets include the pupil database, and where",
        "links-to dataset=npd",
        ("other", "environment"),
        of("leo", "grade", "moj-dfe", "echild", "guie", "guie-w1", rest=("ons-srs",))
        | of("aede", rest=("",)),
        {"sense": ("built from it", "through a chain")},
    ),
    # The series that holds the five environmental tables has a row too. Joined family court data,
    # which SAIL holds as well, are used under the Act, and so are not in the rows.
    Question(
        "what in Wales names no law",
        "law-and-training nation=wales environment=sail",
        ("dataset", "training"),
        of(*CARE, *ENVIRONMENTAL, "welsh-env", rest=("Complete MRC Safe Researcher Training.",))
        | of(*CARE, *ENVIRONMENTAL, "welsh-env", rest=("Take safe researcher training.",)),
        {"named": ("not stated",), "way": ("stated for the data",)},
    ),
    Question(
        "what needs the Act in SAIL",
        "law-and-training nation=wales environment=sail law=dea-2017",
        ("dataset",),
        of("adarc-wales", "df-family", "df-prisoner", "df-probation", "family-cafcass"),
    ),
    Question(
        "what the brochure calls static or irregular",
        "update-frequencies frequency=static frequency=irregular",
        ("updated", "dataset"),
        frozenset({("static", "guie"), *(("irregular", name) for name in ENVIRONMENTAL)})
        # The catalogue of Research Data Scotland says so; the brochure says nothing of it.
        | {("irregular", "lac-scotland")},
    ),
    Question(
        "what later pages say of rare updates",
        "update-frequencies frequency=every-ten-years frequency=ad-hoc frequency=every-two-years",
        ("updated", "dataset"),
        frozenset(
            {
                ("every ten years", "ees-2011"),
                ("ad hoc", "lac-scotland"),
                ("every two years", "lac-scotland"),
                ("every two years", "grade"),
            }
        ),
    ),
    Question(
        "which linkages are probabilistic",
        "linkage-methods method=probabilistic",
        ("linkage",),
        of(*DEDUPLICATED, "df-cjs", "df-cross", "echild-mother-baby", "census2021-pds"),
    ),
    # Census 2021 to the Personal Demographics Service was deterministic first.
    Question(
        "which linkages are deterministic",
        "linkage-methods method=deterministic",
        ("linkage",),
        of("ees-2011", "echild", "guie", "moj-dfe", "phda", "census2021-pds"),
    ),
    # Of LEO it is known that records are matched against a spine, not by which rules.
    Question(
        "how LEO, GRADE and ASHE were linked",
        "linkage-methods",
        ("linkage", "matching"),
        frozenset(
            {("leo", "matching against a spine"), ("grade", ""), ("ashe-census2011", "")},
        ),
        {"linkage": ("linkage/leo", "linkage/grade", "linkage/ashe-census2011")},
    ),
    # One page tells of ECHILD that there is one, without a name.
    Question(
        "which linkages name a trusted third party",
        "linking-bodies role=trusted-third-party",
        ("linkage", "name"),
        frozenset(
            {
                ("ees-2011", "NISRA Census Office Trusted Third Party team"),
                (
                    "ashe-census2021-ni",
                    "A trusted third party within the statistics agency of Northern Ireland",
                ),
                ("cafcass-wales-sail", "Health Solutions Wales, a body of the NHS"),
                ("cla-wales", "Health Solutions Wales, a body of the NHS"),
                ("echild", "NHS England"),
                ("echild", "not named"),
            }
        ),
    ),
    # The censuses of children in need and in care, which later pages name too, are parts of the
    # pupil database.
    Question(
        "who owns each component of LEO",
        "component-owners dataset=leo",
        ("component", "owner", "standing"),
        of("npd", "ilr", "children-in-need-england", rest=("dfe-england", ""))
        | of("children-looked-after-england", rest=("dfe-england", ""))
        | of("paye-rti", "self-assessment", rest=("hmrc", ""))
        | of("cjrs", "seiss", rest=("hmrc", "not verified"))
        | {
            ("hesa-student", "hesa", ""),
            ("hesa-student", "jisc", ""),
            ("dwp-benefits", "dwp", ""),
            ("ucas-applications", "ucas", ""),
            ("idbr", "ons", "not verified"),
        },
    ),
    # Offender assessment came later than the lookup: it stands in a list of December 2024 only.
    Question(
        "what the cross-justice lookup joins, and since when",
        "joined-by-lookup lookup=df-cross-lookup",
        ("dataset", "released", "source_dated"),
        frozenset(
            (name, "2024-04-16", dated)
            for name in (
                *("df-magistrates", "df-crown", "df-family"),
                *("df-civil", "df-prisoner", "df-probation"),
            )
            for dated in ("", "2024-12-09")
        )
        | {("df-oasys", "2024-04-16", "2024-12-09")},
    ),
    Question(
        "what the lookup of the brochure joins",
        "joined-by-lookup lookup=df-cjs-lookup",
        ("dataset", "released"),
        of("df-magistrates", "df-crown", "df-prisoner", "df-probation", rest=("2022-02-21",)),
    ),
    # That LEO and the linkage to Census 2021 record ethnicity no source says, likely as it is; of
    # the 2011 Census with benefits no source says which nations it covers.
    Question(
        "what records ethnicity",
        "recording characteristic=ethnicity",
        ("dataset",),
        of("ashe-census2011", "census-benefits-income"),
    ),
    Question(
        "earnings by ethnicity in England and Wales",
        "datasets characteristic=ethnicity theme=earnings nation=england-and-wales",
        ("dataset",),
        of("ashe-census2011"),
    ),
    Question(
        "earnings in Northern Ireland",
        "datasets theme=earnings nation=northern-ireland owner=nisra",
        ("dataset",),
        of("ees-2011", "ashe-census2021-ni"),
    ),
    Question(
        "earnings in Northern Ireland under the Act",
        "law-and-training nation=northern-ireland law=dea-2017",
        ("dataset", "basis"),
        of("ees-2011", "ashe-census2021-ni", rest=("stated for the data",)),
        {
            "dataset": ("dataset/ees-2011", "dataset/ashe-census2021-ni"),
            "basis": ("stated for the data",),
        },
    ),
    # Children looked after in Wales and in Scotland have none, and so no row.
    Question(
        "how many questions the brochure lists",
        "question-counts document=brochure-2022",
        ("dataset", "questions"),
        frozenset(
            {
                *(("leo", "6"), ("grade", "3"), ("ashe-census2011", "4"), ("df-cjs-linked", "3")),
                *(("family-cafcass", "6"), ("moj-dfe", "3"), ("guie", "2"), ("welsh-env", "2")),
            }
        ),
    ),
    Question(
        "whom to write to about the data catalogues of MoJ-DfE",
        "contacts dataset=moj-dfe",
        ("email",),
        of("mailto:datalinkingteam@justice.gov.uk", "mailto:data.sharing@education.gov.uk"),
    ),
    Question(
        "whom to write to about synthetic GRADE data",
        "contacts dataset=grade-synthetic",
        ("email",),
        of("mailto:data.sharing@ofqual.gov.uk"),
    ),
    Question(
        "what could not show the parents of children",
        "caveats words=parents",
        ("thing",),
        of("guie", "guie-w1", "guie-w2"),
    ),
    Question(
        "what holds data of mothers",
        "components-of dataset=echild",
        ("component", "linkage"),
        of("hes", rest=("echild-mother-baby",)),
        {"linkage": ("linkage/echild-mother-baby",)},
    ),
    # The farm survey and the payments, which the agricultural collection reads, count farms too.
    Question(
        "what measures businesses or farms",
        "populations population=businesses population=farms",
        ("dataset",),
        of("bdr", "niabi", "bres", "idbr", "bsd", "df-civil", *FARMS)
        | of("farm-structure-survey-2010", "rural-payments"),
    ),
    Question(
        "where to look for Scottish data",
        "catalogues nation=scotland",
        ("catalogue",),
        of("rds-catalogue", "adr-scotland-catalogue"),
        {"area": ("Scotland",)},
    ),
    Question(
        "where to look for data of Northern Ireland",
        "catalogues nation=northern-ireland",
        ("catalogue",),
        of("nisra-catalogue"),
        {"area": ("Northern Ireland",)},
    ),
    *(
        Question(
            f"the partnership's own catalogue has data of {nation}",
            f"catalogues nation={nation}",
            ("catalogue",),
            of("adruk-catalogue"),
            {"publisher": ("ADR UK",)},
        )
        for nation in ("scotland", "northern-ireland")
    ),
    # The copy in the SAIL Databank begins in 2011, the dataset ten years earlier.
    Question(
        "where prisoners of the years 2005 to 2008 can be studied",
        "covering-together topic=criminal-justice nation=wales from=2005 to=2008",
        ("environment", "start"),
        of("ons-srs", rest=("2001-01",)),
        {"title": ("Prisoner custodial journey dataset",), "years": ("wholly",)},
    ),
    Question(
        "which years of prisoners the SAIL Databank holds",
        "covering-together topic=criminal-justice nation=wales from=2012 to=2018",
        ("start", "end", "basis"),
        frozenset({("2011", "2021", "period of this copy")}),
        {
            "title": ("Prisoner custodial journey dataset",),
            "environment": ("environment/sail",),
        },
    ),
    # The copy in the Integrated Data Service ends in 2018.
    Question(
        "where earnings of people in the census can be followed from 1999 to 2020",
        "follow start_data=ashe goal_data=census-2011-ew from=1999 to=2020",
        ("environment",),
        of("ons-srs"),
        {"years": ("wholly",)},
    ),
]
