"""Workers that answer, each until it has answered or is killed; light queries never wait for heavy.

A query begins in a worker for light ones and has a moment there, and some more while no other
client waits for one. One that needs longer is heavy: it goes on where it is, with all else going
first, if there is a place among the heavy; else its worker is killed, nothing of the answer having
been given out, and it begins again when its turn has come.
What was heavy once is known, and waits for its turn among the heavy at once, until it turns out to
have been light.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections import OrderedDict
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from adrgraph.errors import AdrgraphError, LimitExceeded, Overloaded, StoreError
from adrgraph.server.accounts import account
from adrgraph.server.isolation.abroad import services_of
from adrgraph.server.isolation.census import Census, Tally
from adrgraph.server.isolation.question import CutOff, Frame, Reply, decode_error
from adrgraph.server.isolation.running import Died
from adrgraph.server.isolation.turns import Guests, Turns
from adrgraph.server.isolation.worker import out_of_memory

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

    from adrgraph.server.isolation.cradle import Cradle
    from adrgraph.server.isolation.limits import Limits
    from adrgraph.server.isolation.question import Question
    from adrgraph.server.isolation.running import Running

_LOG = logging.getLogger(__name__)

T = TypeVar("T")

REMEMBERED = 4_096
"""Heavy queries that are known again."""

HELD = 8 << 20
"""Bytes of an answer that are kept back during its moments: most large ones are whole then."""

MOMENTS = 8
"""Moments that a query has among the light while no other client waits: a worker that has read the
store once reads it faster, and is lost for light queries when it gives way."""


@dataclass(slots=True)
class _Course:
    """How far a question has come."""

    is_running: bool = False
    is_given_out: bool = False


@dataclass(slots=True)
class _Answer:
    """What has arrived of one answer."""

    worker: Running
    asked: float
    is_heavy: bool = False
    media_type: str = ""
    begun: bytearray = field(default_factory=bytearray)
    is_whole: bool = False
    is_cut: bool = False

    @property
    def is_over(self) -> bool:
        return self.is_whole or self.is_cut

    async def advance(self) -> None:
        """Take in the next frame."""
        kind, body = await self.worker.frame()
        match kind:
            case Frame.HEAD:
                account().form, _, self.media_type = body.decode().partition(" ")
            case Frame.BODY:
                self.begun += body
            case Frame.END | Frame.CUT:
                account().rows = int(body) if body else None
                self.is_whole, self.is_cut = kind == Frame.END, kind == Frame.CUT
            case _:
                raise decode_error(body)

    async def gather(self, size: int) -> None:
        """Take in all that comes, or so many bytes of it."""
        while not self.is_over and len(self.begun) < size:
            await self.advance()

    def reply(self) -> Reply:
        """What is there, and the rest to come."""
        begun = self._taken()
        rest = None if self.is_whole else self._rest()
        return Reply(self.media_type, begun, rest=rest, is_cut=self.is_cut)

    async def _rest(self) -> AsyncIterator[bytes]:
        try:
            while not self.is_over:
                await self.advance()
                if self.begun:
                    yield self._taken()
        except (AdrgraphError, Died) as error:
            raise CutOff from error
        if self.is_cut:
            raise CutOff

    def _taken(self) -> bytes:
        taken = bytes(self.begun)
        self.begun.clear()
        return taken


class Pool:
    """The workers of one store."""

    def __init__(self, cradle: Cradle, limits: Limits, *, tally: Tally | None = None) -> None:
        """Take workers from a cradle; the first are forked by the first queries.

        A tally goes on counting where another pool has left off.
        """
        self.limits = limits
        self._tally = tally or Tally()
        self._cradle = cradle
        self._light = Turns(limits.light)
        self._heavy = Turns(limits.heavy)
        most = limits.waiting + limits.light + limits.heavy
        self._guests = Guests(most=most, per_client=limits.per_client)
        self._idle_light: list[Running] = []
        self._idle_heavy: list[Running] = []
        self._known: OrderedDict[bytes, None] = OrderedDict()
        self._chores: set[asyncio.Task[Any]] = set()

    @asynccontextmanager
    async def asking(self, question: Question, *, client: str) -> AsyncIterator[Reply]:
        """The reply to a question, while its worker is held; to leave early kills the worker.

        Raises:
            QueryError: The query does not parse, or goes too deep.
            UnknownFormat: No format that is accepted holds the answer.
            LimitExceeded: It takes too long or too much memory.
            Overloaded: Too many queries are under way, or its turn has not come.
            CutOff: It was stopped when a part of the answer had been given out.
        """
        course = _Course()
        with self._guests.admitted(client):
            try:
                async with (
                    asyncio.timeout(self.limits.seconds),
                    self._answering(question, client, course) as reply,
                ):
                    course.is_given_out = True
                    yield reply
            except TimeoutError as error:
                raise self._out_of_time(course) from error

    @property
    def is_sound(self) -> bool:
        """Whether there is a process that workers come from; without it, nothing is answered."""
        return self._cradle.is_running

    def census(self) -> Census:
        """How many workers and queries there are, of which kind, at this moment."""
        return Census(
            light_busy=self._light.taken,
            light_idle=len(self._idle_light),
            light_waiting=len(self._light),
            heavy_busy=self._heavy.taken,
            heavy_idle=len(self._idle_heavy),
            heavy_waiting=len(self._heavy),
            under_way=len(self._guests),
        )

    async def close(self) -> None:
        """End all workers."""
        for chore in list(self._chores):
            chore.cancel()
        for worker in (*self._idle_light, *self._idle_heavy):
            worker.hang_up()  # should the nursery, which ends them, be gone
        await asyncio.to_thread(self._cradle.close)

    @asynccontextmanager
    async def _answering(
        self, question: Question, client: str, course: _Course
    ) -> AsyncIterator[Reply]:
        answer = None
        abroad = bool(await services_of(question, self.limits.services))
        if not abroad and not (self._known and question.digest() in self._known):
            answer = await self._at_first(question, client, course)
        if answer is None:
            answer = await self._in_turn(question, client, course, abroad=abroad)
        try:
            await self._opened(answer)
            yield answer.reply()
        finally:
            if answer.is_heavy:
                self._heavy.leave()
                self._put_back(answer.worker, self._idle_heavy, most=self.limits.heavy)
                self._reconsider(question, answer)

    async def _at_first(self, question: Question, client: str, course: _Course) -> _Answer | None:
        """What comes of a moment in a light worker; nothing where it has to begin again."""
        await _turn(self._light, client)
        answer = None
        try:
            course.is_running = True
            answer = await self._posed(question, self._idle_light)
            for _ in range(MOMENTS):
                with suppress(TimeoutError):
                    async with asyncio.timeout(self.limits.moment):
                        await answer.gather(HELD)
                        break
                if self._light.is_awaited(but_by=client):
                    break
            if answer.is_over:
                return answer
            self._remember(question)
            if self._heavy.take_now():
                answer.is_heavy = True
                answer.worker.give_way()
                self._do(self._refill())
        except Died:
            assert answer is not None  # noqa: S101 — its worker was asked
            raise await self._post_mortem(answer.worker) from None
        else:
            return answer if answer.is_heavy else None
        finally:
            self._light.leave()
            if answer is not None and not answer.is_heavy:
                self._put_back(answer.worker, self._idle_light, most=self.limits.light)

    async def _in_turn(
        self, question: Question, client: str, course: _Course, *, abroad: bool
    ) -> _Answer:
        """The answer of a heavy worker, not begun yet, when the turn of the question has come."""
        course.is_running = False
        await _turn(self._heavy, client)
        try:
            idle = [await self._forked(abroad=True)] if abroad else self._idle_heavy
            answer = await self._posed(question, idle)
            answer.worker.is_tired |= abroad  # who was abroad answers nobody else
        except BaseException:
            self._heavy.leave()
            raise
        answer.is_heavy = course.is_running = True
        answer.worker.give_way()
        return answer

    async def _posed(self, question: Question, idle: list[Running]) -> _Answer:
        while idle and not idle[-1].is_fit:
            self._dismiss(idle.pop())
        worker = idle.pop() if idle else await self._forked()
        worker.ask(question)
        return _Answer(worker, asyncio.get_running_loop().time())

    async def _opened(self, answer: _Answer) -> None:
        """Wait until there is something of the answer to give out."""
        try:
            while not answer.begun and not answer.is_over:
                await answer.advance()
        except Died:
            raise await self._post_mortem(answer.worker) from None

    async def _post_mortem(self, worker: Running) -> AdrgraphError:
        """What a worker died of, in words for whom it was working."""
        worker.is_buried = True
        status = await self._kept(self._cradle.bury(worker.number))
        self._tally.died(status)
        if status in {-signal.SIGABRT, -signal.SIGKILL}:  # by its own limit, or by the machine's
            return out_of_memory(self.limits)
        if status == -signal.SIGXCPU:
            return self._too_slow()
        return StoreError("The engine failed on this query. Other queries are not affected.")

    async def _forked(self, *, abroad: bool = False) -> Running:
        self._tally.forked += 1
        return await self._kept(self._cradle.fork(abroad=abroad), unwanted=self._dismiss)

    def _put_back(self, worker: Running, idle: list[Running], *, most: int) -> None:
        if worker.is_fit and len(idle) < most:
            idle.append(worker)
            return
        self._dismiss(worker)
        if idle is self._idle_light and len(idle) < most:
            self._do(self._refill())

    async def _refill(self) -> None:
        """Have a worker ready before it is needed: to fork one takes longer than most answers."""
        worker = await self._forked()
        if len(self._idle_light) < self.limits.light:
            self._idle_light.append(worker)
        else:
            self._dismiss(worker)

    def _dismiss(self, worker: Running) -> None:
        worker.kill()
        if not worker.is_buried:
            worker.is_buried = True
            self._tally.ended["killed" if worker.busy else "retired"] += 1
            self._do(self._buried(worker))

    async def _buried(self, worker: Running) -> None:
        await self._cradle.bury(worker.number)

    def _do(self, chore: Coroutine[None, None, T]) -> asyncio.Task[T]:
        """See to something that nobody waits for."""
        task = asyncio.create_task(chore)
        self._chores.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._chores.discard(task)
        if not task.cancelled() and isinstance(task.exception(), StoreError):
            _LOG.error("%s", task.exception())

    async def _kept(
        self, order: Coroutine[None, None, T], *, unwanted: Callable[[T], None] = lambda _: None
    ) -> T:
        """What an order to the cradle brings: it is carried out even if nobody waits any more."""
        task = self._do(order)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            task.add_done_callback(partial(_thrown_away, unwanted))
            raise

    def _remember(self, question: Question) -> None:
        self._known[question.digest()] = None
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def _reconsider(self, question: Question, answer: _Answer) -> None:
        """Forget that a question is heavy when it was not: the machine may have been busy then."""
        lasted = asyncio.get_running_loop().time() - answer.asked
        if answer.is_over and lasted < self.limits.moment:
            self._known.pop(question.digest(), None)

    def _out_of_time(self, course: _Course) -> Exception:
        if course.is_given_out:
            return CutOff()
        if course.is_running:
            return self._too_slow()
        return Overloaded(
            f"Heavy queries wait, and the turn of this one did not come within "
            f"{self.limits.seconds:g} seconds. Try again later, or ask for less at once.",
            retry_after=int(self.limits.seconds) + 1,
        )

    def _too_slow(self) -> LimitExceeded:
        return LimitExceeded(
            f"The query was not answered within {self.limits.seconds:g} seconds. Ask for less at "
            "once: fewer combinations, a LIMIT within, a graph or a dataset that is named.",
            limit="seconds",
        )


async def _turn(turns: Turns, client: str) -> None:
    began = time.monotonic()
    try:
        await turns.take(client)
    finally:
        account().waited += time.monotonic() - began


def _thrown_away(unwanted: Callable[[T], None], task: asyncio.Task[T]) -> None:
    if not task.cancelled() and task.exception() is None:
        unwanted(task.result())
