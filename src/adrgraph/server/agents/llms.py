"""/llms.txt: what this is and how to ask it, for language models that come upon it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adrgraph.server.addresses import whole_site
from adrgraph.server.responses import respond
from adrgraph.server.saved import suffixes

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from adrgraph.server.addresses import Site
    from adrgraph.server.isolation.limits import Limits
    from adrgraph.server.saved import Saved


def endpoint(request: Request) -> Response:
    """The file."""
    state = request.app.state
    body = written(whole_site(request), state.saved, state.answerer.limits)
    return respond(request, body.encode(), media_type="text/plain")


def written(at: Site, saved: Saved, limits: Limits | None) -> str:
    """The file for a server at this address, in the manner of llmstxt.org."""
    lines = ["# adrgraph", "", f"> {_WHAT}", "", _HOW]
    for query in list(saved.queries.values())[:1]:
        ends = ", ".join(f".{suffix}" for suffix in suffixes(query))
        lines.append(f"The answer to a saved query is at its address with one of {ends} behind it.")
    if limits is not None:
        lines.append(
            f"A query may take {limits.seconds:g} seconds and {limits.memory >> 20} MiB, and has "
            f"{limits.rows} rows at most; an answer that is cut off breaks off."
        )
    lines += ["", "## Endpoints", ""]
    lines += [f"- [{name}]({at.at(path)}): {what}" for name, path, what in _ENDPOINTS]
    lines += ["", "## Saved queries", ""]
    lines += [
        f"- [{query.name}]({at.at(f'queries/{query.name}')}): {query.summary}"
        for query in saved.queries.values()
    ]
    return "\n".join(lines) + "\n"


_WHAT = (
    "The UK's linked administrative datasets as a knowledge graph: what links to what, who holds "
    "it, how to get in, and which source says so."
)

_HOW = (
    "What is not stated is unknown, never no. That data could be linked is no permission. Things "
    "go by slug, title, acronym or IRI; `limit` and `offset` ask for some of the rows."
)

_ENDPOINTS = (
    ("MCP", "mcp", "the saved queries, the schema and SPARQL as tools (streamable HTTP)"),
    ("SPARQL", "sparql", "SPARQL 1.1 by GET or POST, read-only; without a query, what it can do"),
    ("Saved queries", "queries", "all of them with their parameters, as JSON"),
    ("Ontology", "ontology.ttl", "every class and property of our own, with its definition"),
    ("Catalogue", "catalog.ttl", "all datasets as DCAT"),
)
