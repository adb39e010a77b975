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
    """Swaps in a build when it is told to, or when the files have changed.

    Should the process that holds the build have ended, the same build is swapped in again.
    """

    def __init__(
        self,
        front: Front,
        content: Content,
        *,
        publish: Callable[[Content], Edition],
        origin: Origin | None,
        watches: bool,
    ) -> None:
        """Renew the content behind the front with what comes from the origin, if there is one."""
        self._front = front
        self._content = content
        self._publish = publish
        self._origin = origin
        self._watches = watches
        self._demanded = asyncio.Event()

    @property
    def is_possible(self) -> bool:
        """Whether there may ever be another build."""
        return self._origin is not None

    def demand(self) -> None:
        """Renew now."""
        self._demanded.set()

    async def watch(self) -> None:
        """Renew whenever that is demanded or called for."""
        seen = await self._fingerprint()
        while True:
            is_demanded = await self._is_demanded()
            if not self._front.is_sound:
                await self._swap("restore", self._same)
            if self._origin is None or not (is_demanded or self._watches):
                continue
            found = await self._fingerprint()
            if is_demanded or found != seen:
                seen = found
                await self._swap("reload", self._origin.content)

    async def _fingerprint(self) -> str:
        return await asyncio.to_thread(self._origin.fingerprint) if self._origin else ""

    async def _is_demanded(self) -> bool:
        """Whether it was, when it is time to look."""
        try:
            async with asyncio.timeout(INTERVAL):
                await self._demanded.wait()
        except TimeoutError:
            return False
        self._demanded.clear()
        return True

    def _same(self) -> Content:
        return self._content

    async def _swap(self, event: str, source: Callable[[], Content]) -> None:
        journal, reloads = self._front.journal, self._front.metrics.reloads
        journal.event(event, outcome="begun")
        try:
            content = await asyncio.to_thread(source)
            edition = await asyncio.to_thread(self._publish, content)
            await self._front.swap(edition, at_once=not self._front.is_sound)
        except (AdrgraphError, OSError) as error:  # TimeoutError is one of the latter
            reloads.labels("failed").inc()
            findings = str(error).splitlines() or ["The new build does not answer."]
            journal.event(event, outcome="failed", findings=findings)
            return
        self._content = content
        reloads.labels("swapped").inc()
        build = content.revision.fingerprint if content.revision else None
        journal.event(event, outcome="swapped", build=build)
