"""What was answered is kept: who asks again gets the same bytes, or that they have them already.

A build never changes, so the representation follows from its fingerprint and the request. Answers
are kept in this process, whole ones only, the ones asked for last.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from functools import cached_property
from http import HTTPStatus
from itertools import chain
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

from adrgraph.server.accounts import Account, account

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 1 << 20
"""Bytes of a body that is kept."""

BUDGET = 64 << 20
"""Bytes of all that is kept."""

OVERHEAD = 4 << 10
"""Bytes that an answer takes beside its body and its request: headers, and objects to hold them."""

FRESH = "public, max-age=300"
"""For so many seconds nobody need ask whether there is a newer build."""

_ASKED = frozenset({b"accept", b"accept-encoding", b"accept-profile", b"host"})
"""The headers of a request that an answer may differ by."""

TOLD = ("content-type", "content-encoding", "content-profile")
"""The headers of an answer that tell representations apart."""

_TOLD_BY_304 = {
    "cache-control",
    "content-location",
    "date",
    "etag",
    "expires",
    "last-modified",
    "vary",
}
"""What RFC 9110 §15.4.5 has a 304 tell."""


@dataclass(frozen=True)  # no slots: some of it is worked out once
class Revision:
    """Which build is served: its fingerprint, when it was made, and what pages are made with."""

    fingerprint: str
    built: datetime
    appearance: str = ""

    def etag(self, key: tuple[bytes, ...], headers: Headers) -> str:
        """The strong validator of a representation (RFC 9110 §8.8.3)."""
        parts = (*key[:2], *(headers.get(name, "").encode() for name in TOLD))
        digest = hashlib.blake2b((self.fingerprint + self.appearance).encode(), digest_size=12)
        digest.update(b"\0".join(parts))
        return f'"{digest.hexdigest()}"'

    @property
    def short(self) -> str:
        """As many letters of the fingerprint as tell builds apart."""
        return self.fingerprint[:12]

    @cached_property
    def last_modified(self) -> str:
        """The time of the build, as HTTP writes it."""
        return format_datetime(self.built.replace(microsecond=0), usegmt=True)


@dataclass(frozen=True, slots=True)
class _Kept:
    headers: list[tuple[bytes, bytes]]
    etag: bytes
    body: bytes
    of_304: list[tuple[bytes, bytes]]
    size: int
    account: Account


class Caching:
    """GET and HEAD: validators on every answer that may be kept, 304 where the client has it."""

    def __init__(self, app: ASGIApp, *, revision: Revision) -> None:
        """Keep what the application answers about one build."""
        self._app = app
        self._revision = revision
        self._kept: OrderedDict[tuple[bytes, ...], _Kept] = OrderedDict()
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, or ask the application."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        key = _key(scope)
        kept = self._kept.get(key)
        if kept is None:
            exchange = _Exchange(self, key, scope, send)
            await self._app(
                dict(scope) | {"method": "GET"}, exchange.receiving(receive), exchange.send
            )
            if exchange.outcome:
                account().outcome = exchange.outcome
            return
        self._kept.move_to_end(key)
        await _send_kept(kept, self._revision, scope, send)

    def validated(self, key: tuple[bytes, ...], headers: MutableHeaders) -> bytes:
        """Put the validators of this build on an answer; the strong one."""
        etag = self._revision.etag(key, headers)
        headers["ETag"] = etag
        headers["Last-Modified"] = self._revision.last_modified
        headers["Cache-Control"] = FRESH
        return etag.encode()

    def has_it(self, scope: Scope, etag: bytes) -> bool:
        """Whether the client has this representation."""
        return _has_it(scope, etag, self._revision)

    def keep(self, key: tuple[bytes, ...], kept: _Kept) -> None:
        """Keep an answer, at the cost of those that nobody has asked for longest."""
        before = self._kept.pop(key, None)
        self._size += kept.size - (before.size if before else 0)
        self._kept[key] = kept
        while self._size > BUDGET:
            _, oldest = self._kept.popitem(last=False)
            self._size -= oldest.size


class _Exchange:
    """One answer on its way from the application to the client."""

    def __init__(self, caching: Caching, key: tuple[bytes, ...], scope: Scope, send: Send) -> None:
        self._caching = caching
        self._key = key
        self._scope = scope
        self._send = send
        self._headers: list[tuple[bytes, bytes]] = []
        self._etag = b""
        self._body: bytearray | None = None
        self._is_silent = False
        self.outcome = ""

    def receiving(self, receive: Receive) -> Receive:
        """What the application hears: that the client has left, once no body is wanted."""

        async def receive_or_leave() -> Message:
            return {"type": "http.disconnect"} if self._is_silent else await receive()

        return receive_or_leave

    async def send(self, message: Message) -> None:
        """Pass a message on to the client, with validators, and keep what is whole."""
        if message["type"] == "http.response.start":
            await self._start(message)
        elif not self._is_silent:
            await self._continue(message)

    async def _start(self, message: Message) -> None:
        headers = MutableHeaders(raw=message["headers"])
        if message["status"] != HTTPStatus.OK or "cache-control" in headers:
            headers.setdefault("Cache-Control", "no-store")
        else:
            self._etag = self._caching.validated(self._key, headers)
            self._body = bytearray()
            self._headers = headers.raw
            if self._caching.has_it(self._scope, self._etag):
                self._is_silent, self.outcome = True, "unchanged"
                await send_304(of_304(headers.raw), self._send)
                return
        await self._send(message)
        if self._scope["method"] == "HEAD":
            self._is_silent, self.outcome = True, "answered"
            await self._send({"type": "http.response.body", "body": b""})

    async def _continue(self, message: Message) -> None:
        await self._send(message)
        if self._body is None:
            return
        self._body += message.get("body", b"")
        if len(self._body) > LARGEST:
            self._body = None
        elif not message.get("more_body", False):
            body, size = bytes(self._body), len(self._body) + sum(map(len, self._key)) + OVERHEAD
            told = of_304(self._headers)
            kept = _Kept(self._headers, self._etag, body, told, size, account())
            self._caching.keep(self._key, kept)


async def _send_kept(kept: _Kept, revision: Revision, scope: Scope, send: Send) -> None:
    if _has_it(scope, kept.etag, revision):
        account().take_from(kept.account, outcome="unchanged")
        await send_304(kept.of_304, send)
        return
    account().take_from(kept.account, outcome="kept")
    body = b"" if scope["method"] == "HEAD" else kept.body
    await send({"type": "http.response.start", "status": 200, "headers": kept.headers})
    await send({"type": "http.response.body", "body": body})


async def send_304(headers: list[tuple[bytes, bytes]], send: Send) -> None:
    """Tell a client that it has the answer."""
    await send({"type": "http.response.start", "status": 304, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def of_304(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """What a client is told again with a 304, of the headers of an answer."""
    return [(name, value) for name, value in headers if name.decode().lower() in _TOLD_BY_304]


def _has_it(scope: Scope, etag: bytes, revision: Revision) -> bool:
    """RFC 9110 §13.2.2: `If-None-Match` alone counts where it is sent."""
    since = b""
    for name, value in scope["headers"]:
        if name == b"if-none-match":
            return is_named(etag, value)
        if name == b"if-modified-since":
            since = value
    return bool(since) and _is_since(since.decode("latin-1"), revision.built)


def is_named(etag: bytes, value: bytes) -> bool:
    """Whether `If-None-Match` names a validator, or any."""
    listed = (each.strip() for each in value.split(b","))
    return value == etag or any(each == b"*" or each.removeprefix(b"W/") == etag for each in listed)


def _is_since(since: str, built: datetime) -> bool:
    try:
        return built.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (ValueError, TypeError, OverflowError):  # no date, of no time zone, or in no calendar
        return False


def _key(scope: Scope) -> tuple[bytes, ...]:
    asked = sorted(pair for pair in scope["headers"] if pair[0] in _ASKED)
    root: str = scope.get("root_path", "")
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    address = (root.encode() + path, scope["query_string"], scope["scheme"].encode())
    return (*address, *chain.from_iterable(asked))
