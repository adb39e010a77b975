"""The pages of pictures: each with the same facts as a table, and as a file of its own."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException

from adrgraph import pictures
from adrgraph.pictures.linkages import draw_map
from adrgraph.pictures.places import draw_holdings, holdings
from adrgraph.pictures.timeline import draw_timeline
from adrgraph.server.addresses import site
from adrgraph.server.pages import figures, linking, study
from adrgraph.server.pages.chains import chains_between
from adrgraph.server.pages.figures import Sketch, figure
from adrgraph.server.pages.leaves import Leaf, page_in
from adrgraph.server.pages.naming import asked, offered
from adrgraph.server.pages.rendering import rendered
from adrgraph.server.pages.replies import kept, reply
from adrgraph.server.responses import respond

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from adrgraph.pictures import Picture
    from adrgraph.server.addresses import Site
    from adrgraph.server.pages.library import Library
    from adrgraph.server.pages.naming import Asked
    from adrgraph.server.prints import Prints
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

ROWS = 1_000
"""Rows of a table beside a picture on one page."""

GROUPS = ("theme", "environment")
"""What datasets may stand under."""

_ALONE = "default-src 'none'; style-src 'unsafe-inline'"
"""A picture that stands alone brings its style with it, and runs nothing."""

_PNG = "image/png"
_SUFFIXES = {"": "", "svg": "image/svg+xml", "png": _PNG}


def gallery(request: Request) -> Response:
    """All pictures, small."""
    body = rendered(
        "pictures.html", title="Pictures", current="pictures", site=site(request), pictures=PICTURES
    )
    return reply(request, body)


def picture(request: Request) -> Response:
    """One picture on its page, or alone where the address ends so.

    Raises:
        HTTPException: There is no such picture, or it cannot be drawn of what was asked for.
        UnknownName: Its table does not fill so many pages.
    """
    name, _, suffix = request.path_params["name"].partition(".")
    if name not in _SKETCHES or suffix not in _SUFFIXES:
        raise HTTPException(404, "There is no such picture.")
    here = site(request)
    sketch = _SKETCHES[name](request, here)
    if suffix:
        return _alone(request, sketch, here, media_type=_SUFFIXES[suffix])
    library: Library = request.app.state.library
    page = page_in(request.query_params)
    key = ("picture", name, sketch.query, page)
    return kept(request, *key, made=lambda: _page(library, sketch, here, page=page))


def _page(library: Library, sketch: Sketch, here: Site, *, page: int) -> bytes:
    name, asked_for, shown = sketch.name, dict(sketch.query), figure(sketch, here)
    leaf = Leaf(page, len(shown.picture.rows), ROWS, at=lambda number: sketch.page(here, number))
    return rendered(
        "picture.html",
        title=shown.title if "dataset" in asked_for else PICTURES.get(name, (shown.title,))[0],
        current="pictures",
        site=here,
        name=name,
        asked=asked_for,
        groups=GROUPS if "group" in asked_for else (),
        names=offered(library) if name == "linkages" else (),
        figure=shown,
        leaf=leaf,
        rows=[[_cell(cell, here) for cell in row] for row in leaf.cut(shown.picture.rows)],
    )


def _alone(request: Request, sketch: Sketch, here: Site, *, media_type: str) -> Response:
    """The picture as a file, narrow and in dark colours where the address says so."""
    is_narrow = request.query_params.get("form") == "narrow"
    shelf: Shelf = request.app.state.shelf

    def drawn() -> bytes:
        return sketch.draw(narrow=is_narrow).svg.encode()

    body = shelf.body(("picture", sketch.name, sketch.query, is_narrow, here), drawn)
    if media_type == _PNG:
        prints: Prints = request.app.state.prints
        scheme = "dark" if request.query_params.get("scheme") == "dark" else "light"
        body = prints.png(body.decode(), scheme=scheme)
    response = respond(request, body, media_type=media_type)
    response.headers["Content-Security-Policy"] = _ALONE
    return response


def _linkages(request: Request, here: Site) -> Sketch:
    library: Library = request.app.state.library
    if "dataset" in request.query_params:
        return figures.around(library, _one(request, "dataset").iri, here)
    group = _group(request)

    def draw(*, narrow: bool) -> Picture:
        shown = figures.seen(library)
        return draw_map(
            shown.datasets,
            shown.connections,
            of=shown.of,
            group=group,
            narrow=narrow,
            link=here.address,
        )

    return Sketch("linkages", (("group", group),), draw)


def _timeline(request: Request, here: Site) -> Sketch:
    library: Library = request.app.state.library
    group = _group(request)

    def draw(*, narrow: bool) -> Picture:
        shown = figures.seen(library)
        return draw_timeline(
            shown.datasets,
            shown.periods,
            shown.forecasts,
            of=shown.of,
            group=group,
            narrow=narrow,
            link=here.address,
        )

    return Sketch("timeline", (("group", group),), draw)


def _where(request: Request, here: Site) -> Sketch:
    library: Library = request.app.state.library

    def draw(*, narrow: bool) -> Picture:
        held = library.fresh("held", lambda: holdings(figures.connections(library)[0]))
        return draw_holdings(held, narrow=narrow, link=here.address)

    return Sketch("where", (), draw)


def _path(request: Request, here: Site) -> Sketch:
    library: Library = request.app.state.library
    one, other = _one(request, "dataset"), _one(request, "with")
    if one.iri == other.iri:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, linking.SAME)
    return linking.chained(one, other, chains_between(library, one.iri, other.iri), here)


def _gaps(request: Request, here: Site) -> Sketch:
    library: Library = request.app.state.library
    wanted = study.wanted_by(request, library)
    if not (wanted.is_whole and wanted.has_years):
        raise HTTPException(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "Give topics, the first and the last year: theme=education&from=2012&to=2018.",
        )
    page = page_in({"page": request.query_params.get("part", "")})
    datasets = study.shown_on(library, wanted, here, page=page)
    return study.gaps(library, wanted, datasets, here, page=page)


_SKETCHES: dict[str, Callable[[Request, Site], Sketch]] = {
    "linkages": _linkages,
    "timeline": _timeline,
    "where": _where,
    "path": _path,
    "gaps": _gaps,
}


def _group(request: Request) -> str:
    group = request.query_params.get("group", "")
    return group if group in GROUPS else GROUPS[0]


def _one(request: Request, name: str) -> Asked:
    """The dataset that a parameter names.

    Raises:
        HTTPException: It names none.
    """
    library: Library = request.app.state.library
    one = asked(library, "dataset", request.query_params.get(name, ""))
    if not one.iri:
        told = one.problem or f"Give a dataset, such as {name}=leo."
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, told)
    return one


def _cell(cell: Any, here: Site) -> tuple[str, str]:
    if isinstance(cell, pictures.Thing):
        return str(cell), here.address(cell.iri) if cell.iri.startswith("http") else ""
    return str(cell), ""
