"""An answer on its way to the client: sent as it comes, stopped when nobody listens any more."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.responses import Response

from adrgraph.errors import StoreError
from adrgraph.server.isolation.question import CutOff

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Receive, Scope, Send

    from adrgraph.server.answering import Answerer
    from adrgraph.server.isolation.question import Question, Reply


Finish = Callable[["Reply"], Awaitable[tuple["Reply", dict[str, str]]]]
"""What makes another reply of a whole one, with headers of its own."""

_VOLATILE = re.compile(r"(?:now|rand|uuid|bnode)\s*\(")
"""What gives another answer each time it is asked; in small letters it is found sooner."""


class Answered(Response):
    """The reply to a question; one that is cut off ends without the end that HTTP demands.

    HTTP/1.0 knows no such end: there the answer is sent whole, or not at all.
    """

    def __init__(
        self,
        answerer: Answerer,
        question: Question,
        *,
        client: str,
        headers: Mapping[str, str] | None = None,
        finish: Finish | None = None,
    ) -> None:
        """Ask on behalf of a client when the response is sent.

        The reply goes out as it is, or when it is whole as what `finish` makes of it.
        """
        self._answerer = answerer
        self._question = question
        self._client = client
        self._extra = dict(headers or {})
        self._finish = finish

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer until the answer is sent or the client has left."""
        answering = asyncio.ensure_future(self._answer(scope, send))
        leaving = asyncio.ensure_future(_left(receive))
        try:
            await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
            if not answering.done():
                answering.cancel()
                with suppress(asyncio.CancelledError):
                    await answering
        if not answering.cancelled():
            answering.result()

    async def _answer(self, scope: Scope, send: Send) -> None:
        is_old = scope["http_version"] == "1.0"
        async with self._answerer.asking(self._question, client=self._client) as reply:
            if self._finish is None:
                await self._send(await gathered(reply) if is_old else reply, scope["method"], send)
                return
            whole = await gathered(reply)
        finished, headers = await self._finish(whole)
        self._extra |= headers
        await self._send(finished, scope["method"], send)

    async def _send(self, reply: Reply, method: str, send: Send) -> None:
        self.media_type = reply.media_type
        self.init_headers(self._told(reply))
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        if method == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        is_more = reply.rest is not None
        await send({"type": "http.response.body", "body": reply.begun, "more_body": is_more})
        if reply.rest is not None:
            async for piece in reply.rest:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})

    def _told(self, reply: Reply) -> dict[str, str]:
        headers = dict(self._extra)
        if reply.is_cut or _VOLATILE.search(self._question.query.lower()):
            headers["Cache-Control"] = "no-store"
        if reply.rest is None:
            headers["Content-Length"] = str(len(reply.begun))
        if reply.is_cut and self._answerer.limits is not None:
            headers["X-Adrgraph-Truncated"] = f"rows={self._answerer.limits.rows}"
        return headers


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def gathered(reply: Reply) -> Reply:
    """The reply with all of its body.

    Raises:
        StoreError: It is cut off.
    """
    if reply.rest is None:
        return reply
    body = bytearray(reply.begun)
    try:
        async for piece in reply.rest:
            body += piece
    except CutOff as error:
        raise StoreError(
            "The answer is longer than is sent. Ask by HTTP/1.1 for as much of it as there is, or "
            "for a part, with LIMIT and OFFSET."
        ) from error
    return replace(reply, begun=bytes(body), rest=None)
