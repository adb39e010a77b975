"""Saved queries as an API: which there are, what each can be asked, and the answers."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cached_property, partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from adrgraph.catalogue import scheme_slugs
from adrgraph.errors import UnknownQuery
from adrgraph.formats import Format, holding, kind_of
from adrgraph.iris import FILE_FORMATS
from adrgraph.queries import described, read_queries
from adrgraph.results import Solutions
from adrgraph.server import answer_pages, citation, examples, spreadsheet
from adrgraph.server.addresses import site, whole_site
from adrgraph.server.asking import Asked, ask, missing, readings
from adrgraph.server.isolation.question import Question, Reply
from adrgraph.server.links import number_of
from adrgraph.server.negotiation import choose
from adrgraph.server.paging import has_more, link_header, links, made_whole, most_rows
from adrgraph.server.profiles import HTML, RDF
from adrgraph.server.responses import accepted, problem, respond
from adrgraph.server.sparql import client_of, parameters
from adrgraph.server.streaming import Answered
from adrgraph.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from typing import IO

    from starlette.requests import Request
    from starlette.responses import Response

    from adrgraph.errors import InvalidQueryFile
    from adrgraph.layout import Layout
    from adrgraph.queries import Query
    from adrgraph.server.addresses import Site
    from adrgraph.server.asking import Refusal
    from adrgraph.server.shelf import Shelf

JSON = Format(
    name="description",
    label="Description",
    media_type="application/json",
    suffix="description",
    iri=f"{FILE_FORMATS}JSON",
    kinds=(),
)
"""What can be asked, for programs; negotiated like the formats of the graph."""

LONGEST = 8_000
"""Bytes of parameters; links tell them again."""

_SAVED_AS_FILES = ("csv", "tsv", "xlsx")


@dataclass(frozen=True)  # no slots: the files are read when first asked for
class Saved:
    """The saved queries of a layout by name, and what is wrong with the files that hold none."""

    layout: Layout

    @cached_property
    def _read(self) -> tuple[dict[str, Query], tuple[InvalidQueryFile, ...]]:
        return read_queries(self.layout.queries, schemes=scheme_slugs(self.layout))

    @property
    def queries(self) -> Mapping[str, Query]:
        """Those that can be asked."""
        return self._read[0]

    def find(self, name: str) -> Query:
        """The query with this name.

        Raises:
            UnknownQuery: There is none; the nearest is told.
            HTTPException: Its file is malformed.
        """
        if name in self.queries:
            return self.queries[name]
        for broken in self.broken():
            if broken["file"] == f"{name}.rq":
                place = f"{broken['file']}:{broken['line']}:{broken['column']}"
                detail = f"{place}: {broken['message']}"
                raise HTTPException(HTTPStatus.INTERNAL_SERVER_ERROR, detail)
        shown = name[:100]
        hint = did_you_mean(shown, sorted(self.queries), likeness=0.5) or " /queries lists them."
        raise UnknownQuery(f'No query is called "{shown}".{hint}')

    def broken(self) -> list[dict[str, Any]]:
        """What is wrong with the files that hold no query; where they lie is nobody's business."""
        return [
            {
                "file": error.path.replace("\\", "/").rpartition("/")[2],
                "line": error.line,
                "column": error.column,
                "message": error.message,
            }
            for error in self._read[1]
        ]


async def listing(request: Request) -> Response:
    """All saved queries: for programs, by subject for people, or as RDF."""
    shelf: Shelf = request.app.state.shelf
    format = choose(dict(_pairs(request)), accepted(request), (JSON, HTML, *RDF))
    if format.name in {each.name for each in RDF}:
        return await examples.written(request, format)
    if format.name == HTML.name:
        here = site(request)
        key = ("queries", format.name, here)
        body = await run_in_threadpool(shelf.body, key, partial(_listed_page, request, here))
        return answer_pages.page(request, body)
    whole = whole_site(request)
    key = ("queries", format.name, whole)
    body = await run_in_threadpool(shelf.body, key, partial(_listed, request, whole))
    return respond(request, body, media_type=format.media_type)


def _listed(request: Request, whole: Site) -> bytes:
    saved: Saved = request.app.state.saved
    queries = [_told(query, whole) for query in saved.queries.values()]
    return _json({"queries": queries, "malformed": saved.broken()})


def _listed_page(request: Request, here: Site) -> bytes:
    saved: Saved = request.app.state.saved
    return answer_pages.listing(saved.queries.values(), saved.broken(), site=here)


