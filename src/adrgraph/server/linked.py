"""Queries by their permanent links: the text, a page that shows it, and its answer."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from adrgraph.errors import QueryError
from adrgraph.formats import Format, holding, kind_of
from adrgraph.iris import FILE_FORMATS
from adrgraph.queries import Query, form_of
from adrgraph.server import answer_pages
from adrgraph.server.addresses import site, whole_site
from adrgraph.server.citation import SHOWN, Citation
from adrgraph.server.isolation.question import Question, Reply
from adrgraph.server.links import number_of, plain
from adrgraph.server.negotiation import choose
from adrgraph.server.paging import link_header
from adrgraph.server.profiles import HTML
from adrgraph.server.responses import accepted, respond
from adrgraph.server.saved import suffixes
from adrgraph.server.sparql import client_of, parameters, posted, query_of
from adrgraph.server.streaming import Answered

if TYPE_CHECKING:
    from starlette.requests import Request

    from adrgraph.server.links import Links

SPARQL = Format(
    name="sparql",
    label="SPARQL",
    media_type="application/sparql-query",
    suffix="rq",
    iri=f"{FILE_FORMATS}SPARQL_Query",
    kinds=(),
)
"""The text itself."""

_HIDDEN = {"X-Robots-Tag": "noindex"}
"""What strangers wrote is for those whom they gave the address."""


async def keep(request: Request) -> Response:
    """Give a query an address, once it is known to be one.

    Raises:
        HTTPException: It is not kept.
        QueryError: It is no query.
    """
    links: Links = request.app.state.links
    text = query_of(await posted(request))
    number = number_of(text)
    address = whole_site(request).at(f"q/{number}")
    status = HTTPStatus.OK
    if not await links.has(number):
        client = client_of(request)
        links.admit(text, client=client)
        await _try(request, plain(text), client=client)
        await links.keep(text)
        status = HTTPStatus.CREATED
    body = json.dumps({"address": address}).encode()
    headers = {"Location": address, "Cache-Control": "no-store"}
    return Response(body, status_code=status, headers=headers, media_type="application/json")


async def endpoint(request: Request) -> Response:
    """A query by its link: shown, or answered where that is asked for."""
    links: Links = request.app.state.links
    number, _, suffix = request.path_params["name"].partition(".")
    text = await links.find(number)
    query = Query(number, "A query in SPARQL", text, form=form_of(text) or "SELECT")
    formats = _formats(query)
    pairs = dict(parameters(request.scope["query_string"]))
    if suffix and suffix not in formats:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"There are {', '.join(formats)}.")
    offered = (HTML, SPARQL, *holding(kind_of(query.form)))
    format = formats[suffix] if suffix else choose(pairs, accepted(request), offered)
    address = whole_site(request).at(f"q/{number}")
    headers = {**_HIDDEN, "Link": link_header({"cite-as": address})}
    if format.name == SPARQL.name:
        response = respond(request, text.encode(), media_type=format.media_type)
        response.headers.update(headers)
        return response
    state = request.app.state
    if format.name != HTML.name:
        question = Question(text, accept=format.media_type)
        return Answered(state.answerer, question, client=client_of(request), headers=headers)
    page = answer_pages.LinkPage(
        query, formats, site(request), str(_cited(request, number)), state.library.labels
    )
    if not pairs.get("run"):
        response = answer_pages.page(request, page.text())
        response.headers.update(headers)
        return response

    async def finish(reply: Reply) -> tuple[Reply, dict[str, str]]:
        body = await run_in_threadpool(page.answer, reply.begun)
        return Reply("text/html; charset=utf-8", body), {}

    accept = "application/n-triples, application/sparql-results+json"
    question = Question(text, accept=accept)
    return Answered(
        state.answerer, question, client=client_of(request), headers=headers, finish=finish
    )


async def _try(request: Request, text: str, *, client: str) -> None:
    """Insist that a text is a query: it is asked, and let go of at the first piece of an answer."""
    if form_of(text) is None:
        raise QueryError("This is no query. Begin with SELECT, ASK, CONSTRUCT or DESCRIBE.")
    async with request.app.state.answerer.asking(Question(text, accept="*/*"), client=client):
        pass


def _formats(query: Query) -> dict[str, Format]:
    kept = {format.name for format in (*holding(kind_of(query.form)), HTML)}
    found = {suffix: f for suffix, f in suffixes(query).items() if f.name in kept}
    return {**found, SPARQL.suffix: SPARQL}


def _cited(request: Request, number: str) -> Citation:
    revision = request.app.state.revision
    return Citation(
        name=number,
        title="A query in SPARQL",
        asked="",
        address=whole_site(request).at(f"q/{number}"),
        day=revision.built if revision else datetime.now(UTC),
        build=revision.fingerprint[:SHOWN] if revision else "",
    )
