"""How long a query has among the light depends on who waits."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.server.isolation.cradle import Cradle
from adrgraph.server.isolation.limits import Limits
from adrgraph.server.isolation.pool import MOMENTS, Pool
from adrgraph.server.isolation.question import Question
from adrgraph.server.isolation.running import LEAST_URGENT
from adrgraph.store import load
from tests.service import children

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

LIMITS = Limits(seconds=10, moment=0.2, light=1, heavy=1)


@asynccontextmanager
async def pool() -> AsyncIterator[tuple[Pool, int]]:
    """A pool with one worker that has answered once, and the number of that worker."""
    others = children(os.getpid())
    thing = ox.NamedNode("urn:x")
    store = load([ox.Quad(thing, thing, thing)])
    found = Pool(await asyncio.to_thread(Cradle, store, LIMITS), LIMITS)
    try:
        await ask(found, "first", client="a")
        (worker,) = workers(but=others)
        yield found, worker
    finally:
        await found.close()


def workers(*, but: list[int]) -> list[int]:
    """The processes forked from those that hold a store, but for the stores of other tests."""
    nurseries = set(children(os.getpid())) - set(but)
    return [number for nursery in nurseries for number in children(nursery)]


async def ask(pool: Pool, name: str, *, client: str) -> float:
    """Seconds until a query of a client is answered."""
    begun = time.monotonic()
    async with pool.asking(Question(f"ASK {{}} # {name}"), client=client) as reply:
        assert b"true" in reply.begun
    return time.monotonic() - begun


def test_alone() -> None:
    """While nobody else waits, a query that takes some moments keeps its worker as it was."""

    async def run() -> None:
        others = children(os.getpid())
        async with pool() as (asked, worker):
            os.kill(worker, signal.SIGSTOP)
            slow = asyncio.create_task(ask(asked, "slow", client="a"))
            same = asyncio.create_task(ask(asked, "another of the same client", client="a"))
            await asyncio.sleep(LIMITS.moment * MOMENTS / 2)
            os.kill(worker, signal.SIGCONT)

            assert min(await asyncio.gather(slow, same)) > LIMITS.moment
            assert workers(but=others) == [worker]
            assert os.getpriority(os.PRIO_PROCESS, worker) == os.getpriority(os.PRIO_PROCESS, 0)

    asyncio.run(run())


def test_others_wait() -> None:
    """As soon as another client waits, a query has one moment, and then gives way."""

    async def run() -> None:
        async with pool() as (asked, worker):
            os.kill(worker, signal.SIGSTOP)
            slow = asyncio.create_task(ask(asked, "slow", client="a"))
            await asyncio.sleep(0)

            assert await ask(asked, "light", client="b") < LIMITS.moment * MOMENTS / 2
            assert os.getpriority(os.PRIO_PROCESS, worker) == LEAST_URGENT
            os.kill(worker, signal.SIGCONT)
            await slow

    asyncio.run(run())


def test_endless() -> None:
    """Even where nobody waits, a query gives way after its moments."""

    async def run() -> None:
        async with pool() as (asked, worker):
            os.kill(worker, signal.SIGSTOP)
            slow = asyncio.create_task(ask(asked, "slow", client="a"))
            await asyncio.sleep(LIMITS.moment * (MOMENTS + 2))

            assert os.getpriority(os.PRIO_PROCESS, worker) == LEAST_URGENT
            assert asked.census().heavy_busy == 1
            os.kill(worker, signal.SIGCONT)
            await slow

    asyncio.run(run())