async def endpoint(request: Request) -> Response:
    """One saved query: its description, its form, or its answer in a format."""
    saved: Saved = request.app.state.saved
    query, format = _wanted(saved, request.path_params["name"])
    pairs = _pairs(request)
    if format is None:
        format = choose(dict(pairs), accepted(request), (JSON, HTML, *offered_for(query)))
    if format.name == JSON.name:
        return await _description(request, query)
    asked = await _asked(request, query, pairs)
    if format.name == HTML.name:
        return await _page(request, asked)
    refusals = [*asked.refusals, *missing(query, asked.values)]
    if refusals:
        return _refused(request, refusals)
    return await _answer(request, asked, format=format)


def offered_for(query: Query) -> tuple[Format, ...]:
    """The formats in which the answer to a query is given, those for citing it included."""
    if kind_of(query.form) == "graph":
        return (*holding("graph"), *citation.FORMATS)
    sheet = (spreadsheet.XLSX,) if query.form == "SELECT" and spreadsheet.is_there() else ()
    return (*holding("solutions"), *sheet, *citation.FORMATS)


def suffixes(query: Query) -> dict[str, Format]:
    """The ends of the addresses of an answer, each with its format.

    What ends in json or xml goes under the general media type, which more programs know.
    """
    found = {format.suffix: format for format in (*offered_for(query), HTML)}
    found[citation.TEXT.suffix] = replace(citation.TEXT, media_type="text/plain")
    for general in ("json", "xml"):
        for format in offered_for(query):
            if format.suffix != general and general in format.names:
                alias = f"application/{general}"
                plain = replace(format, media_type=alias)
                found.setdefault(general, plain if alias in format.media_types else format)
    return found


async def _answer(request: Request, asked: Asked, *, format: Format) -> Response:
    """The answer in a format that is sent as it comes, or is made whole."""
    state = request.app.state
    whole = whole_site(request)
    cited = citation.cited(asked, at=whole, revision=state.revision)
    if format.name in citation.NAMES:
        return respond(request, cited.write(format), media_type=format.media_type)
    path = whole.at(f"queries/{request.path_params['name']}")
    told = {"cite-as": cited.address, "service-desc": whole.at("openapi.json")}
    headers = _disposition(asked.query, format)
    if format.name == spreadsheet.XLSX.name:
        return _sheet(request, asked, cited, path=path, told=told)
    if asked.limit is not None:
        more = await has_more(
            asked, limit=asked.limit, answerer=state.answerer, client=client_of(request)
        )
        told |= links(asked, path, limit=asked.limit, is_last=not more)
    sparql = asked.sparql(limit=asked.limit, offset=asked.offset)
    return Answered(
        state.answerer,
        Question(sparql, accept=format.media_type),
        client=client_of(request),
        headers={**headers, "Link": link_header(told)},
    )


def _sheet(
    request: Request,
    asked: Asked,
    cited: citation.Citation,
    *,
    path: str,
    told: Mapping[str, str],
) -> Response:
    limit = made_whole(asked, spreadsheet.XLSX, request.app.state.answerer)
    headings = list(asked.query.columns.values())

    async def finish(reply: Reply) -> tuple[Reply, dict[str, str]]:
        found = Solutions(reply.begun)
        more = links(asked, path, limit=limit, is_last=len(found) <= limit)
        about = _about(asked, cited, rows=min(len(found), limit), next_page=more.get("next", ""))
        file = await run_in_threadpool(
            spreadsheet.write, found[:limit], headings=headings, about=about, made=cited.day
        )
        is_paged = "next" in more or asked.offset or asked.limit
        header = link_header({**told, **(more if is_paged else {})})
        return Reply(spreadsheet.XLSX.media_type, b"", rest=_sent(file)), {"Link": header}

    return Answered(
        request.app.state.answerer,
        _rows_question(asked, limit=limit),
        client=client_of(request),
        headers=_disposition(asked.query, spreadsheet.XLSX),
        finish=finish,
    )


