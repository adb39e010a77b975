"""Who answers a query: a pool of workers, or threads of this process for a store elsewhere."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from contextvars import copy_context
from typing import TYPE_CHECKING, Protocol

from adrgraph.errors import LimitExceeded, Overloaded
from adrgraph.outline import outline
from adrgraph.remote import RemoteStore
from adrgraph.results import Boolean, Triples
from adrgraph.server.accounts import account
from adrgraph.server.isolation.census import Census
from adrgraph.server.isolation.cradle import Cradle
from adrgraph.server.isolation.limits import Limits
from adrgraph.server.isolation.outlet import Outlet, TooManyRows
from adrgraph.server.isolation.pool import Pool
from adrgraph.server.isolation.question import CutOff, Reply
from adrgraph.server.isolation.turns import Guests, Turns
from adrgraph.store import LocalStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager

    from adrgraph.formats import Format
    from adrgraph.results import Result
    from adrgraph.server.isolation.census import Tally
    from adrgraph.server.isolation.question import Question
    from adrgraph.store import Store

PLACES = 16
"""Queries that a store elsewhere is asked at once."""

SHARE = 8
"""The part of the memory limit that an answer may take as it comes: read, it takes more."""

_STEP = 1 << 10
"""Bytes of an answer that are written at once where its rows are counted."""


class Answerer(Protocol):
    """What replies to the questions of clients."""

    @property
    def limits(self) -> Limits | None:
        """What a query may take, where that is for us to say."""

    def asking(self, question: Question, *, client: str) -> AbstractAsyncContextManager[Reply]:
        """The reply to a question, for as long as it is read."""

    async def close(self) -> None:
        """Let go of all that answering takes."""


def answerer_of(store: Store, limits: Limits, *, tally: Tally | None = None) -> Pool | Threads:
    """Workers for a store of this process, threads for one elsewhere.

    Raises:
        StoreError: The process that holds the store for its workers does not start.
    """
    if isinstance(store, LocalStore):
        return Pool(Cradle(store, limits), limits, tally=tally)
    return Threads(store, limits)


class Threads:
    """A store that is asked in threads: it is given so much time, and so many queries at once.

    Nobody can stop a query at a store elsewhere: its place is free again when the store has
    answered, or has not in time. What the query takes there is for whom runs the store to limit.
    """

    def __init__(self, store: Store, limits: Limits | None = None) -> None:
        """Answer within limits, the default ones if none are given."""
        self.limits = limits or Limits()
        self._store = store
        self._turns = Turns(PLACES)
        most = self.limits.waiting + PLACES
        self._guests = Guests(most=most, per_client=self.limits.per_client)
        self._threads = ThreadPoolExecutor(PLACES, thread_name_prefix="asking")

    @asynccontextmanager
    async def asking(self, question: Question, *, client: str) -> AsyncIterator[Reply]:
        """The reply to a question; one that has more rows than are sent is cut off.

        Raises:
            QueryError: The store refuses the query.
            UnknownFormat: No format that is accepted holds the answer.
            LimitExceeded: The store does not answer in time.
            Overloaded: Too many queries are under way, or its turn has not come.
            RemoteFailure: The store cannot be reached, fails, or does not let us in.
        """
        end = time.monotonic() + self.limits.seconds
        with self._guests.admitted(client):
            try:
                async with asyncio.timeout(self.limits.seconds):
                    await self._turns.take(client)
            except TimeoutError as error:
                raise Overloaded(
                    "Queries wait, and the turn of this one did not come within "
                    f"{self.limits.seconds:g} seconds. Try again later.",
                    retry_after=int(self.limits.seconds) + 1,
                ) from error
            answering = asyncio.get_running_loop().run_in_executor(
                self._threads, copy_context().run, self._answer, question, end
            )
            answering.add_done_callback(self._answered)
            try:
                async with asyncio.timeout(max(0, end - time.monotonic())):
                    reply = await asyncio.shield(answering)
            except TimeoutError as error:
                raise LimitExceeded(
                    f"The query was not answered within {self.limits.seconds:g} seconds. Ask for "
                    "less at once.",
                    limit="seconds",
                ) from error
            yield reply

    @property
    def is_sound(self) -> bool:
        """Whether questions can be asked; the store elsewhere is for whom runs it."""
        return True

    def census(self) -> Census:
        """How many queries there are at this moment."""
        return Census(heavy_waiting=len(self._turns), under_way=len(self._guests))

    async def close(self) -> None:
        """Let no more queries begin; those under way end with their time."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _answered(self, answering: asyncio.Future[Reply]) -> None:
        self._turns.leave()
        if not answering.cancelled():
            answering.exception()  # nobody may be there any more to hear of it

    def _answer(self, question: Question, end: float) -> Reply:
        store = self._store
        if isinstance(store, RemoteStore):
            seconds = max(0.01, end - time.monotonic())
            store = store.within(seconds, largest=self.limits.memory // SHARE)
        result = store.query(
            question.query,
            default_graphs=question.default_graphs,
            named_graphs=question.named_graphs,
        )
        noted = account()
        noted.form = outline(question.query).form.lower()
        if not isinstance(result, Boolean):
            noted.rows = min(len(result), self.limits.rows)
        return written(result, question.choose(result.kind), rows=self.limits.rows)


def written(result: Result, format: Format, *, rows: int) -> Reply:
    """A result as a reply; with more rows or triples than that, it is cut off."""
    if isinstance(result, Triples):
        is_cut = len(result) > rows
        body = Triples(result.triples[:rows]).write(format)
        return Reply(format.media_type, body, rest=_cut() if is_cut else None, is_cut=is_cut)
    pieces: list[bytes] = []
    outlet = Outlet(pieces.append, format, rows=rows)
    body = result.write(format)
    try:
        for start in range(0, len(body), _STEP):
            outlet.write(body[start : start + _STEP])
    except TooManyRows:
        return Reply(format.media_type, b"".join(pieces), rest=_cut(), is_cut=True)
    return Reply(format.media_type, body)


async def _cut() -> AsyncIterator[bytes]:
    """The end of a body that has none."""
    raise CutOff
    yield b""  # what makes it an iterator
