"""Whose turn it is where only so many can be served at once."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque
from contextlib import contextmanager
from typing import TYPE_CHECKING

from adrgraph.errors import Overloaded

if TYPE_CHECKING:
    from collections.abc import Iterator


class Turns:
    """So many places; who waits for one is let in client by client, not query by query."""

    def __init__(self, places: int) -> None:
        """Begin with all places free."""
        self._places = places
        self._free = places
        self._queues: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    def __len__(self) -> int:
        """How many wait."""
        return sum(len(queue) for queue in self._queues.values())

    @property
    def taken(self) -> int:
        """Places that somebody has."""
        return self._places - self._free

    def is_awaited(self, *, but_by: str) -> bool:
        """Whether some other client waits."""
        return bool(self._queues.keys() - {but_by})

    def take_now(self) -> bool:
        """Take a place if one is free and nobody waits; whether it was taken."""
        if self._free <= 0 or self._queues:
            return False
        self._free -= 1
        return True

    async def take(self, client: str) -> None:
        """Wait for a place and take it; who gives up waiting takes none."""
        if self.take_now():
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queues.setdefault(client, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # called up just now
                self.leave()
            else:
                self._forget(client, turn)
            raise

    def _forget(self, client: str, turn: asyncio.Future[None]) -> None:
        """Take who gave up waiting out of the queue: nobody is to count or keep them."""
        queue = self._queues.get(client, deque())
        if turn in queue:
            queue.remove(turn)
            if not queue:
                del self._queues[client]

    def leave(self) -> None:
        """Give a place back: to the client who has waited for one longest, if any does."""
        self._free += 1
        while self._free > 0 and self._queues:
            client, queue = self._queues.popitem(last=False)
            turn = queue.popleft()
            if queue:
                self._queues[client] = queue  # the next of the same client goes to the end
            if not turn.done():
                turn.set_result(None)
                self._free -= 1


class Guests:
    """How many queries are under way, in all and of each client."""

    def __init__(self, *, most: int, per_client: int) -> None:
        """Begin with none."""
        self._most = most
        self._per_client = per_client
        self._under_way: Counter[str] = Counter()

    def __len__(self) -> int:
        """Queries under way, waiting ones too."""
        return self._under_way.total()

    @contextmanager
    def admitted(self, client: str) -> Iterator[None]:
        """One more query of a client, while it lasts.

        Raises:
            Overloaded: There are too many.
        """
        if self._under_way[client] >= self._per_client:
            raise Overloaded(
                f"{self._per_client} queries of yours are under way; wait for one to end.",
                retry_after=1,
                by_client=True,
            )
        if len(self) >= self._most:
            raise Overloaded("Too many queries are under way. Try again soon.", retry_after=5)
        self._under_way[client] += 1
        try:
            yield
        finally:
            self._under_way[client] -= 1
            if not self._under_way[client]:
                del self._under_way[client]
