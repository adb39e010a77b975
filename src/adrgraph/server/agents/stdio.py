"""The protocol over standard input and output, for one agent that started this process."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from mcp.server.stdio import stdio_server

from adrgraph.layout import find_layout
from adrgraph.server.agents.protocol import protocol_server
from adrgraph.server.agents.toolbox import Toolbox
from adrgraph.server.answering import answerer_of
from adrgraph.server.choices import Choices
from adrgraph.server.records import Records
from adrgraph.server.saved import Saved
from adrgraph.server.searching import Finder

if TYPE_CHECKING:
    from adrgraph.server.isolation.limits import Limits
    from adrgraph.server.operation.settings import Content


def serve(content: Content, *, limits: Limits) -> None:
    """Answer until standard input ends."""
    asyncio.run(_served(content, limits))


async def _served(content: Content, limits: Limits) -> None:
    store, revision = content.store, content.revision
    answerer = answerer_of(store, limits)
    toolbox = Toolbox(
        store,
        answerer,
        Saved(content.layout or find_layout()),
        Choices(store, is_fixed=revision is not None),
        Finder(store, is_fixed=revision is not None),
    )
    version = revision.short if revision else ""
    server = protocol_server(toolbox, Records(store), version=version)
    try:
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())
    finally:
        await answerer.close()
