"""Whole graphs by name: what SPARQL 1.1 Graph Store HTTP Protocol reads; nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.exceptions import HTTPException

from adrgraph.errors import UnknownName
from adrgraph.formats import holding
from adrgraph.server.negotiation import choose
from adrgraph.server.records import contents
from adrgraph.server.responses import accepted, respond

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from adrgraph.formats import Format
    from adrgraph.server.shelf import Shelf
    from adrgraph.store import Store


def graph(request: Request) -> Response:
    """A graph that is named by `?graph=IRI`, or the default graph by `?default`.

    Raises:
        HTTPException: The request names no graph, or not one.
        UnknownName: There is no such graph.
    """
    names = request.query_params.getlist("graph")
    is_default = "default" in request.query_params
    if len(names) + is_default != 1:
        raise HTTPException(400, "Name one graph: ?graph= and its IRI, or ?default.")
    for name in names:
        try:
            ox.NamedNode(name)
        except ValueError as error:
            raise HTTPException(400, f"A graph is named by its whole IRI: {error}.") from error
    format = choose(request.query_params, accepted(request), holding("graph"))
    shelf: Shelf = request.app.state.shelf
    body = shelf.body(
        ("graph", *names, format.name), lambda: _whole(request.app.state.store, names, format)
    )
    return respond(request, body, media_type=format.media_type)


def _whole(store: Store, names: Sequence[str], format: Format) -> bytes:
    found = contents(store, *names)
    if names and not len(found):
        raise UnknownName(f"No graph is called {names[0]}.")
    return found.write(format)
