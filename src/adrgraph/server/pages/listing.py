"""The page of all datasets: what a choice finds, and the choices that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from adrgraph.server.addresses import site
from adrgraph.server.pages.facets import FACETS, SORTS, Choice
from adrgraph.server.pages.leaves import Leaf, page_in
from adrgraph.server.pages.rendering import rendered
from adrgraph.server.pages.replies import kept, reply
from adrgraph.server.pages.tables import Table, downloads, wanted, written
from adrgraph.server.profiles import HTML

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams
    from starlette.requests import Request
    from starlette.responses import Response

    from adrgraph.search import Matching
    from adrgraph.server.addresses import Site
    from adrgraph.server.pages.library import Library
    from adrgraph.server.searching import Finder

AT_ONCE = 25
"""Datasets on a page."""

LONGEST = 200
"""Characters of a value that a person may give."""

_YEARS = range(1000, 10_000)


def datasets(request: Request) -> Response:
    """The datasets that match what the address asks for.

    Raises:
        UnknownName: They do not fill so many pages.
    """
    library: Library = request.app.state.library
    here = site(request)
    choice, page = chosen(request.query_params)
    format = wanted(request)
    if format.name != HTML.name:
        return written(request, _table(library, choice, _sought(request, choice)), format)
    if choice == Choice():
        return kept(request, "datasets", page, made=lambda: _page(library, choice, page, here))
    return reply(request, _page(library, choice, page, here, sought=_sought(request, choice)))


def _page(
    library: Library, choice: Choice, page: int, here: Site, *, sought: Matching | None = None
) -> bytes:
    among = None if sought is None else frozenset(sought.iris)
    found = library.index.matching(choice, among=among)
    facets = [
        (facet, heading, library.index.options(choice, facet, among=among))
        for facet, heading in FACETS.items()
    ]

    path = here.at("datasets")

    def address(choice: Choice, page: int = 1) -> str:
        query = choice.query(page=page)
        return f"{path}?{query}" if query else path

    leaf = Leaf(page, len(found), AT_ONCE, at=lambda number: address(choice, number))
    return rendered(
        "datasets.html",
        title="Datasets",
        current="datasets",
        site=here,
        choice=choice,
        sought=sought,
        facets=facets,
        sorts=SORTS,
        found=found,
        shown=found.page(page, size=AT_ONCE),
        index=library.index,
        leaf=leaf,
        address=address,
        downloads=downloads(here.at("datasets"), parse_qsl(choice.query())),
    )


def _table(library: Library, choice: Choice, sought: Matching | None) -> Table:
    """All datasets of a choice, as rows."""
    index = library.index
    found = index.matching(choice, among=None if sought is None else frozenset(sought.iris))
    rows = (
        (
            card.iri,
            card.title,
            card.years,
            *("; ".join(index.tags(card.iri, facet)) for facet in FACETS),
            card.description,
        )
        for card in found
    )
    columns = ("dataset", "title", "years", *FACETS, "description")
    return Table("datasets", "Which datasets are there?", columns, tuple(rows))


def _sought(request: Request, choice: Choice) -> Matching | None:
    """What the words of a choice find, as search does; nothing where there are none."""
    finder: Finder = request.app.state.finder
    return finder.index().every(choice.words, kind="dataset") if choice.words else None


def chosen(parameters: QueryParams) -> tuple[Choice, int]:
    """The choice that an address tells, and the page of it; what makes no sense is left out."""
    values = tuple(
        (facet, parameters[facet].strip()[:LONGEST])
        for facet in FACETS
        if parameters.get(facet, "").strip()
    )
    sort = parameters.get("sort", "")
    choice = Choice(
        values,
        words=parameters.get("q", "").strip()[:LONGEST],
        since=_year(parameters.get("from", "")),
        until=_year(parameters.get("to", "")),
        sort=sort if sort in SORTS else "title",
    )
    return choice, page_in(parameters)


def _year(text: str) -> int | None:
    is_number = text.isascii() and text.isdecimal() and len(text) == len("2022")
    return int(text) if is_number and int(text) in _YEARS else None
