"""What a connection may cost: how long a request may be on its way, and how large its head may be.

uvicorn waits for ever for a head, for a body, and for a client to take its answer.
"""

from __future__ import annotations

import json
import resource
from collections import deque
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from httptools import HttpParserError
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

LARGEST_HEAD = 64 << 10
"""Bytes of the address and the headers of a request."""

MOST = 4_000
"""Connections at once, where the system allows as many."""

RESERVE = 128
"""File handles for all else: workers, builds, logs."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds for a client to send a head, to send a body, and to take some of its answer."""

    head: float = 10
    body: float = 30
    taking: float = 20


def patient(patience: Patience | None = None, *, most: int = 0) -> Callable[..., asyncio.Protocol]:
    """What makes uvicorn's connections: as many at once as that, or as the system allows."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    lobby = _Lobby(most or max(1, min(MOST, files - RESERVE)))
    return partial(_Connection, patience=patience or Patience(), lobby=lobby)


class _Lobby:
    """The connections on which nothing is answered: who has waited longest gives way to others."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._waiting: dict[_Connection, None] = {}

    def enter(self, connection: _Connection) -> None:
        self._waiting[connection] = None

    def leave(self, connection: _Connection) -> None:
        self._waiting.pop(connection, None)

    def make_room(self, connections: int) -> None:
        if connections > self._most:
            next(iter(self._waiting)).abort()


class _Connection(HttpToolsProtocol):
    def __init__(self, *, patience: Patience, lobby: _Lobby, **uvicorns: Any) -> None:
        super().__init__(**uvicorns)
        self._patience = patience
        self._lobby = lobby
        self._requests = 0
        self._is_whole = True
        self._has_head = True
        self._head_size = 0
        self._refusal = (HTTPStatus.BAD_REQUEST, "This is no HTTP request.")
        self._unanswered: deque[RequestResponseCycle] = deque()
        self._sending: asyncio.TimerHandle | None = None
        self._taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._lobby.enter(self)
        self._lobby.make_room(len(self.connections))
        self._sending = self.loop.call_later(self._patience.head, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        self._lobby.leave(self)
        self._stop_waiting()
        if self._taking is not None:
            self._taking.cancel()
        self._stop_answering()
        super().connection_lost(exc)

    def abort(self) -> None:
        self._stop_answering()
        self.transport.abort()

    def data_received(self, data: bytes) -> None:
        before = (self._requests, self._has_head, self._is_whole)
        super().data_received(data)
        after = (self._requests, self._has_head, self._is_whole)
        if after == before and not self._has_head:
            self._head_size += len(data)
            if self._head_size > LARGEST_HEAD and not self.transport.is_closing():
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, _TOO_LARGE)
        elif after != before or self._is_whole:
            self._stop_waiting()
            if not self._is_whole:
                seconds = self._patience.body if self._has_head else self._patience.head
                self._sending = self.loop.call_later(seconds, self._give_up)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._requests += 1
        self._is_whole = self._has_head = False
        self._head_size = 0

    def on_headers_complete(self) -> None:
        size, hosts = len(self.url), 0
        for name, value in self.headers:
            size += len(name) + len(value)
            hosts += name == b"host"
        if size > LARGEST_HEAD:
            self._refusal = (HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, _TOO_LARGE)
            raise HttpParserError(_TOO_LARGE)
        if hosts > 1 or (not hosts and self.parser.get_http_version() == "1.1"):
            self._refusal = (HTTPStatus.BAD_REQUEST, _HOST)  # RFC 9112 §3.2
            raise HttpParserError(_HOST)
        self._has_head = True
        super().on_headers_complete()
        self._unanswered.append(self.cycle)

    def on_message_complete(self) -> None:
        self._is_whole = True
        self._lobby.leave(self)
        super().on_message_complete()

    def on_response_complete(self) -> None:
        self._unanswered.popleft()
        super().on_response_complete()
        if self.transport.is_closing():
            self._watch_taking()
        elif not self.pipeline:
            self._lobby.enter(self)

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        self._watch_taking()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch_taking()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._taking is not None and not self.transport.is_closing():
            self._taking.cancel()
            self._taking = None

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 — ours says more
        self._refuse(*self._refusal)

    def _watch_taking(self, before: int | None = None) -> None:
        """End the connection of a client that takes nothing of what is written for it."""
        left = self.transport.get_write_buffer_size()
        if before is not None and left >= before:
            self.abort()
        elif left and (before is not None or self._taking is None):
            self._taking = self.loop.call_later(self._patience.taking, self._watch_taking, left)

    def _stop_answering(self) -> None:
        """Of requests that follow each other uvicorn tells the last one alone that nobody hears."""
        for cycle in self._unanswered:
            cycle.disconnected = True
            cycle.message_event.set()

    def _stop_waiting(self) -> None:
        if self._sending is not None:
            self._sending.cancel()
            self._sending = None

    def _give_up(self) -> None:
        is_begun = self.cycle is not None and self._has_head and self.cycle.response_started
        if not self._requests or is_begun:
            self.transport.close()
        else:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT, "The request did not come in time.")

    def _refuse(self, status: HTTPStatus, detail: str) -> None:
        """Answer before the application is asked (RFC 9457), and hear no more."""
        told = {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail}
        body = json.dumps(told).encode()
        head = (
            f"HTTP/1.1 {status} {status.phrase}\r\n"
            "content-type: application/problem+json\r\n"
            f"content-length: {len(body)}\r\n"
            "x-content-type-options: nosniff\r\n"
            "connection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()


_HOST = "Name one Host."
_TOO_LARGE = f"At most {LARGEST_HEAD} bytes of address and headers are read."
