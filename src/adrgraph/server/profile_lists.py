"""Which profiles and prefixes there are, each for programs that look before they ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph import system
from adrgraph.errors import UnknownName
from adrgraph.iris import CATALOG, PREFIXES
from adrgraph.results import triples
from adrgraph.server.addresses import whole_site
from adrgraph.server.negotiation import choose
from adrgraph.server.profiles import ALTERNATES, RDF, STATEMENTS, Forms
from adrgraph.server.resources import alternates
from adrgraph.server.responses import accepted, respond

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from starlette.requests import Request
    from starlette.responses import Response

    from adrgraph.server.cuts import Cuts
    from adrgraph.server.profiles import Profile

_LABEL = ox.NamedNode(PREFIXES["rdfs"] + "label")
_FORMAT = ox.NamedNode(PREFIXES["dcterms"] + "format")
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_PROFILE = ox.NamedNode(PREFIXES["prof"] + "Profile")
_TOKEN = ox.NamedNode(PREFIXES["prof"] + "hasToken")


def profiles(request: Request) -> Response:
    """All profiles, and the catalogue in each form of each of them."""
    known = _known(request)
    forms = Forms(CATALOG, whole_site(request), known)
    told = [triple for each in known for triple in _told(each)]
    response = _written(request, [*told, *alternates(forms, forms.site)])
    response.headers["Link"] = ", ".join(map(_link, known))
    return response


def profile(request: Request) -> Response:
    """One profile by its token.

    Raises:
        UnknownName: There is none.
    """
    known = _known(request)
    for each in known:
        if each.token == request.path_params["token"]:
            return _written(request, _told(each))
    tokens = ", ".join(each.token for each in known)
    raise UnknownName(f"There is no such profile. There are {tokens}.")


def prefixes(request: Request) -> Response:
    """The prefixes of this project, as SHACL declares them."""
    return _written(request, system.prefixes())


def _known(request: Request) -> tuple[Profile, ...]:
    cuts: Cuts = request.app.state.cuts
    return (*cuts.profiles, STATEMENTS, ALTERNATES)


def _told(profile: Profile) -> Iterator[ox.Triple]:
    node = ox.NamedNode(profile.iri)
    yield ox.Triple(node, _TYPE, _PROFILE)
    yield ox.Triple(node, _TOKEN, ox.Literal(profile.token))
    yield ox.Triple(node, _LABEL, ox.Literal(profile.label, language="en"))
    for format in profile.formats:
        yield ox.Triple(node, _FORMAT, ox.Literal(format.media_type))


def _link(profile: Profile) -> str:
    """A profile and its token as Content Negotiation by Profile tells them in a header."""
    return f'<{_PROFILE.value}>; rel="type"; token="{profile.token}"; anchor="<{profile.iri}>"'


def _written(request: Request, told: Iterable[ox.Triple]) -> Response:
    format = choose(request.query_params, accepted(request), RDF)
    return respond(request, triples(told).write(format), media_type=format.media_type)
