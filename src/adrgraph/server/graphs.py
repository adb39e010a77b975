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
    from starlette.requests import Request
    from starlette.responses import Response


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
    found = contents(request.app.state.store, *names)
    if names and not len(found):
        raise UnknownName(f"No graph is called {names[0]}.")
    return respond(request, found.write(format), media_type=format.media_type)
