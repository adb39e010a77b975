"""A process that answers one query at a time, and may be killed at any moment."""

from __future__ import annotations

import os
import resource
import signal
from itertools import islice
from typing import IO, TYPE_CHECKING, cast

import pyoxigraph as ox

from adrgraph.errors import AdrgraphError, LimitExceeded
from adrgraph.outline import outline
from adrgraph.results import triples
from adrgraph.server.isolation.outlet import Outlet, TooManyRows
from adrgraph.server.isolation.question import HEADER, Frame, Question, encode_error
from adrgraph.store import reading

if TYPE_CHECKING:
    import socket

    from adrgraph.formats import Format
    from adrgraph.server.isolation.limits import Limits
    from adrgraph.store import LocalStore

TIRED = 10_000
"""Questions after which a worker makes room for a fresh one."""

OVERGROWN = 8
"""The part of the memory limit that a worker may keep for itself between questions: an eighth."""


def work(connection: socket.socket, store: LocalStore, limits: Limits) -> None:
    """Answer what arrives until nobody asks any more, or this worker is due for replacement."""
    memory = _Memory()
    at_first = memory.size()
    confine(limits, taken=at_first)
    is_tired, questions = False, 0
    while not is_tired:
        question = _received(connection)
        if question is None:
            return
        _grant_time(limits)
        last, body = answer(question, store, limits, connection)
        questions += 1
        grown = memory.size() - at_first
        is_tired = questions >= TIRED or grown > limits.memory // OVERGROWN
        if is_tired:
            _send(connection, Frame.TIRED, b"")
        _send(connection, last, body)


def confine(limits: Limits, *, taken: int) -> None:
    """Take from this process what no query needs: files, sockets, dumps of its memory, more memory.

    Beyond the limit the engine finds no memory and aborts, which the pool reads from its status.
    """
    with open(os.devnull, "wb") as silence:  # noqa: PTH123 — a device
        os.dup2(silence.fileno(), 2)  # the engine's last words; its status says enough
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _limit(resource.RLIMIT_CORE, 0)
    if not limits.services:
        _limit(resource.RLIMIT_NOFILE, 0)
    _limit(resource.RLIMIT_DATA, taken + limits.memory)


def answer(
    question: Question, store: LocalStore, limits: Limits, connection: socket.socket
) -> tuple[Frame, bytes]:
    """Send an answer piece by piece but for its last frame, which may be an error."""

    def send_body(piece: bytes) -> None:
        _send(connection, Frame.BODY, piece)

    try:
        found = store.ask(
            question.query,
            default_graphs=question.default_graphs,
            named_graphs=question.named_graphs,
            services=limits.services,
        )
        if isinstance(found, ox.QueryTriples):
            format = question.choose("graph")
            with reading():
                kept = list(islice(found, limits.rows + 1))
            body = triples(kept[: limits.rows]).write(format)
            _send_head(connection, outline(question.query).form, format)
            send_body(body)
            last = Frame.END if len(kept) <= limits.rows else Frame.CUT
            rows = str(min(len(kept), limits.rows))
        else:
            format = question.choose("solutions")
            is_rows = isinstance(found, ox.QuerySolutions)
            _send_head(connection, "SELECT" if is_rows else "ASK", format)
            outlet = Outlet(send_body, format, rows=limits.rows)
            last = _written(found, format, outlet)
            rows = str(outlet.rows) if is_rows else ""
    except AdrgraphError as error:
        return Frame.FAILURE, encode_error(error)
    except MemoryError:
        return Frame.FAILURE, encode_error(out_of_memory(limits))
    return last, rows.encode()


def out_of_memory(limits: Limits) -> LimitExceeded:
    """What is told to whom asked for more than there is."""
    return LimitExceeded(
        f"The query took more than {limits.memory >> 20} MiB of memory. Ask for less at once: "
        "fewer combinations, a shorter ORDER BY, a LIMIT within.",
        limit="memory",
    )


def _send_head(connection: socket.socket, form: str, format: Format) -> None:
    _send(connection, Frame.HEAD, f"{form.lower()} {format.media_type}".encode())


def _written(found: ox.QuerySolutions | ox.QueryBoolean, format: Format, outlet: Outlet) -> Frame:
    try:
        with reading():
            found.serialize(cast("IO[bytes]", outlet), format=format.results)
    except TooManyRows:
        return Frame.CUT
    outlet.flush()
    return Frame.END


def _grant_time(limits: Limits) -> None:
    """The pool keeps the time; this one is for a worker whose pool is gone."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(spent.ru_utime + spent.ru_stime + limits.seconds) + 2)


def _limit(kind: int, amount: int) -> None:
    _, hard = resource.getrlimit(kind)
    amount = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    resource.setrlimit(kind, (amount, hard))


class _Memory:
    """The memory that this process may write to, in bytes, as RLIMIT_DATA counts it (proc(5)).

    Its file is opened before the process may open no more.
    """

    def __init__(self) -> None:
        try:
            self._statm: int | None = os.open("/proc/self/statm", os.O_RDONLY)
        except OSError:  # not Linux: the limit is left to time and rows
            self._statm = None

    def size(self) -> int:
        if self._statm is None:
            return 0
        return int(os.pread(self._statm, 128, 0).split()[5]) * resource.getpagesize()


def _received(connection: socket.socket) -> Question | None:
    head = _exactly(connection, HEADER.size)
    if head is None:
        return None
    _, size = HEADER.unpack(head)
    body = _exactly(connection, size)
    return None if body is None else Question.decode(body)


def _exactly(connection: socket.socket, size: int) -> bytes | None:
    received = bytearray()
    while len(received) < size:
        piece = connection.recv(size - len(received))
        if not piece:
            return None
        received += piece
    return bytes(received)


def _send(connection: socket.socket, kind: Frame, body: bytes) -> None:
    connection.sendall(HEADER.pack(kind, len(body)) + body)
