"""From the start of a server to its end: signals heard, builds swapped, and an orderly leaving."""

from __future__ import annotations

import asyncio
import signal
import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import uvicorn
    from starlette.types import Receive, Scope, Send

    from adrgraph.server.operation.front import Front
    from adrgraph.server.operation.renewal import Renewal

STOP = (signal.SIGINT, signal.SIGTERM)


class Lifetime:
    """The whole of what uvicorn runs: a front that begins, is told things, and ends."""

    def __init__(self, front: Front, renewal: Renewal, *, drain: float) -> None:
        """Before the server begins."""
        self.server: uvicorn.Server | None = None
        self._front = front
        self._drain = drain
        self._renewal = renewal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass requests on to the front; begin and end with the server."""
        if scope["type"] != "lifespan":
            await self._front(scope, receive, send)
            return
        await receive()
        async with self._lived():
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})

    @asynccontextmanager
    async def _lived(self) -> AsyncIterator[None]:
        await self._front.begin()
        if threading.current_thread() is threading.main_thread():
            self._hear()
        watching = asyncio.create_task(self._renewal.watch())
        try:
            yield
        finally:
            watching.cancel()
            await self._front.end()

    def _hear(self) -> None:
        """Heed signals from now on; only the main thread is told of any."""
        loop = asyncio.get_running_loop()
        for number in STOP:
            loop.add_signal_handler(number, self._stop)
        if self._renewal.is_possible:
            loop.add_signal_handler(signal.SIGHUP, self._renewal.demand)

    def _stop(self) -> None:
        """Leave in order; told a second time, leave at once."""
        assert self.server is not None  # noqa: S101 — it runs this
        if self._front.is_leaving:
            self.server.should_exit = self.server.force_exit = True
            return
        self._front.is_leaving = True
        self._front.journal.event("stopping")
        asyncio.get_running_loop().call_later(self._drain, self._leave, self.server)

    @staticmethod
    def _leave(server: uvicorn.Server) -> None:
        server.should_exit = True
