"""A worker as the pool sees it: a process with a number, and frames that arrive from it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from adrgraph.server.isolation.question import HEADER, Frame

if TYPE_CHECKING:
    from adrgraph.server.isolation.question import Question

AHEAD = 1 << 20
"""Bytes that a worker may be ahead of who reads them."""

LEAST_URGENT = 10
"""Of 19: a tenth of what others get, where the machine is busy."""


class Died(Exception):
    """The worker ended before its answer did."""


class Running(asyncio.Protocol):
    """One worker; it is free, or busy with one question until the last frame of the reply."""

    def __init__(self, number: int) -> None:
        """The worker with this process number."""
        self.number = number
        self.busy = False
        self.is_tired = False
        self.is_buried = False
        self.ended = False
        self._transport: asyncio.Transport | None = None
        self._received = bytearray()
        self._frames: deque[tuple[Frame, bytes]] = deque()
        self._waiting: asyncio.Future[None] | None = None

    def ask(self, question: Question) -> None:
        """Put a question; the reply comes frame by frame."""
        self.busy = True
        body = question.encode()
        self._line.write(HEADER.pack(Frame.HEAD, len(body)) + body)

    async def frame(self) -> tuple[Frame, bytes]:
        """The next frame of the reply; to give up waiting loses none.

        Raises:
            Died: There is none to come.
        """
        while not self._frames:
            if self.ended:
                raise Died
            self._waiting = asyncio.get_running_loop().create_future()
            await self._waiting
        kind, body = self._frames.popleft()
        if not self._frames and not self.ended:
            self._line.resume_reading()
        if kind == Frame.TIRED:
            self.is_tired = True
            return await self.frame()
        self.busy = kind in {Frame.HEAD, Frame.BODY}
        return kind, body

    @property
    def is_fit(self) -> bool:
        """Whether it can be asked something more."""
        return not (self.busy or self.is_tired or self.ended)

    def give_way(self) -> None:
        """Let all other processes go first, for good."""
        with suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, self.number, LEAST_URGENT)

    def hang_up(self) -> None:
        """Let it end by itself: nobody asks any more."""
        if self._transport is not None:
            self._transport.abort()

    def kill(self) -> None:
        """End it, whatever it is at."""
        with suppress(ProcessLookupError):
            os.kill(self.number, signal.SIGKILL)
        if self._transport is not None:
            self._transport.abort()

    @property
    def _line(self) -> asyncio.Transport:
        assert self._transport is not None  # noqa: S101 — a worker is given out connected
        return self._transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the line to the worker."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by its class

    def data_received(self, data: bytes) -> None:
        """Cut what arrives into frames."""
        self._received += data
        place = 0
        while len(self._received) - place >= HEADER.size:
            kind, size = HEADER.unpack_from(self._received, place)
            end = place + HEADER.size + size
            if len(self._received) < end:
                break
            body = bytes(memoryview(self._received)[place + HEADER.size : end])
            self._frames.append((Frame(kind), body))
            place = end
        del self._received[:place]
        if sum(len(body) for _, body in self._frames) > AHEAD:
            self._line.pause_reading()
        self._wake()

    def connection_lost(self, _: Exception | None) -> None:
        """The worker has ended."""
        self.ended = True
        self._wake()

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)
