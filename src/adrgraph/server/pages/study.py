"""Whether something can be studied: the data that cover it, where, and the way to them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from adrgraph.pictures.facts import NATIONS, datasets_of, periods_of
from adrgraph.pictures.gaps import draw_gaps
from adrgraph.server.addresses import site
from adrgraph.server.pages.coverage import coverage
from adrgraph.server.pages.figures import Sketch, figure
from adrgraph.server.pages.leaves import Leaf, page_in
from adrgraph.server.pages.listing import chosen
from adrgraph.server.pages.naming import asked
from adrgraph.server.pages.rendering import rendered
from adrgraph.server.pages.replies import kept, reply
from adrgraph.server.pages.sections import Entry, grouped
from adrgraph.server.pages.tables import Table, downloads, written
from adrgraph.server.pages.tables import wanted as form
from adrgraph.server.pages.ways_in import contacts, mail, stages
from adrgraph.server.pages.wording import period
from adrgraph.server.profiles import HTML
from adrgraph.server.responses import problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from adrgraph.formats import Format
    from adrgraph.pictures import Picture
    from adrgraph.pictures.facts import Dataset, Period
    from adrgraph.server.addresses import Site
    from adrgraph.server.choices import Choices
    from adrgraph.server.pages.library import Library, Line
    from adrgraph.server.pages.naming import Asked

MOST = 8
"""Topics or nations of one study."""

AT_ONCE = 50
"""Datasets on a page of an answer."""

SPAN = 60
"""Years of one study."""

_AREAS = tuple(name.lower().replace(" ", "-") for name in NATIONS)


@dataclass(frozen=True, slots=True)
class Study:
    """What somebody wants to study, as it was asked."""

    topics: tuple[Asked, ...]
    nations: tuple[Asked, ...]
    first: int | None
    last: int | None
    problems: tuple[str, ...]

    @property
    def wrong(self) -> tuple[Asked, ...]:
        """What was asked for and has no such name."""
        return tuple(each for each in (*self.topics, *self.nations) if each.problem)

    @property
    def is_whole(self) -> bool:
        """Whether it can be answered."""
        return bool(self.topics) and not self.wrong and not self.problems

    @property
    def has_years(self) -> bool:
        """Whether the first and the last year are given."""
        return self.first is not None and self.last is not None

    @property
    def pairs(self) -> list[tuple[str, object]]:
        """What was asked, as an address tells it."""
        themes = [("theme", each.slug) for each in self.topics]
        nations = [("nation", each.slug) for each in self.nations]
        return [*themes, *nations, ("from", self.first), ("to", self.last)]


_NOTHING = Study((), (), None, None, ())


async def study(request: Request) -> Response:
    """The form, and the answer where a topic is asked for."""
    # An answer takes a while: other pages need not wait while several are made.
    choices: Choices = request.app.state.choices
    return await choices.look_up(partial(_studied, request))


def _studied(request: Request) -> Response:
    library: Library = request.app.state.library
    here = site(request)
    wanted = wanted_by(request, library)
    format = form(request)
    if format.name != HTML.name:
        return _rows(request, library, wanted, format)
    given = (request.query_params.get("from", "")[:9], request.query_params.get("to", "")[:9])
    if wanted == _NOTHING and not any(given):
        return kept(request, "study", made=lambda: _page(library, wanted, given, here))
    page = page_in(request.query_params)
    response = reply(request, _page(library, wanted, given, here, page=page))
    if wanted.wrong or wanted.problems:
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return response


def _page(
    library: Library, wanted: Study, given: tuple[str, str], here: Site, *, page: int = 1
) -> bytes:
    names = library.choices.names()
    slugs = {each.slug for each in wanted.topics if each.iri}
    return rendered(
        "study.html",
        title="Can I study this?",
        site=here,
        wanted=wanted,
        topics=sorted(names.listed("theme"), key=lambda name: name.label.casefold()),
        nations=list(zip(_AREAS, NATIONS, strict=True)),
        chosen_topics=slugs,
        chosen_nations={each.slug for each in wanted.nations if each.iri},
        others=[each for each in wanted.nations if each.iri and each.slug not in _AREAS],
        given=given,
        downloads=downloads(here.at("study"), wanted.pairs),
        answer=_answer(library, wanted, here, page=page) if wanted.is_whole else None,
    )


def wanted_by(request: Request, library: Library) -> Study:
    """What a request asks to study."""
    parameters = request.query_params
    choice, _ = chosen(parameters)
    problems = [
        f"“{text.strip()[:40]}” is not a year. Give four digits, such as 2012."
        for text, year in (
            (parameters.get("from", ""), choice.since),
            (parameters.get("to", ""), choice.until),
        )
        if text.strip() and year is None
    ]
    if choice.since is not None and choice.until is not None:
        if choice.until < choice.since:
            problems.append("The last year is before the first. Give them the other way round.")
        elif choice.until - choice.since >= SPAN:
            problems.append(f"Give at most {SPAN} years.")
    return Study(
        topics=tuple(_named(library, "theme", parameters.getlist("theme"))),
        nations=tuple(_named(library, "area", parameters.getlist("nation"))),
        first=choice.since,
        last=choice.until,
        problems=tuple(problems),
    )


def _named(library: Library, kind: str, given: Iterable[str]) -> Iterator[Asked]:
    """The things that were named, each once."""
    names = [name.strip() for name in given if name.strip()]
    found = (asked(library, kind, name) for name in list(dict.fromkeys(names))[:MOST])
    yield from {each.iri or each.given: each for each in found}.values()


_COLUMNS = (
    *("environment", "name", "subject", "dataset", "title", "nations", "years"),
    *("start", "end", "basis"),
)


def _rows(request: Request, library: Library, wanted: Study, format: Format) -> Response:
    """The data of the answer, those that sit in one environment first."""
    if not wanted.is_whole:
        details = [each.problem for each in wanted.wrong] + [*wanted.problems]
        detail = " ".join(details) or "Give a topic: theme=education, say."
        return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, detail)
    found = (row for rows in covering(library, wanted) for row in rows)
    rows = tuple(tuple(row.get(column, "") for column in _COLUMNS) for row in found)
    title = "Which data cover this, and which of them sit in one environment?"
    return written(request, Table("study", title, _COLUMNS, rows), format)


def covering(library: Library, wanted: Study) -> tuple[list[Line], list[Line]]:
    """The data that sit in one environment together, and those that do not."""
    known = coverage(library)
    nations = [each.iri for each in wanted.nations]
    years = (wanted.first, wanted.last)
    together = known.together([each.iri for each in wanted.topics], nations, years)
    held = {row["dataset"] for row in together}
    elsewhere = [
        row | {"subject": topic.title}
        for topic in wanted.topics
        for row in known.covering(topic.iri, nations, years)
        if row["dataset"] not in held
    ]
    return together, elsewhere


def shown_on(library: Library, wanted: Study, here: Site, *, page: int) -> Sequence[str]:
    """The datasets of one page of an answer."""
    datasets = datasets_in(*covering(library, wanted))
    return _leaf(wanted, datasets, here, page=page).cut(datasets)


def datasets_in(*answers: list[Line]) -> tuple[str, ...]:
    """The datasets that answers tell of, each once."""
    return tuple(dict.fromkeys(row["dataset"] for rows in answers for row in rows))


def _asked(wanted: Study, **which: int) -> tuple[tuple[str, str], ...]:
    """What was asked, and which page of the answer unless the first, as an address tells it."""
    pairs = [*wanted.pairs, *((name, page if page > 1 else None) for name, page in which.items())]
    return tuple((name, str(value)) for name, value in pairs if value is not None)


def _leaf(wanted: Study, datasets: Sequence[str], here: Site, *, page: int) -> Leaf:
    def at(number: int) -> str:
        return f"{here.at('study')}?{urlencode(_asked(wanted, page=number))}"

    return Leaf(page, len(datasets), AT_ONCE, at)


def _answer(library: Library, wanted: Study, here: Site, *, page: int) -> dict[str, Any]:
    together, elsewhere = covering(library, wanted)
    leaf = _leaf(wanted, datasets_in(together, elsewhere), here, page=page)
    there = {(row["name"], row["dataset"]) for row in together}
    held = Counter(name for name, _ in there)
    datasets = leaf.cut(datasets_in(together, elsewhere))
    together, elsewhere = _of(datasets, together), _of(datasets, elsewhere)
    rules = _rules(library)

    def entry(row: Line) -> Entry:
        topic = row.get("subject", "") if len(wanted.topics) > 1 else ""
        notes = (_covered(row, wanted), _dated(row, wanted), topic)
        return Entry(
            row["title"],
            here.address(row["dataset"]),
            notes,
            warnings=rules.get(row["dataset"], ()),
        )

    places = {row["name"]: here.address(row["environment"]) for row in together}
    groups = grouped(library, together, heading=lambda row: row["name"], entry=entry)
    drawn = None
    if wanted.has_years and datasets:
        drawn = figure(gaps(library, wanted, datasets, here, page=page), here)
    return {
        "places": groups,
        "addresses": places,
        "elsewhere": grouped(library, elsewhere, heading=lambda _: "", entry=entry),
        "number": leaf.total,
        "leaf": leaf,
        "held": held,
        "others": leaf.total - len({dataset for _, dataset in there}),
        "figure": drawn,
        "gaps": [row for row in drawn.picture.rows if isinstance(row[1], str)] if drawn else [],
        "stages": stages(library, together, here),
        "contacts": contacts(library, datasets),
    }


def _of(datasets: Iterable[str], rows: Iterable[Line]) -> list[Line]:
    wanted = {*datasets}
    return [row for row in rows if row["dataset"] in wanted]


def gather(library: Library) -> None:
    """Read what every study is answered from."""
    coverage(library)
    _rules(library)
    _drawn(library)
    mail(library)


def _rules(library: Library) -> dict[str, tuple[str, ...]]:
    """The restrictions on each dataset."""
    return library.fresh("rules", lambda: _read_rules(library))


def _read_rules(library: Library) -> dict[str, tuple[str, ...]]:
    rules: dict[str, dict[str, str]] = {}
    for row in library.rows("forbidden-with"):
        mark = f" ({row['standing']})" if row["standing"] else ""
        on = "" if row["on"] == "the dataset" else f" (on {row['on']})"
        known = rules.setdefault(row["dataset"], {})
        known.setdefault(row["words"], f"{row['words']}{on}{mark}")
    return {iri: tuple(known.values()) for iri, known in rules.items()}


def _covered(row: Line, wanted: Study) -> str:
    """How far a dataset covers what is asked, in words."""
    parts = []
    if wanted.nations:
        parts.append(f"nations {row['nations'] or 'not stated'}")
    if wanted.first is not None or wanted.last is not None:
        parts.append(f"years {row['years'] or 'not stated'}")
    return ", ".join(parts)


def _dated(row: Line, wanted: Study) -> str:
    words = period(row["start"], row["end"])
    if words:
        return f"{words} ({row['basis']})"
    is_told = wanted.first is not None or wanted.last is not None
    return "" if is_told else "years not stated"


def gaps(
    library: Library, wanted: Study, datasets: Sequence[str], here: Site, *, page: int = 1
) -> Sketch:
    """Which of the years that are wanted some datasets cover, by nation, to be drawn."""
    named = [NATIONS[_AREAS.index(each.slug)] for each in wanted.nations if each.slug in _AREAS]
    known, periods = _drawn(library)
    listed = sorted(known[iri] for iri in {*datasets} & known.keys())
    shown = [each for _, each in listed]
    dated = [period for each in shown for period in periods.get(each.thing.iri, ())]

    def draw(*, narrow: bool) -> Picture:
        return draw_gaps(
            shown,
            dated,
            years=range(wanted.first or 0, (wanted.last or 0) + 1),
            nations=named or NATIONS,
            narrow=narrow,
            link=here.address,
        )

    return Sketch("gaps", _asked(wanted, part=page), draw)


def _drawn(library: Library) -> tuple[dict[str, tuple[int, Dataset]], dict[str, list[Period]]]:
    """What is drawn: every dataset with its place in the order of all, and its periods."""

    def read() -> tuple[dict[str, tuple[int, Dataset]], dict[str, list[Period]]]:
        periods: dict[str, list[Period]] = {}
        for each in periods_of(library.catalogue):
            periods.setdefault(each.dataset.iri, []).append(each)
        known = enumerate(datasets_of(library.catalogue))
        return {each.thing.iri: (place, each) for place, each in known}, periods

    return library.fresh("periods", read)
