"""The protocol over HTTP at /mcp: one request, one answer, and no session to be kept.

The SDK is large, so it is imported when the first agent comes.
"""

from __future__ import annotations

import asyncio
import importlib.util
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from mcp.server import Server
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
    from starlette.types import Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

LARGEST = 1 << 20
"""Bytes of a request."""


class Agents:
    """The endpoint for agents; a page that a browser was lured to cannot use it.

    The Host of a request has to be this machine or the public URL's, and so has an Origin where
    there is one: a name that a stranger has bound to this address is refused.
    """

    def __init__(self, make: Callable[[], Server[Any]], *, public_url: str | None = None) -> None:
        """Make the server of the protocol when the first agent comes."""
        self._make = make
        self._public_url = public_url
        self._manager: asyncio.Task[StreamableHTTPSessionManager] | None = None
        self._ending = asyncio.Event()
        self._life: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one message.

        Raises:
            HTTPException: The extra is not installed.
        """
        if importlib.util.find_spec("mcp") is None:
            raise HTTPException(
                HTTPStatus.NOT_IMPLEMENTED,
                'Agents are answered where the extra is installed: pip install "adrgraph[mcp]".',
            )
        if self._manager is None:
            self._manager = asyncio.create_task(self._began())
        manager = await asyncio.shield(self._manager)
        await manager.asgi_app(scope, receive, send)

    @asynccontextmanager
    async def living(self) -> AsyncIterator[None]:
        """What has begun within ends with it."""
        try:
            yield
        finally:
            self._ending.set()
            if self._life is not None:
                await self._life

    async def _began(self) -> StreamableHTTPSessionManager:
        manager = await asyncio.to_thread(self._made)
        begun = asyncio.Event()
        self._life = asyncio.create_task(self._live(manager, begun))
        await begun.wait()
        return manager

    def _made(self) -> StreamableHTTPSessionManager:
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
        from mcp.server.transport_security import TransportSecuritySettings

        hosts = [name for host in LOOPBACK for name in (host, f"{host}:*")]
        origins = [f"http://{host}" for host in hosts]
        public = urlsplit(self._public_url or "")
        if public.netloc:
            hosts.append(public.netloc)
            origins.append(f"{public.scheme}://{public.netloc}")
        return StreamableHTTPSessionManager(
            self._make(),
            json_response=True,
            stateless=True,
            max_request_body_size=LARGEST,
            security_settings=TransportSecuritySettings(
                allowed_hosts=hosts, allowed_origins=origins
            ),
        )

    async def _live(self, manager: StreamableHTTPSessionManager, begun: asyncio.Event) -> None:
        async with manager.run():
            begun.set()
            await self._ending.wait()
