"""An endpoint on this machine that gives the answers it is told to give."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

JSON = "application/sparql-results+json"
YES = b'{"head":{},"boolean":true}'


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer; `declared` is the length that it says it has, where that is not its own."""

    status: int = 200
    media_type: str = JSON
    body: bytes = YES
    headers: Mapping[str, str] = field(default_factory=dict)
    declared: int | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """One request as it arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where it listens, and what it has heard."""

    address: str
    heard: list[Heard] = field(default_factory=list)


@contextmanager
def scripted(
    *replies: Reply, judge: Callable[[Heard], Reply | None] = lambda _: None
) -> Iterator[Endpoint]:
    """An endpoint that gives these answers one after the other, the last again and again.

    What `judge` answers to a request goes before.
    """
    left = list(replies)

    class Answering(BaseHTTPRequestHandler):
        def answer(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            heard = Heard(
                self.command, self.path, dict(self.headers.items()), self.rfile.read(length)
            )
            endpoint.heard.append(heard)
            reply = judge(heard) or (left.pop(0) if len(left) > 1 else left[0])
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.media_type)
            declared = len(reply.body) if reply.declared is None else reply.declared
            self.send_header("Content-Length", str(declared))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):  # who asked may have left
                self.wfile.write(reply.body)

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 — the library's names

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        endpoint = Endpoint(f"http://127.0.0.1:{server.server_port}/sparql")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield endpoint
        finally:
            server.shutdown()
            thread.join()
