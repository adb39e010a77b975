"""What people see of saved queries: the list, the form with its choices, the answer as a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from adrgraph.formats import kind_of
from adrgraph.iris import PREFIXES
from adrgraph.results import Solutions, text
from adrgraph.server.pages import Shown, rendered
from adrgraph.server.pages.wording import capital, counted, dated
from adrgraph.server.paging import MOST, links
from adrgraph.server.profiles import HTML
from adrgraph.server.responses import respond

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from adrgraph.formats import Format
    from adrgraph.names import Name
    from adrgraph.queries import Parameter, Query
    from adrgraph.results import Term
    from adrgraph.server.addresses import Site
    from adrgraph.server.asking import Asked

    Labels = Callable[[Iterable[str]], Mapping[str, str]]
    """What tells how things are called."""


PROMINENT = ("csv", "xlsx", "json")
"""The formats whose links stand first beside a table."""

_TRIPLE = ("Subject", "Property", "Value")

_LONG_NUMBER = 5
"""Digits from which a number is read with its thousands apart; a year has fewer."""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter as a form shows it: what may be chosen, what is, and what is wrong with it."""

    parameter: Parameter
    choices: Sequence[Name]
    chosen: tuple[str, ...]
    problems: tuple[str, ...] = ()

    @property
    def default(self) -> str:
        """What stands for nothing, in words."""
        return ", ".join(map(text, self.parameter.default))

    @property
    def labels(self) -> list[str]:
        """What was chosen, as it is called."""
        names = {choice.slug: choice.label for choice in self.choices}
        return [names.get(value) or value for value in self.chosen if value]


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column, and where a link leads that sorts by it."""

    text: str
    column: str = ""
    """The variable by which the rows can be sorted, where its values are words or numbers."""

    href: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class QueryPage:
    """One saved query as it was asked, for people."""

    asked: Asked
    choices: Mapping[str, Sequence[Name]]
    formats: Mapping[str, Format]
    site: Site
    citation: str
    permanent: str
    """The address of the answer, whole, as others are given it."""

    labels: Labels
    notes: Sequence[str] = ()
    link: str = ""
    is_example: bool = False

    def form(self) -> bytes:
        """The page without an answer: what was asked does not fit."""
        return self._rendered(answer=None)

    def answer(self, body: bytes, *, limit: int) -> tuple[bytes, dict[str, str]]:
        """The page with an answer, and the links to more of it."""
        path = self.site.at(f"queries/{self.asked.query.name}")
        table = table_of(self.asked.query, body, site=self.site, labels=self.labels, most=limit)
        is_last = table["found"] <= limit
        found: dict[str, str] = {}
        if not is_last or self.asked.offset or self.asked.limit:
            found = links(self.asked, path, limit=limit, is_last=is_last)
        if self.asked.query.form == "SELECT":
            table["headings"] = [self._sorting(heading, path) for heading in table["headings"]]
        begin = self.asked.offset + 1
        table["range"] = (begin, self.asked.offset + len(table["rows"]))
        return self._rendered(answer=table, links=found), found

    def _rendered(self, **values: Any) -> bytes:
        query = self.asked.query
        path = self.site.at(f"queries/{query.name}")
        order = sorted(self.formats, key=_prominence)
        asked = f"?{self.asked.given}" if self.asked.given else ""
        downloads = [
            (suffix, self.formats[suffix], f"{path}.{suffix}{asked}")
            for suffix in order
            if suffix != "html"
        ]
        fields = [self._field(parameter) for parameter in query.parameters]
        about = ", ".join(label for field in fields for label in field.labels)
        return rendered(
            "saved_query.html",
            title=f"{query.summary} {about}".strip(),
            about=about,
            query=query,
            path=path,
            site=self.site,
            asked=self.asked,
            fields=fields,
            other_problems=self._other_problems(),
            downloads=downloads,
            citation=self.citation,
            permanent=self.permanent,
            code=_code(self.permanent) if query.form == "SELECT" else (),
            is_example=self.is_example,
            notes=self.notes,
            link=self.link,
            **{"links": {}, **values},
        )

    def _sorting(self, heading: Heading, path: str) -> Heading:
        """The heading as a link that sorts by its column, and that turns the rows round."""
        if not heading.column:
            return heading
        now, column = self.asked.sort, heading.column
        order = {column: "ascending", f"-{column}": "descending"}.get(now, "")
        turned = replace(self.asked, sort=f"-{column}" if now == column else column)
        address = turned.address(path, limit=self.asked.limit)
        return replace(heading, href=f"{address}#answer", order=order)

    def _field(self, parameter: Parameter) -> Field:
        name = parameter.name
        terms = self.asked.terms.get(name, ())
        choices = self.choices.get(name, ())
        slugs = {choice.iri: choice.slug for choice in choices}
        given = self.asked.values.get(name, ())
        chosen = tuple(slugs.get(t.value, t.value) for t in terms) if slugs and terms else given
        problems = tuple(r.detail for r in self.asked.refusals if r.parameter == name)
        listed = {choice.slug for choice in choices}
        # A part, or what was mistyped, is in no list: then it is typed.
        is_listed = all(value in listed for value in chosen) and not parameter.is_literal
        kept = choices if is_listed or (parameter.is_literal and not problems) else ()
        return Field(parameter, kept, chosen, problems)

    def _other_problems(self) -> list[str]:
        fields = {parameter.name for parameter in self.asked.query.parameters}
        return [r.detail for r in self.asked.refusals if r.parameter not in fields]


@dataclass(frozen=True, slots=True)
class LinkPage:
    """A query by its permanent link, for people."""

    query: Query
    formats: Mapping[str, Format]
    site: Site
    citation: str
    labels: Labels

    def text(self) -> bytes:
        """The page with the text alone: nothing is asked before somebody wants it."""
        return self._rendered(answer=None)

    def answer(self, body: bytes) -> bytes:
        """The page with an answer, as much of it as a page holds."""
        most = MOST["html"]
        table = table_of(self.query, body, site=self.site, labels=self.labels, most=most)
        is_whole = table["found"] <= most
        table["range"] = (1, len(table["rows"]))
        return self._rendered(answer=table, is_whole=is_whole)

    def _rendered(self, **values: Any) -> bytes:
        path = self.site.at(f"q/{self.query.name}")
        order = sorted(self.formats, key=_prominence)
        return rendered(
            "link.html",
            title=self.query.summary,
            query=self.query,
            path=path,
            site=self.site,
            downloads=[
                (suffix, self.formats[suffix], f"{path}.{suffix}")
                for suffix in order
                if suffix != "html"
            ],
            citation=self.citation,
            about="",
            **{"is_whole": True, "is_example": False, "links": {}, **values},
        )


def listing(queries: Iterable[Query], broken: Sequence[Mapping[str, Any]], *, site: Site) -> bytes:
    """The page of all queries, by their first tag."""
    named = sorted(queries, key=lambda query: (query.tags[:1], query.name))
    groups = groupby(named, key=lambda query: query.tags[0] if query.tags else "")
    grouped = [(tag, list(group)) for tag, group in groups]
    return rendered(
        "saved_queries.html", title="Questions", groups=grouped, broken=broken, site=site
    )


def docs(
    queries: Sequence[tuple[Query, Mapping[str, Format]]], *, site: Site, whole: Site
) -> bytes:
    """The page that says how programs ask, with a form for each query."""
    title = "Questions for programs"
    return rendered("docs.html", title=title, queries=queries, site=site, whole=whole)


def page(request: Request, body: bytes, *, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """A page as a response; HEAD gets its length alone."""
    response = respond(request, body, media_type=HTML.media_type)
    response.status_code = status
    return response


def table_of(query: Query, body: bytes, *, site: Site, labels: Labels, most: int) -> dict[str, Any]:
    """An answer as headings and rows of cells, at most so many; a truth value has neither."""
    form = query.form
    if form == "ASK":
        parsed = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        return {"headings": [], "rows": [], "found": 0, "truth": bool(parsed)}
    if kind_of(form) == "graph":
        found = ox.parse(body, format=ox.RdfFormat.N_TRIPLES)
        terms: list[tuple[Any, ...]] = [
            (quad.subject, quad.predicate, quad.object) for quad in found
        ]
        texts = [tuple(map(text, row)) for row in terms]
        names = list(_TRIPLE)
    else:
        answer = Solutions(body)
        terms, texts = [tuple(row) for row in answer], answer.texts()
        names = list(answer.variables)
    shown = terms[:most]
    called = labels(term.value for row in shown for term in row if isinstance(term, ox.NamedNode))
    rows = [
        [_cell(term, words, site=site, called=called) for term, words in zip(*pair, strict=True)]
        for pair in zip(shown, texts[:most], strict=True)
    ]
    headings = _headings(query, names, rows)
    return {
        "headings": [heading for heading in headings if heading],
        "rows": [[cell for cell, h in zip(row, headings, strict=True) if h] for row in rows],
        "found": len(terms),
        "truth": None,
    }


def _headings(
    query: Query, names: Sequence[str], rows: Sequence[Sequence[Shown]]
) -> list[Heading | None]:
    """The heading of each column; none of one that only repeats the names in the one before."""
    found: list[Heading | None] = []
    before: Sequence[Shown] = ()
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    for name, cells in zip(names, columns, strict=True):
        words = capital(query.columns.get(name, name).replace("_", " "))
        if before and all(_is_name(*pair) for pair in zip(before, cells, strict=True)):
            found[-1] = Heading(found[-1].text if found[-1] else words, name)
            found.append(None)
        else:
            found.append(Heading(words, "" if any(cell.href for cell in cells) else name))
        before = cells
    return found


def _is_name(thing: Shown, cell: Shown) -> bool:
    """Whether a cell holds nothing but the name by which the thing beside it is shown."""
    return bool(thing.href) and not cell.href and cell.text == thing.text


def _cell(term: Term | None, words: str, *, site: Site, called: Mapping[str, str]) -> Shown:
    if isinstance(term, ox.NamedNode):
        return Shown(called.get(term.value) or words, site.link(term.value))
    if not isinstance(term, ox.Literal):
        return Shown(words)
    language = "" if term.language in {None, "en"} else term.language or ""
    return Shown(_worded(term, words), language=language)


def _worded(term: ox.Literal, words: str) -> str:
    """A number, a date or a truth value as people read it; what is none of these as it is."""
    match term.datatype.value.removeprefix(PREFIXES["xsd"]):
        case "integer" if len(words) >= _LONG_NUMBER:
            return counted(words)
        case "date" | "gYearMonth" | "dateTime":
            return dated(words)
        case "boolean":
            return {"true": "yes", "false": "no"}.get(words, words)
    return words


def _code(address: str) -> list[tuple[str, str]]:
    """How programs get the rows at an address, by language."""
    path, mark, asked = address.partition("?")
    table = f"{path}.csv{mark}{asked}"
    return [
        ("curl", f"curl '{table}'"),
        ("Python", f'import pandas\n\nrows = pandas.read_csv("{table}")'),
        ("R", f'rows <- read.csv("{table}")'),
    ]


def _prominence(suffix: str) -> tuple[int, str]:
    place = PROMINENT.index(suffix) if suffix in PROMINENT else len(PROMINENT)
    return place, suffix
