"""What every request passes: how the service is doing, how often one may ask, which build answers.

Health and figures stand at the root, whatever the public URL is: they are for who runs this.
"""

from __future__ import annotations

import asyncio
import math
import time
from contextlib import suppress
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from adrgraph.errors import AdrgraphError, Overloaded
from adrgraph.server.accounts import Account, accounted
from adrgraph.server.app import HEADERS
from adrgraph.server.isolation.census import Tally
from adrgraph.server.isolation.question import Question
from adrgraph.server.operation.journal import Journal
from adrgraph.server.operation.metrics import MEDIA_TYPE, Metrics
from adrgraph.server.operation.rates import Rates
from adrgraph.server.responses import on_error

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.types import Message, Receive, Scope, Send

    from adrgraph.server.isolation.census import Census
    from adrgraph.server.operation.editions import Edition

PROBE = 5.0
"""Seconds within which a server that is ready answers a query that asks nothing."""

READING = ("GET", "HEAD")


class Front:
    """The application that a server runs: one edition after another behind the same front."""

    def __init__(
        self,
        edition: Edition,
        *,
        rates: Rates | None = None,
        tally: Tally | None = None,
        journal: Journal | None = None,
    ) -> None:
        """Before the first edition."""
        self.is_leaving = False
        self.journal = journal or Journal()
        self.metrics = Metrics(census=self._census, tally=tally or Tally())
        self._edition = edition
        self._rates = Rates(0) if rates is None else rates
        self._retiring: set[asyncio.Task[None]] = set()
        self._own: Mapping[str, Callable[[], Awaitable[Response]]] = MappingProxyType(
            {
                "/health": self._alive,
                "/healthz": self._alive,
                "/readyz": self._ready,
                "/metrics": self._figures,
            }
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request to the server."""
        own = self._own.get(scope["path"])
        if own is None:
            await self._pass_on(scope, receive, send)
            return
        response = await own() if scope["method"] in READING else _not_read(scope["method"])
        response.headers.update(HEADERS | {"Cache-Control": "no-store"})
        await response(scope, receive, send)

    @property
    def is_sound(self) -> bool:
        """Whether the edition can answer; else it has to be replaced."""
        return self._edition.is_sound

    async def begin(self) -> None:
        """Let the first edition prepare itself."""
        await self._edition.begin()

    async def swap(self, edition: Edition, *, at_once: bool = False) -> None:
        """Answer from another edition from now on; the one before answers what it was asked.

        The other one makes its pages first, unless the one before can answer no more.

        Raises:
            AdrgraphError: The other does not answer; then nothing has changed.
        """
        await edition.begin()
        if not at_once:
            await edition.prepared()
        try:
            await _probe(edition)
        except (AdrgraphError, TimeoutError):
            await edition.end()
            raise
        before, self._edition = self._edition, edition
        task = asyncio.create_task(before.retire())
        self._retiring.add(task)
        task.add_done_callback(self._retiring.discard)

    async def end(self) -> None:
        """End all editions; what is under way has had its time."""
        for task in list(self._retiring):
            task.cancel()
        await self._edition.end()

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        edition = self._edition
        client = scope["client"][0] if scope.get("client") else ""
        passing = _Passing(send)
        seconds = self._rates.wait(client)
        if seconds:
            await self._refuse(scope, receive, passing, seconds=seconds)
            return
        began = time.perf_counter()
        told = accounted()
        edition.enter()
        try:
            await edition.app(scope, receive, passing.send)
        finally:
            edition.leave()
            self._settle(told, passing, seconds=time.perf_counter() - began, client=client)

    async def _refuse(
        self, scope: Scope, receive: Receive, passing: _Passing, *, seconds: float
    ) -> None:
        error = Overloaded(
            "You ask more often than is answered. Wait as long as Retry-After says.",
            retry_after=math.ceil(seconds),
            by_client=True,
        )
        request = Request({**scope, "app": self._edition.app})
        response = await on_error(request, error)
        response.headers.update(HEADERS | {"Cache-Control": "no-store"})
        await response(scope, receive, passing.send)
        self.metrics.request(passing.status)

    def _settle(self, told: Account, passing: _Passing, *, seconds: float, client: str) -> None:
        """Count and log what has come of a request."""
        self.metrics.request(passing.status)
        if not told.query:
            return
        self.metrics.query(told, seconds=seconds, size=passing.size)
        self.journal.query(
            told, status=passing.status, seconds=seconds, size=passing.size, client=client
        )

    async def _alive(self) -> Response:
        return PlainTextResponse("alive\n")

    async def _ready(self) -> Response:
        if self.is_leaving:
            return PlainTextResponse("stopping\n", HTTPStatus.SERVICE_UNAVAILABLE)
        if not self._edition.is_prepared:
            return PlainTextResponse("making pages\n", HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            with suppress(Overloaded):  # it answers, though not everybody
                await _probe(self._edition)
        except (AdrgraphError, TimeoutError):
            return PlainTextResponse("not answering\n", HTTPStatus.SERVICE_UNAVAILABLE)
        return PlainTextResponse("ready\n")

    async def _figures(self) -> Response:
        return Response(self.metrics.written(), media_type=MEDIA_TYPE)

    def _census(self) -> Census:
        return self._edition.census()


class _Passing:
    """An answer on its way to the client: its status, and how long it is."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0
        self.size = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.size += len(message.get("body", b""))
        await self._send(message)


async def _probe(edition: Edition) -> None:
    """Ask a query that asks nothing.

    Raises:
        AdrgraphError: There is no answer.
        TimeoutError: It takes too long.
    """
    async with (
        asyncio.timeout(PROBE),
        edition.answerer.answerer.asking(Question("ASK {}"), client="") as reply,
    ):
        assert reply.begun  # noqa: S101 — the answer is short


def _not_read(method: str) -> Response:
    allowed = {"Allow": ", ".join((*READING, "OPTIONS"))}
    if method == "OPTIONS":
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=allowed)
    return PlainTextResponse("Read this.\n", HTTPStatus.METHOD_NOT_ALLOWED, headers=allowed)
