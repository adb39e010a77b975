"""Turns are taken client by client, and no place is lost."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adrgraph.errors import Overloaded
from adrgraph.server.isolation.turns import Guests, Turns


def test_client_by_client() -> None:
    """Who asks once is served before the second of who asks a hundred times."""

    async def served() -> list[str]:
        turns, order = Turns(1), list[str]()

        async def ask(client: str) -> None:
            await turns.take(client)
            order.append(client)
            await asyncio.sleep(0)
            turns.leave()

        await asyncio.gather(*map(ask, "aaaaab"))
        return order

    assert asyncio.run(served()) == ["a", "a", "b", "a", "a", "a"]


@given(places=st.integers(1, 3), gives_up=st.lists(st.booleans(), max_size=20))
def test_no_place_lost(places: int, gives_up: list[bool]) -> None:
    """Whoever gives up, waiting or served, never more are served than there are places."""

    async def run() -> tuple[int, int]:
        turns, inside, most = Turns(places), 0, 0

        async def ask(client: str) -> None:
            nonlocal inside, most
            await turns.take(client)
            inside += 1
            most = max(most, inside)
            try:
                await asyncio.sleep(0)
            finally:
                inside -= 1
                turns.leave()

        tasks = [asyncio.create_task(ask(str(place % 3))) for place in range(len(gives_up))]
        await asyncio.sleep(0)
        for task, gives in zip(tasks, gives_up, strict=True):
            if gives:
                task.cancel()
            await asyncio.sleep(0)
        await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 10)
        return most, sum(turns.take_now() for _ in range(places + 1))

    most, free = asyncio.run(run())

    assert most <= places
    assert free == places


def test_forgotten() -> None:
    """Who gives up waiting does not count as waiting, even while no place is free."""

    async def waiting() -> list[int]:
        turns, found = Turns(1), list[int]()
        assert turns.take_now()
        tasks = [asyncio.create_task(turns.take(client)) for client in "aab"]
        for task in tasks:
            await asyncio.sleep(0)
            found.append(len(turns))
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return [*found, len(turns)]

    assert asyncio.run(waiting()) == [3, 2, 1, 0]


def test_admission() -> None:
    """One client may have so many queries under way, and all together so many."""
    guests = Guests(most=3, per_client=2)

    with guests.admitted("a"), guests.admitted("a"):
        with pytest.raises(Overloaded) as refused, guests.admitted("a"):
            pass
        with guests.admitted("b"), pytest.raises(Overloaded) as full, guests.admitted("c"):
            pass
        assert len(guests) == 2

    assert (refused.value.by_client, full.value.by_client) == (True, False)
    assert len(guests) == 0
