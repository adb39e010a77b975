"""The saved queries as RDF: the examples that SPARQL editors list, each with where to ask it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.iris import PREFIXES
from adrgraph.results import triples
from adrgraph.server.addresses import whole_site
from adrgraph.server.negotiation import choose
from adrgraph.server.profiles import RDF
from adrgraph.server.responses import accepted, respond
from adrgraph.system import prefixes, questions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request
    from starlette.responses import Response

    from adrgraph.formats import Format
    from adrgraph.server.choices import Choices
    from adrgraph.server.saved import Saved

_TARGET = ox.NamedNode(PREFIXES["schema"] + "target")


async def endpoint(request: Request) -> Response:
    """All examples, in the format that the request likes best."""
    format = choose(request.query_params, accepted(request), RDF)
    return await written(request, format)


async def written(request: Request, format: Format) -> Response:
    """All examples in a format."""
    choices: Choices = request.app.state.choices
    saved: Saved = request.app.state.saved
    target = ox.NamedNode(whole_site(request).at("sparql"))

    def body() -> bytes:
        things = {iri for iri, _, _ in choices.names().entries}
        told = list(questions(saved.queries.values(), things=things))
        return triples([*told, *prefixes(), *_targets(told, target)]).write(format)

    return respond(request, await choices.look_up(body), media_type=format.media_type)


def _targets(told: list[ox.Triple], target: ox.NamedNode) -> Iterator[ox.Triple]:
    for subject in {triple.subject for triple in told}:
        yield ox.Triple(subject, _TARGET, target)
