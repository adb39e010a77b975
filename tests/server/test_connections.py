"""What strangers may do to a connection: the server gives up on them, and goes on for others."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from adrgraph.server.app import create_app
from adrgraph.server.connections import LARGEST_HEAD, Patience, patient
from adrgraph.server.listener import listen, server_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import uvicorn
    from starlette.types import Receive, Scope, Send

    from adrgraph.store import Store

LEAST = Patience(head=0.3, body=0.3, taking=0.2)
GET = b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n"
POST = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
CLOSE = b"Connection: close\r\n\r\n"


@contextmanager
def running(server: uvicorn.Server) -> Iterator[tuple[str, int]]:
    """Where a server listens until the block ends."""
    with listen("127.0.0.1", 0) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield listening.getsockname()
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def place(store: Store) -> Iterator[tuple[str, int]]:
    """Where a server of little patience listens."""
    with running(server_of(create_app(store), patience=LEAST)) as found:
        yield found


@contextmanager
def connected(place: tuple[str, int]) -> Iterator[socket.socket]:
    """A connection that waits no longer than a test should."""
    with socket.create_connection(place, timeout=5) as connection:
        yield connection


def heard(connection: socket.socket) -> bytes:
    """All that comes until the server ends the connection."""
    pieces = []
    try:
        while piece := connection.recv(1 << 16):
            pieces.append(piece)
    except ConnectionResetError:
        pass
    return b"".join(pieces)


def said(place: tuple[str, int], *pieces: bytes) -> bytes:
    """What a server says to a request that comes in pieces."""
    with connected(place) as connection:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(0.05)
        return heard(connection)


@pytest.mark.parametrize(
    ("pieces", "status"),
    [
        ([GET, b"X: a\r\n"], 408),
        ([GET + CLOSE + GET], 200),
        ([POST, b"Content-Length: 6\r\n\r\n", b"ASK"], 408),
        ([POST + b"Transfer-Encoding: chunked\r\n\r\n6\r\nASK {}\r\n"], 408),
        ([GET + b"Content-Length: 6\r\n\r\n", b"abc"], 200),
    ],
)
def test_slow(place: tuple[str, int], pieces: list[bytes], status: int) -> None:
    """Who does not end a request is told so, once, and the connection is closed."""
    answer = said(place, *pieces)

    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert answer.count(b"HTTP/1.1") == 1


def test_dripping(place: tuple[str, int]) -> None:
    """A byte now and then buys no time."""
    began = time.monotonic()
    with connected(place) as connection:
        connection.sendall(GET)
        connection.settimeout(0.02)
        answer = b""
        while not answer and time.monotonic() < began + 4:
            connection.send(b"X: a\r\n")
            with suppress(TimeoutError):
                answer = connection.recv(100)

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert time.monotonic() - began < 2


def test_silent(place: tuple[str, int]) -> None:
    """Who says nothing hears nothing."""
    assert said(place) == b""


@pytest.mark.parametrize(
    "pieces",
    [
        [GET + b"X: " + b"a" * LARGEST_HEAD + b"\r\n" + CLOSE],
        [GET + b"".join(b"X-%d: a\r\n" % n for n in range(10_000)) + CLOSE],
        [GET, b"X: ", *[b"a" * LARGEST_HEAD] * 2],
        [b"GET /" + b"a" * 60_000 + b" HTTP/1.1\r\nHost: " + b"a" * 10_000 + b"\r\n" + CLOSE],
    ],
    ids=["one header", "many headers", "no end", "address and host"],
)
def test_large_head(place: tuple[str, int], pieces: list[bytes]) -> None:
    """A head that is too large is refused, whether it ends or not, with what is read at most."""
    answer = said(place, *pieces)

    assert answer.startswith(b"HTTP/1.1 431 ")
    assert b"application/problem+json" in answer
    assert b"At most 65536 bytes" in answer


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\n" + CLOSE,
        GET + b"Host: y\r\n" + CLOSE,
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        POST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + GET + CLOSE,
        POST + b"Content-Length: 6\r\nContent-Length: 7\r\n\r\nASK {}",
        POST + b"Transfer-Encoding : chunked\r\n\r\n6\r\nASK {}\r\n0\r\n\r\n",
    ],
    ids=["no host", "two hosts", "TLS", "two lengths", "three lengths", "hidden coding"],
)
def test_ambiguous(place: tuple[str, int], head: bytes) -> None:
    """What two servers could read in two ways is answered once, by a refusal (RFC 9112)."""
    answer = said(place, head)

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1") == 1


def test_pipelined(place: tuple[str, int]) -> None:
    """Requests may follow each other before they are answered, and pieces of them too."""
    answer = said(place, GET + b"\r\n" + GET, b"\r\n" + GET + CLOSE)

    assert answer.count(b"HTTP/1.1 200 OK") == 3


def test_not_taken(place: tuple[str, int], caplog: pytest.LogCaptureFixture) -> None:
    """An answer is thrown away when its client takes none of it."""
    many = " ".join(f"VALUES ?{name} {{ {' '.join(map(str, range(20)))} }}" for name in "abc")
    asked = f"/sparql?{urlencode({'query': f'SELECT * {{ {many} }}'})}"
    with connected(place) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        for _ in range(8):  # more than the system takes for us
            connection.sendall(GET.replace(b"/robots.txt", asked.encode()) + b"\r\n")
        end = time.monotonic() + 4
        is_ended = False
        while not is_ended and time.monotonic() < end:
            time.sleep(0.05)
            try:
                connection.sendall(b"G")
            except ConnectionError:
                is_ended = True

    assert is_ended
    assert not caplog.records


def test_left(place: tuple[str, int], caplog: pytest.LogCaptureFixture) -> None:
    """Who leaves in the midst of a request is no news."""
    with connected(place) as connection:
        connection.sendall(POST + b"Content-Length: 6\r\n\r\nASK")
        time.sleep(0.05)
    time.sleep(0.05)

    assert said(place, GET + CLOSE).startswith(b"HTTP/1.1 200 ")
    assert not caplog.records


def test_left_behind() -> None:
    """Who leaves is noticed while the first of several requests is answered."""
    noticed = threading.Event()

    async def waiting(scope: Scope, receive: Receive, _: Send) -> None:
        if scope["type"] == "http":
            while (await receive())["type"] != "http.disconnect":
                pass
            noticed.set()

    with running(server_of(waiting)) as place:
        with connected(place) as connection:
            connection.sendall((GET + b"\r\n") * 2)
            time.sleep(0.05)

        assert noticed.wait(timeout=5)


def test_crowd(store: Store) -> None:
    """Where there are as many connections as may be, who has waited longest gives way."""
    server = server_of(create_app(store))
    server.config.http = patient(most=3)  # type: ignore[assignment]  # called as a class would be
    with running(server) as place, ExitStack() as open_ones:
        waiting = [open_ones.enter_context(connected(place)) for _ in range(3)]

        assert said(place, GET + CLOSE).startswith(b"HTTP/1.1 200 ")
        assert heard(waiting[0]) == b""
        waiting[1].sendall(GET + CLOSE)
        assert heard(waiting[1]).startswith(b"HTTP/1.1 200 ")
