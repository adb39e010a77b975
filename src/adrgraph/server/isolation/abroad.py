"""Queries that call other endpoints: only those that are allowed, and never this network's own."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from adrgraph.errors import QueryError
from adrgraph.outline import outline_of_query

if TYPE_CHECKING:
    from collections.abc import Collection

    from adrgraph.server.isolation.question import Question

LONGEST = 20_000
"""Characters of a query that may call other endpoints: it is read here, before a worker has it."""


async def services_of(question: Question, allowed: Collection[str]) -> tuple[str, ...]:
    """The endpoints that a question calls; none where it calls nobody.

    Raises:
        QueryError: One is not allowed, is at an address of a private network, or at none.
    """
    if not allowed or len(question.query) > LONGEST or "service" not in question.query.lower():
        return ()
    found = outline_of_query(question.query, services=allowed)
    for service in found.services:
        await refuse_private(service)
    return found.services


async def refuse_private(service: str) -> None:
    """See to it that an endpoint is out in the world, whatever its name says today.

    Raises:
        QueryError: It is at an address of a private network, or at none.
    """
    address = urlsplit(service)
    loop = asyncio.get_running_loop()
    try:
        port = address.port or (443 if address.scheme == "https" else 80)
        found = await loop.getaddrinfo(address.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError) as error:
        raise QueryError(f"<{service}> cannot be reached: {error}.") from error
    if not all(map(_is_public, (sockaddr[0] for *_, sockaddr in found))):
        raise QueryError(f"<{service}> is at an address of a private network, which is not called.")


def _is_public(address: object) -> bool:
    return ipaddress.ip_address(str(address).partition("%")[0]).is_global
