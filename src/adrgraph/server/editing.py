"""The editor: the page in which people ask in SPARQL, with examples and the words it completes."""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool

from adrgraph.errors import UnknownFormat
from adrgraph.formats import holding
from adrgraph.iris import BASE, PREFIXES, curie
from adrgraph.queries import read_query
from adrgraph.results import Solutions, native, text
from adrgraph.server.addresses import site, whole_site
from adrgraph.server.negotiation import negotiate
from adrgraph.server.pages import rendered
from adrgraph.server.profiles import HTML
from adrgraph.server.responses import accepted, respond
from adrgraph.system import filled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from adrgraph.results import Row
    from adrgraph.server.choices import Choices
    from adrgraph.server.records import Records
    from adrgraph.server.saved import Saved
    from adrgraph.server.shelf import Shelf
    from adrgraph.store import Store

JSON = "application/json"

_OWN = {"query", "run"}


def is_wanted(request: Request, pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether a GET with a query is for the page that shows it, rather than for the answer.

    That is so where nothing but the query is given to who likes a page best: browsers that open an
    address. Results have no form of that media type, and the page's own form names one.
    """
    names = [name for name, _ in pairs]
    accept = accepted(request)
    if "html" not in accept.lower() or names.count("query") != 1 or not set(names) <= _OWN:
        return False
    try:
        best = negotiate(accept, (*holding("solutions"), *holding("graph"), HTML))
    except UnknownFormat:
        return False
    return best.name == HTML.name


def page(request: Request, *, query: str | None = None) -> Response:
    """The editor with a query in it, or with one to begin with; it is not asked yet."""
    saved: Saved = request.app.state.saved
    body = rendered(
        "sparql.html",
        title="Ask in SPARQL",
        site=site(request),
        endpoint=whole_site(request).at("sparql"),
        base=BASE,
        query=query,
        examples=sorted(saved.queries.values(), key=lambda query: query.summary),
        formats=holding("solutions"),
        limits=request.app.state.answerer.limits,
    )
    return respond(request, body, media_type=HTML.media_type)


async def examples(request: Request) -> Response:
    """The saved queries by name, each as a text that runs as it stands."""
    choices: Choices = request.app.state.choices
    saved: Saved = request.app.state.saved

    def body() -> bytes:
        things = {iri for iri, _, _ in choices.names().entries}
        told = {name: filled(query, things=things) for name, query in saved.queries.items()}
        return json.dumps(told, ensure_ascii=False).encode()

    return respond(request, await choices.look_up(body), media_type=JSON)


async def words(request: Request) -> Response:
    """Prefixes, and the classes and properties in use, each with what it is called and means."""
    state = request.app.state
    shelf: Shelf = state.shelf
    body = await run_in_threadpool(
        shelf.body, ("words",), lambda: json.dumps(_words(state.store, state.records)).encode()
    )
    return respond(request, body, media_type=JSON)


def _words(store: Store, records: Records) -> Mapping[str, Any]:
    used = {name: list(_rows(store, name)) for name in ("classes", "properties")}
    terms = {t.value for rows in used.values() for t, *_ in rows if isinstance(t, ox.NamedNode)}
    labels = records.labels(terms)
    told = {name: list(_terms(rows, labels)) for name, rows in used.items()}
    return {"prefixes": dict(PREFIXES), **told}


def _rows(store: Store, name: str) -> Iterator[Row]:
    with as_file(files("adrgraph.server.agents").joinpath(f"{name}.rq")) as path:
        found = store.query(read_query(path).text)
    return iter(found if isinstance(found, Solutions) else ())


def _terms(rows: Iterable[Row], labels: Mapping[str, ox.Literal]) -> Iterator[Mapping[str, Any]]:
    for term, count, meaning in rows:
        short = curie(term.value) if isinstance(term, ox.NamedNode) else None
        if short is not None and isinstance(term, ox.NamedNode):
            label = labels.get(term.value)
            yield {
                "name": ":".join(short),
                "label": label.value if label else "",
                "uses": native(count),
                "meaning": text(meaning) if meaning is not None else "",
            }
