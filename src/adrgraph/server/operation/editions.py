"""A build as it is served, from its first request until nobody waits for it any more."""

from __future__ import annotations

import asyncio
import gc
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from adrgraph.server.ahead import make_ahead
from adrgraph.server.isolation.census import Census

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from adrgraph.server.accounts import Observed


PATIENCE = 60.0
"""Seconds after which no more pages of a build are made ahead, and it is served as it is."""


class Workers(Protocol):
    """What answers queries behind an application."""

    @property
    def is_sound(self) -> bool:
        """Whether it can."""

    def census(self) -> Census:
        """How many workers and queries there are at this moment."""


class Edition:
    """The application over one build; it lives in a task of its own, and ends when it is idle."""

    def __init__(self, app: Starlette, *, workers: Workers | None = None) -> None:
        """An application that has not begun, and the workers behind it where there are any."""
        self.app = app
        self._workers = workers
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._ending = asyncio.Event()
        self._life: asyncio.Task[None] | None = None
        self._making: asyncio.Task[None] | None = None

    @property
    def answerer(self) -> Observed:
        """What answers queries here."""
        answerer: Observed = self.app.state.answerer
        return answerer

    @property
    def is_sound(self) -> bool:
        """Whether it can answer; else it has to be replaced."""
        return self._workers is None or self._workers.is_sound

    def census(self) -> Census:
        """How many workers and queries there are at this moment."""
        return self._workers.census() if self._workers else Census()

    async def begin(self) -> None:
        """Let the application prepare itself."""
        begun = asyncio.Event()
        self._life = asyncio.create_task(self._live(begun))
        waiting = asyncio.create_task(begun.wait())
        await asyncio.wait({self._life, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if not begun.is_set():
            waiting.cancel()
            await self._life
        self._making = asyncio.create_task(self._make())

    @property
    def is_prepared(self) -> bool:
        """Whether its pages are made, or have taken so long that nobody waits for them."""
        return self._making is not None and self._making.done()

    async def prepared(self) -> None:
        """Wait until its pages are made, but not for ever."""
        if self._making is not None:
            await asyncio.wait({self._making})

    async def retire(self) -> None:
        """Wait until the last request is answered, then end."""
        await self._idle.wait()
        await self.end()

    async def end(self) -> None:
        """End at once."""
        if self._making is not None:
            self._making.cancel()
        self._ending.set()
        if self._life is not None:
            await self._life

    def enter(self) -> None:
        """Keep it from ending while a request is answered."""
        self._under_way += 1
        self._idle.clear()

    def leave(self) -> None:
        """A request is answered."""
        self._under_way -= 1
        if not self._under_way:
            self._idle.set()

    async def _make(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await make_ahead(self.app)
        _settle()

    async def _live(self, begun: asyncio.Event) -> None:
        async with self.app.router.lifespan_context(self.app):
            begun.set()
            await self._ending.wait()


def _settle() -> None:
    """Take what is there now for what stays: to look it through for garbage stops everybody."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
