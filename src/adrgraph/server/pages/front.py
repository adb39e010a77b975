"""The front page, search, lists of what else there is, and what is not known."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.exceptions import HTTPException

from adrgraph.iris import BASE, PREFIXES
from adrgraph.server.addresses import site
from adrgraph.server.pages.facets import SILENT, Choice
from adrgraph.server.pages.leaves import Leaf, page_in
from adrgraph.server.pages.library import STANDING
from adrgraph.server.pages.rendering import rendered
from adrgraph.server.pages.replies import kept
from adrgraph.server.pages.sections import Entry, cut, grouped
from adrgraph.server.pages.wording import capital, dated

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from adrgraph.server.addresses import Site
    from adrgraph.server.caching import Revision
    from adrgraph.server.pages.library import Library, Line
    from adrgraph.server.pages.sections import Group

AT_ONCE = 250
"""Things on a page of a list."""

QUESTIONS = (
    (
        "links-to",
        "What can I link to it?",
        "For a dataset: linked with, built from, linkable, through a chain, and how.",
    ),
    ("path", "How are two datasets connected?", "Every shortest chain, step by step."),
    (
        "covering-together",
        "Can I study this?",
        "Data on topics that cover nations and years, in one environment.",
    ),
    ("how-to-access", "How do I get in?", "The steps, in order, and who acts."),
    (
        "team-needs",
        "What does my team need?",
        "Approvals, training and law for several datasets together.",
    ),
    (
        "match-rates",
        "How good are the links?",
        "Known match rates, each with what it is a share of.",
    ),
    (
        "what-changed",
        "What do sources state differently?",
        "Which fact, who says so, and which is later.",
    ),
    ("unconfirmed", "What has nobody confirmed?", "Statements that were derived or not verified."),
)
"""The main questions, by saved query."""

PAGES = {"links-to": "link", "path": "link#with", "covering-together": "study"}
"""Questions that have a page of their own, each with its address."""

LISTS = {
    "linkages": (
        "adr:Linkage",
        "Linkages",
        "Which records were matched with which, how, by whom and for what.",
    ),
    "environments": (
        "adr:TrustedResearchEnvironment",
        "Environments",
        "Where data are held and used.",
    ),
    "organisations": ("org:Organization", "Organisations", "Who owns, links, holds and approves."),
    "access-routes": ("adr:AccessRoute", "Access routes", "The ways in to data, step by step."),
    "sources": ("adr:Source", "Sources", "The documents that all of this was read from."),
    "publications": ("foaf:Document", "Publications", "Guides, reports and research on the data."),
    "programmes": ("adr:Programme", "Programmes", "The work that the data came out of."),
    "events": ("adr:Event", "Events", "What happened, and when."),
    "legal-gateways": (
        "adr:LegalGateway",
        "Legal gateways",
        "The laws and contracts under which data are linked and used.",
    ),
    "catalogues": ("dcat:Catalog", "Catalogues", "Where else one can look for data."),
}
"""The lists of things by the last part of their address: class, title and what they are."""

_SCHEMES = (
    *("access-mode", "access-right", "actor", "area", "characteristic", "document-type"),
    *("frequency", "key", "linking-field", "method", "nature", "role", "status", "theme", "unit"),
)


def home(request: Request) -> Response:
    """What this is, the ways into it, and the questions that people ask most."""
    return kept(request, "home", made=lambda: _home(request))


def _home(request: Request) -> bytes:
    library: Library = request.app.state.library
    numbers = library.census()
    themes = library.index.options(Choice(), "theme")
    nations = library.index.options(Choice(), "nation")
    environments = library.index.options(Choice(), "environment")
    questions = [question for question in QUESTIONS if question[0] in library.saved.queries]
    return rendered(
        "home.html",
        site=site(request),
        numbers=numbers,
        themes=[option for option in themes if option.slug != SILENT],
        nations=[option for option in nations if option.slug != SILENT],
        environments=[option for option in environments if option.slug != SILENT],
        questions=questions,
        pages=PAGES,
        all_questions=len(library.saved.queries),
    )


def listing(request: Request) -> Response:
    """All things of one kind.

    Raises:
        HTTPException: There is no such list.
        UnknownName: They do not fill so many pages.
    """
    name = request.url.path.rpartition("/")[2]
    if name not in LISTS:
        raise HTTPException(404, "There is no such list.")
    page = page_in(request.query_params)
    return kept(request, "list", name, page, made=lambda: _listing(request, name, page))


def _listing(request: Request, name: str, page: int) -> bytes:
    library: Library = request.app.state.library
    here = site(request)
    _, title, intro = LISTS[name]
    number, groups = library.fresh(f"list {name} {here.root}", lambda: _all(library, name, here))
    path = here.at(name)
    leaf = Leaf(
        page,
        sum(len(group.entries) for group in groups),
        AT_ONCE,
        at=lambda number: f"{path}?page={number}" if number > 1 else path,
    )
    return rendered(
        "list.html",
        title=title,
        current=name,
        site=here,
        intro=intro,
        groups=cut(groups, leaf),
        is_grouped=len(groups) > 1,
        number=number,
        leaf=leaf,
        table=f"queries/{name}" if name in library.saved.queries else "",
    )


def _all(library: Library, name: str, here: Site) -> tuple[int, list[Group]]:
    """How many things a list has, and these under their headings, the longest before others."""
    prefix, _, local = LISTS[name][0].partition(":")
    rows = library.rows("kinds", **{"class": ox.NamedNode(PREFIXES[prefix] + local)})
    kind = f"{BASE}{name.removesuffix('s')}/"
    rows = [row for row in rows if row["thing"].startswith(kind) and "#" not in row["thing"]]

    def entry(row: Line) -> Entry:
        return Entry(
            row["title"],
            here.address(row["thing"]),
            (row["note"], row["publisher"], dated(row["date"])),
        )

    groups = sorted(
        grouped(library, rows, heading=lambda row: capital(row["group"]), entry=entry),
        key=lambda group: (not group.title, -len(group.entries), group.title),
    )
    return len({row["thing"] for row in rows}), groups


def about(request: Request) -> Response:
    """Where all this comes from, how it was made, and what is not known."""
    return kept(request, "about", made=lambda: _about(request))


def _about(request: Request) -> bytes:
    library: Library = request.app.state.library
    revision: Revision | None = request.app.state.revision
    index = library.index
    silences = [
        (label, facet, index.count(facet, SILENT))
        for label, facet in (
            ("who owns them", "owner"),
            ("where they are held", "environment"),
            ("how far they have come", "status"),
            ("which area they cover", "nation"),
            ("what they record of people", "characteristic"),
        )
    ]
    without_years = sum(not card.spans for card in index.cards)
    doubtful = Counter(row["source"] for row in library.rows("doubts"))
    return rendered(
        "about.html",
        title="About",
        current="about",
        site=site(request),
        numbers=library.census(),
        silences=silences,
        datasets=len(index.cards),
        without_years=without_years,
        doubts=[(STANDING[iri], iri, doubtful[iri]) for iri in sorted(STANDING)],
        lists=LISTS,
        schemes=_SCHEMES,
        built=revision.built.date().isoformat() if revision else "",
        build=revision.fingerprint[:12] if revision else "",
    )
