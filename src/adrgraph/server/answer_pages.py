"""What people see of saved queries: the list, the form with its choices, the answer as a table."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from starlette.responses import Response

from adrgraph.results import Solutions, text
from adrgraph.server.elsewhere import elsewhere
from adrgraph.server.pages import POLICY, Shown, rendered
from adrgraph.server.paging import MOST, links

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from starlette.requests import Request

    from adrgraph.formats import Format
    from adrgraph.names import Name
    from adrgraph.queries import Parameter, Query
    from adrgraph.results import Term
    from adrgraph.server.addresses import Site
    from adrgraph.server.asking import Asked

HEADERS = {"Content-Security-Policy": POLICY}
"""On every page: no script runs, whatever the data say."""

PROMINENT = ("csv", "xlsx", "json")
"""The formats whose links stand first beside a table."""

_TRIPLE = {"subject": "subject", "predicate": "property", "object": "value"}


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


@dataclass(frozen=True, slots=True)
class QueryPage:
    """One saved query as it was asked, for people."""

    asked: Asked
    choices: Mapping[str, Sequence[Name]]
    formats: Mapping[str, Format]
    site: Site
    whole: Site
    citation: str
    notes: Sequence[str] = ()
    link: str = ""
    is_example: bool = False

    def form(self) -> bytes:
        """The page without an answer: what was asked does not fit."""
        return self._rendered(answer=None)

    def answer(self, body: bytes, *, limit: int) -> tuple[bytes, dict[str, str]]:
        """The page with an answer, and the links to more of it."""
        path = self.site.at(f"queries/{self.asked.query.name}")
        table = table_of(self.asked.query, body, site=self.site)
        is_last = len(table["rows"]) <= limit
        found: dict[str, str] = {}
        if not is_last or self.asked.offset or self.asked.limit:
            found = links(self.asked, path, limit=limit, is_last=is_last)
        table["rows"] = table["rows"][:limit]
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
        return rendered(
            "saved_query.html",
            title=query.summary,
            query=query,
            path=path,
            site=self.site,
            asked=self.asked,
            fields=[self._field(parameter) for parameter in query.parameters],
            other_problems=self._other_problems(),
            downloads=downloads,
            citation=self.citation,
            is_example=self.is_example,
            notes=self.notes,
            link=self.link,
            codes=elsewhere(self.whole.at(f"queries/{query.name}.csv") + asked)
            if "csv" in self.formats
            else (),
            **{"links": {}, **values},
        )

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

    def text(self) -> bytes:
        """The page with the text alone: nothing is asked before somebody wants it."""
        return self._rendered(answer=None)

    def answer(self, body: bytes) -> bytes:
        """The page with an answer, as much of it as a page holds."""
        table = table_of(self.query, body, site=self.site)
        is_whole = len(table["rows"]) <= MOST["html"]
        table["rows"] = table["rows"][: MOST["html"]]
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
    headers = HEADERS | {"Content-Length": str(len(body))}
    content = b"" if request.method == "HEAD" else body
    return Response(content, status_code=status, headers=headers, media_type="text/html")


def table_of(query: Query, body: bytes, *, site: Site) -> dict[str, Any]:
    """An answer as headings and rows of cells; a truth value has neither."""
    form = query.form
    if form in {"CONSTRUCT", "DESCRIBE"}:
        found = ox.parse(body, format=ox.RdfFormat.N_TRIPLES)
        terms = [(quad.subject, quad.predicate, quad.object) for quad in found]
        rows = [[_cell(term, text(term), site=site) for term in row] for row in terms]
        return {"headings": list(_TRIPLE.values()), "rows": rows, "truth": None}
    if form == "ASK":
        parsed = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        return {"headings": [], "rows": [], "truth": bool(parsed)}
    answer = Solutions(body)
    rows = [
        [_cell(term, words, site=site) for term, words in zip(row, texts, strict=True)]
        for row, texts in zip(answer, answer.texts(), strict=True)
    ]
    headings = [query.columns.get(name, name) for name in answer.variables]
    return {"headings": headings, "rows": rows, "truth": None}


def _cell(term: Term | None, words: str, *, site: Site) -> Shown:
    if isinstance(term, ox.NamedNode):
        return Shown(words, site.link(term.value))
    language = term.language or "" if isinstance(term, ox.Literal) else ""
    return Shown(words, language="" if language == "en" else language)


def _prominence(suffix: str) -> tuple[int, str]:
    place = PROMINENT.index(suffix) if suffix in PROMINENT else len(PROMINENT)
    return place, suffix
