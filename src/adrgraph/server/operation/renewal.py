"""A new build in place of the one that is served, without a request being dropped."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

from adrgraph.errors import AdrgraphError

if TYPE_CHECKING:
    from collections.abc import Callable

    from adrgraph.server.operation.editions import Edition
    from adrgraph.server.operation.front import Front
    from adrgraph.server.operation.settings import Content

INTERVAL = 1.0
"""Seconds between two looks at the files."""


class Origin(Protocol):
    """Where builds come from; both are called in threads."""

    def fingerprint(self) -> str:
        """What the next build would follow from."""

    def content(self) -> Content:
        """The next build.

        Raises:
            AdrgraphError: It cannot be made; the message says why.
        """


class Renewal:
    """Swaps in a build when it is told to, or when the files have changed."""

    def __init__(
        self, front: Front, origin: Origin, *, publish: Callable[[Content], Edition], watches: bool
    ) -> None:
        """Renew what is behind the front with what comes from this origin."""
        self._front = front
        self._origin = origin
        self._publish = publish
        self._watches = watches
        self._demanded = asyncio.Event()

    def demand(self) -> None:
        """Renew now."""
        self._demanded.set()

    async def watch(self) -> None:
        """Renew whenever that is demanded or, if it watches, called for."""
        seen = await asyncio.to_thread(self._origin.fingerprint)
        while True:
            is_demanded = await self._is_demanded()
            found = await asyncio.to_thread(self._origin.fingerprint)
            if is_demanded or found != seen:
                seen = found
                await self._renew()

    async def _is_demanded(self) -> bool:
        """Whether it was, when there is reason to look."""
        try:
            async with asyncio.timeout(INTERVAL if self._watches else None):
                await self._demanded.wait()
        except TimeoutError:
            return False
        self._demanded.clear()
        return True

    async def _renew(self) -> None:
        journal, reloads = self._front.journal, self._front.metrics.reloads
        journal.event("reload", outcome="begun")
        try:
            content = await asyncio.to_thread(self._origin.content)
            edition = await asyncio.to_thread(self._publish, content)
            await self._front.swap(edition)
        except (AdrgraphError, TimeoutError) as error:
            reloads.labels("failed").inc()
            findings = str(error).splitlines() or ["The new build does not answer."]
            journal.event("reload", outcome="failed", findings=findings)
            return
        reloads.labels("swapped").inc()
        build = content.revision.fingerprint if content.revision else None
        journal.event("reload", outcome="swapped", build=build)
