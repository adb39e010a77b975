"""What search engines are told: which pages there are, and which addresses are not for them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException

from adrgraph.server import pages
from adrgraph.server.addresses import whole_site
from adrgraph.server.responses import respond

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from adrgraph.server.caching import Revision
    from adrgraph.server.records import Records

MOST = 2_000
"""Addresses in one sitemap: of 50,000 that it may have (sitemaps.org), as many as come at once."""

_CLOSED = ("sparql", "query?", "graph?")
"""Where each address is a question, and there is no end of them."""


def sitemap(request: Request) -> Response:
    """The pages of all documents; of more than one sitemap has, a list of sitemaps."""
    records: Records = request.app.state.records
    revision: Revision | None = request.app.state.revision
    here = whole_site(request)
    documents = records.documents()
    number = -(-len(documents) // MOST)
    page = request.query_params.get("page", "")
    if page and (not page.isdecimal() or not page.isascii() or int(page) not in range(number)):
        raise HTTPException(404, "There is no such part of the sitemap.")
    is_index = number > 1 and not page
    if is_index:
        listed = [here.at(f"sitemap.xml?page={each}") for each in range(number)]
    else:
        first = int(page or 0) * MOST
        listed = [here.address(iri) for iri in documents[first : first + MOST]]
    changed = revision.built.strftime("%Y-%m-%dT%H:%M:%SZ") if revision else ""
    body = pages.sitemap(listed, changed=changed, is_index=is_index)
    return respond(request, body, media_type="application/xml")


def robots(request: Request) -> Response:
    """Pages are for everybody; questions are not for robots."""
    here = whole_site(request)
    root = urlsplit(here.root).path
    lines = [
        "User-agent: *",
        *(f"Disallow: {root}/{closed}" for closed in _CLOSED),
        f"Sitemap: {here.at('sitemap.xml')}",
    ]
    return respond(request, ("\n".join(lines) + "\n").encode(), media_type="text/plain")
