"""Validators over a store that may change at any time: an answer is known again by its bytes.

The store is asked each time; who has the answer already is spared its transfer.
"""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

from adrgraph.server.accounts import account
from adrgraph.server.caching import TOLD, is_named, of_304, send_304

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

ASK_AGAIN = "no-cache"
"""An answer may be kept, and has to be asked for each time it is used."""


class Validating:
    """GET and HEAD: a strong `ETag` on what is sent whole, 304 where the client has it."""

    def __init__(self, app: ASGIApp) -> None:
        """Before this application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the answer on, once its first piece tells whether it is whole."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, send)
        await self._app(dict(scope) | {"method": "GET"}, receive, exchange.send)
        if exchange.is_unchanged:
            account().outcome = "unchanged"


class _Exchange:
    def __init__(self, scope: Scope, send: Send) -> None:
        self._is_head = scope["method"] == "HEAD"
        self._known = ", ".join(Headers(scope=scope).getlist("if-none-match")).encode("latin-1")
        self._send = send
        self._start: Message | None = None
        self.is_unchanged = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        if self._start is not None:
            await self._begin(self._start, message)
            self._start = None
        if not self.is_unchanged:
            await self._send({**message, "body": b""} if self._is_head else message)

    async def _begin(self, start: Message, first: Message) -> None:
        headers = MutableHeaders(raw=start["headers"])
        is_whole = start["status"] == HTTPStatus.OK and not first.get("more_body", False)
        if is_whole and "cache-control" not in headers:
            etag = _etag(headers, first.get("body", b""))
            headers["ETag"], headers["Cache-Control"] = etag, ASK_AGAIN
            if self._known and is_named(etag.encode(), self._known):
                self.is_unchanged = True
                await send_304(of_304(headers.raw), self._send)
                return
        await self._send(start)


def _etag(headers: Headers, body: bytes) -> str:
    digest = hashlib.blake2b(body, digest_size=16)
    for name in TOLD:
        digest.update(b"\0" + headers.get(name, "").encode())
    return f'"{digest.hexdigest()}"'
