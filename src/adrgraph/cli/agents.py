"""The verb `mcp`: the catalogue for an agent on this machine."""

from __future__ import annotations

from typing import Any

import click

from adrgraph.cli.context import cache, load
from adrgraph.cli.serving import limited, limits_of
from adrgraph.cli.stores import named, named_store
from adrgraph.errors import MissingExtra


@click.command()
@named_store
@limited
@click.pass_obj
def mcp(root: str | None, /, **chosen: Any) -> None:
    """Answer an agent over standard input and output, by the Model Context Protocol.

    It has the saved queries as tools, the schema of the graph, and SPARQL within the same limits as
    `adrgraph serve`, which answers agents elsewhere at /mcp.
    """
    from adrgraph.cli.waiting import waiting

    try:
        from adrgraph.cli.rebuilding import content_of, elsewhere
        from adrgraph.server.agents.stdio import serve
    except ImportError as error:
        raise MissingExtra('Agents need an extra: pip install "adrgraph[mcp]".') from error

    with waiting("Opening") as stage:
        catalogue = load(root, stage)
    content = elsewhere(catalogue) if named() else content_of(catalogue, cache=cache())
    serve(content, limits=limits_of(chosen))
