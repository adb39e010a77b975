"""The pages of pictures: each with the same facts as a table, and as a file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from starlette.exceptions import HTTPException

from adrgraph import pictures
from adrgraph.pictures.ego import draw_focus
from adrgraph.pictures.facts import connections_of, datasets_of
from adrgraph.pictures.linkages import draw_map
from adrgraph.server.addresses import site
from adrgraph.server.pages.rendering import rendered
from adrgraph.server.pages.replies import kept, reply
from adrgraph.server.responses import respond

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from adrgraph.pictures import Link, Picture
    from adrgraph.pictures.facts import Connection, Dataset
    from adrgraph.server.addresses import Site
    from adrgraph.server.pages.library import Library
    from adrgraph.server.shelf import Shelf

PICTURES = {
    "linkages": ("The linkage map", "Which datasets link to which, and in which sense."),
    "timeline": (
        "The years that data are about",
        "Periods, birth cohorts, reference dates, forecasts.",
    ),
    "where": ("What is held where", "Environments against nations."),
}
"""The pictures of everything, by the last part of their address: title and what they show."""

GROUPS = ("theme", "environment")
"""What datasets are grouped by in a picture, the usual one first."""

_ALONE = "default-src 'none'; style-src 'unsafe-inline'"
"""A picture that stands alone brings its style with it, and runs nothing."""

_SVG = "image/svg+xml"


def gallery(request: Request) -> Response:
    """All pictures, small."""
    body = rendered(
        "pictures.html", title="Pictures", current="pictures", site=site(request), pictures=PICTURES
    )
    return reply(request, body)


def picture(request: Request) -> Response:
    """One picture on its page, or alone where the address ends so.

    Raises:
        HTTPException: There is no such picture.
    """
    name, _, suffix = request.path_params["name"].partition(".")
    if name not in PICTURES or suffix not in {"", "svg"}:
        raise HTTPException(404, "There is no such picture.")
    group = request.query_params.get("group", "")
    group = group if group in GROUPS and name != "where" else GROUPS[0]
    library: Library = request.app.state.library
    here = site(request)
    if suffix:

        def drawn() -> bytes:
            return _drawn(library, name, group=group, link=here.address).svg.encode()

        shelf: Shelf = request.app.state.shelf
        body = shelf.body(("picture", name, group, here), drawn)
        response = respond(request, body, media_type=_SVG)
        response.headers["Content-Security-Policy"] = _ALONE
        return response
    return kept(request, "picture", name, group, made=lambda: _page(library, name, group, here))


def _page(library: Library, name: str, group: str, here: Site) -> bytes:
    drawn = _drawn(library, name, group=group, link=here.address)
    return rendered(
        "picture.html",
        title=PICTURES[name][0],
        current="pictures",
        site=here,
        name=name,
        group=group,
        has_groups=name != "where",
        picture=drawn,
        drawing=safe(drawn),
        rows=[[_cell(cell, here) for cell in row] for row in drawn.rows],
    )


def focus(library: Library, iri: str, *, link: Link) -> Markup | None:
    """One dataset and what it is connected with; nothing where nothing is."""
    datasets, connections = _facts(library)
    if not any(iri in {each.start.iri, each.end.iri} for each in connections):
        return None
    return safe(draw_focus(iri, datasets, connections, link=link))


def safe(drawn: Picture) -> Markup:
    """A picture within a page: what data say in it is text already."""
    return Markup(drawn.inline)  # noqa: S704 — the serialiser of XML wrote it


def _facts(library: Library) -> tuple[tuple[Dataset, ...], tuple[Connection, ...]]:
    catalogue = library.catalogue
    return library.fresh("links", lambda: (datasets_of(catalogue), connections_of(catalogue)))


def _drawn(library: Library, name: str, *, group: str, link: Link) -> Picture:
    if name == "linkages":
        return draw_map(*_facts(library), group=group, link=link)
    if name == "timeline":
        return pictures.coverage_timeline(library.catalogue, group=group, link=link)
    return pictures.where_held(library.catalogue, link=link)


def _cell(cell: Any, here: Site) -> tuple[str, str]:
    if isinstance(cell, pictures.Thing):
        return str(cell), here.address(cell.iri) if cell.iri.startswith("http") else ""
    return str(cell), ""