async def _page(request: Request, asked: Asked) -> Response:
    """The form with the answer under it; what does not fit is told beside its field."""
    state = request.app.state
    query = asked.query
    is_example = not asked.refusals and bool(missing(query, asked.values))
    if is_example:
        example = [(p.name, p.example) for p in query.parameters if p.required]
        asked = await _asked(request, query, [*_pairs(request), *example])
    whole = whole_site(request)
    cited = citation.cited(asked, at=whole, revision=state.revision)
    known = await state.choices.look_up(state.choices.names)
    notes = await state.choices.look_up(partial(readings, asked, store=state.store, known=known))
    shown = answer_pages.QueryPage(
        asked,
        choices={p.name: state.choices.of(p) for p in query.parameters},
        notes=notes,
        link=f"q/{number_of(query.text)}",
        formats=suffixes(query),
        site=site(request),
        citation=str(cited),
        permanent=cited.address,
        labels=state.library.labels,
        is_example=is_example,
    )
    if asked.refusals:
        return answer_pages.page(request, shown.form(), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    limit = made_whole(asked, HTML, state.answerer)
    told = {"cite-as": cited.address, "service-desc": whole.at("openapi.json")}

    async def finish(reply: Reply) -> tuple[Reply, dict[str, str]]:
        body, more = await run_in_threadpool(shown.answer, reply.begun, limit=limit)
        headers = {"Link": link_header({**told, **more})}
        return Reply("text/html; charset=utf-8", body), headers

    return Answered(
        state.answerer,
        _rows_question(asked, limit=limit),
        client=client_of(request),
        finish=finish,
    )


async def _description(request: Request, query: Query) -> Response:
    choices = request.app.state.choices
    content = _told(query, whole_site(request))
    for entry, parameter in zip(content["parameters"], query.parameters, strict=True):
        names = await run_in_threadpool(choices.of, parameter)
        entry["rule"] = f"Give {parameter.rule}."
        entry["choices"] = [{"value": name.slug, "label": name.label} for name in names]
    return respond(request, _json(content), media_type=JSON.media_type)


def _told(query: Query, whole: Site) -> dict[str, Any]:
    address = whole.at(f"queries/{query.name}")
    answers = {suffix: f"{address}.{suffix}" for suffix in suffixes(query)}
    return {**described(query), "address": address, "answers": answers}


def _wanted(saved: Saved, name: str) -> tuple[Query, Format | None]:
    """The query that an address names, and the format where it ends in one."""
    stem, dot, suffix = name.rpartition(".")
    if not dot or name in saved.queries:
        return saved.find(name), None
    query = saved.find(stem)
    formats = suffixes(query)
    if suffix not in formats:
        offered = ", ".join(formats)
        raise HTTPException(
            HTTPStatus.NOT_FOUND,
            f'{query.name} is not answered in "{suffix[:20]}". There are {offered}.',
        )
    return query, formats[suffix]


async def _asked(request: Request, query: Query, pairs: Sequence[tuple[str, str]]) -> Asked:
    """What is asked, in terms of the graph."""
    state = request.app.state

    def made_out() -> Asked:
        known, most = state.choices.names(), most_rows(state.answerer)
        return ask(query, pairs, store=state.store, known=known, most=most)

    found: Asked = await state.choices.look_up(made_out)
    return found


def _pairs(request: Request) -> list[tuple[str, str]]:
    encoded: bytes = request.scope["query_string"]
    if len(encoded) > LONGEST:
        raise HTTPException(
            HTTPStatus.REQUEST_URI_TOO_LONG, f"At most {LONGEST} bytes of parameters are read."
        )
    return parameters(encoded)


def _rows_question(asked: Asked, *, limit: int) -> Question:
    """A question whose answer tells whether there is a row more than so many."""
    if asked.query.form == "SELECT":
        sparql = asked.sparql(limit=limit + 1, offset=asked.offset)
        return Question(sparql, accept="application/sparql-results+json")
    accept = "application/n-triples, application/sparql-results+json"
    return Question(asked.sparql(limit=None, offset=0), accept=accept)


def _about(
    asked: Asked, cited: citation.Citation, *, rows: int, next_page: str
) -> list[tuple[str, str]]:
    """What a spreadsheet says of itself."""
    begin = asked.offset + 1 if rows else 0
    about = [
        ("Question", asked.query.summary),
        *((f"Asked: {name}", value) for name, value in asked.pairs),
        ("Rows", f"{begin} to {asked.offset + rows}" if rows else "none"),
        ("Cite as", str(cited)),
    ]
    return [*about, ("More rows", next_page)] if next_page else about


async def _sent(file: IO[bytes]) -> AsyncIterator[bytes]:
    for piece in spreadsheet.pieces(file):
        yield piece


def _disposition(query: Query, format: Format) -> dict[str, str]:
    """What a browser saves under a name instead of showing it."""
    if format.name not in _SAVED_AS_FILES:
        return {}
    return {"Content-Disposition": f'attachment; filename="{query.name}.{format.suffix}"'}


def _refused(request: Request, refusals: Sequence[Refusal]) -> Response:
    """What of a request does not fit: each parameter with its rule and an example."""
    return problem(
        request,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        " ".join(refusal.detail for refusal in refusals),
        errors=[refusal.as_json() for refusal in refusals],
    )


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"
