"""The process that holds the store for its workers."""

from __future__ import annotations

import os
import socket

import pyoxigraph as ox

from adrgraph.server.isolation.limits import Limits
from adrgraph.server.isolation.nursery import BURY, NUMBER, nurse
from adrgraph.store import LocalStore


def test_left_alone() -> None:
    """It ends without a word when the server has left while a worker was buried."""
    ours, theirs = socket.socketpair()
    worker = os.posix_spawn("/bin/true", ["true"], {})
    with ours:
        ours.sendall(BURY + NUMBER.pack(worker))
        ours.shutdown(socket.SHUT_RD)
        ours.close()
        nurse(theirs, LocalStore(ox.Store()), Limits())
    theirs.close()
