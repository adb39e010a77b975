"""The process that holds the store and forks workers from it; `python -m` of it is started.

It reads the store from standard input as N-Quads, then answers orders on a socket, one at a time:
`F` with a worker's socket forks one and tells its number, `A` one that may call other endpoints;
`B` with a number waits for the end of a worker and tells its status. A worker that has ended stays
in the table of processes until then, so its number never means another process. When the socket
closes, all ends.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import socket
import struct
import sys
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.formats import holding
from adrgraph.server.isolation.question import Question
from adrgraph.server.isolation.worker import answer, work
from adrgraph.store import LocalStore

if TYPE_CHECKING:
    from adrgraph.server.isolation.limits import Limits

FORK, FORK_ABROAD, BURY = b"F", b"A", b"B"
NUMBER = struct.Struct(">i")
READY = b"R"

_WRONG = ("ASK {}", "SELECT", "DROP ALL", "ASK { SERVICE <urn:x> {} }", "ASK { x:y a <urn:x> }")


def main() -> None:
    """Hold the store until nobody needs it."""
    control = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this
    limits: Limits = pickle.load(sys.stdin.buffer)  # noqa: S301 — from the server that started this
    held = ox.Store()
    held.bulk_load(input=sys.stdin.buffer, format=ox.RdfFormat.N_QUADS)
    store = LocalStore(held)
    _warm_up(store, limits)
    gc.collect()
    gc.freeze()
    control.sendall(READY)
    nurse(control, store, limits)


def nurse(control: socket.socket, store: LocalStore, limits: Limits) -> None:
    """Fork and bury workers as told; kill those that are left at the end."""
    workers: set[int] = set()
    with suppress(BrokenPipeError, ConnectionResetError):  # the server has left
        while True:
            order, descriptors, _, _ = socket.recv_fds(control, 1, 1)
            if order in {FORK, FORK_ABROAD}:
                connection = socket.socket(fileno=descriptors[0])
                number = os.fork()
                if number == 0:
                    control.close()
                    kept_home = limits if order == FORK_ABROAD else replace(limits, services=())
                    _live(connection, store, kept_home)
                connection.close()
                workers.add(number)
                control.sendall(NUMBER.pack(number))
            elif order == BURY:
                (number,) = NUMBER.unpack(control.recv(NUMBER.size, socket.MSG_WAITALL))
                _, status = os.waitpid(number, 0)
                workers.discard(number)
                control.sendall(NUMBER.pack(os.waitstatus_to_exitcode(status)))
            else:
                break
    for number in workers:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)


def _live(connection: socket.socket, store: LocalStore, limits: Limits) -> None:
    """The life of a worker; it never returns to the nursery's loop."""
    status = 1
    try:
        work(connection, store, limits)
        status = 0
    except (BrokenPipeError, ConnectionResetError):  # nobody listens any more
        status = 0
    finally:
        os._exit(status)


def _warm_up(store: LocalStore, limits: Limits) -> None:
    """Import what the first answers and errors would: a worker opens no files."""
    limits = replace(limits, services=())
    questions = [Question("ASK {}", wishes=(format.name,)) for format in holding("solutions")]
    questions += [Question("DESCRIBE <urn:x>", wishes=(f.name,)) for f in holding("graph")]
    questions += [Question(text, wishes=("unknown",), accept="un/known") for text in _WRONG]
    ours, theirs = socket.socketpair()
    with ours, theirs:
        for question in questions:
            answer(question, store, limits, theirs)


if __name__ == "__main__":
    main()
