"""A build as it is served, from its first request until nobody waits for it any more."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

from adrgraph.server.isolation.census import Census

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.applications import Starlette

    from adrgraph.server.accounts import Observed


class Edition:
    """The application over one build; it lives in a task of its own, and ends when it is idle."""

    def __init__(self, app: Starlette, *, census: Callable[[], Census] = Census) -> None:
        """An application that has not begun, and what counts the workers behind it."""
        self.app = app
        self.census = census
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._ending = asyncio.Event()
        self._life: asyncio.Task[None] | None = None

    @property
    def answerer(self) -> Observed:
        """What answers queries here."""
        answerer: Observed = self.app.state.answerer
        return answerer

    async def begin(self) -> None:
        """Let the application prepare itself."""
        begun = asyncio.Event()
        self._life = asyncio.create_task(self._live(begun))
        waiting = asyncio.create_task(begun.wait())
        await asyncio.wait({self._life, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if not begun.is_set():
            waiting.cancel()
            await self._life

    async def retire(self) -> None:
        """Wait until the last request is answered, then end."""
        await self._idle.wait()
        await self.end()

    async def end(self) -> None:
        """End at once."""
        self._ending.set()
        if self._life is not None:
            await self._life

    @contextmanager
    def visited(self) -> Iterator[None]:
        """Keep it from ending while a request is answered."""
        self._under_way += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()

    async def _live(self, begun: asyncio.Event) -> None:
        async with self.app.router.lifespan_context(self.app):
            begun.set()
            await self._ending.wait()
