"""The nursery as the server sees it: started with a store, told to fork and to bury."""

from __future__ import annotations

import asyncio
import os
import pickle
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.errors import StoreError
from adrgraph.server.isolation.nursery import BURY, FORK, FORK_ABROAD, NUMBER, READY
from adrgraph.server.isolation.running import Running

if TYPE_CHECKING:
    from adrgraph.server.isolation.limits import Limits
    from adrgraph.store import Store

NURSERY = "adrgraph.server.isolation.nursery"

HEAP = {"GLIBC_TUNABLES": "glibc.malloc.tcache_count=30000"}
"""What the processes that ask the engine are started with: it takes and gives back many small
pieces of memory of the same sizes, and glibc keeps but seven of each at hand by itself."""


class Cradle:
    """A nursery that runs: the one place where workers come from and go to."""

    def __init__(self, store: Store, limits: Limits) -> None:
        """Start a nursery that holds a copy of a store; this takes as long as reading it does.

        Raises:
            StoreError: It does not start.
        """
        self._control, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", NURSERY, str(theirs.fileno())]
            self._process = subprocess.Popen(  # noqa: S603 — ourselves
                command,
                stdin=subprocess.PIPE,
                pass_fds=[theirs.fileno()],
                env=HEAP | os.environ,
            )
        assert self._process.stdin is not None  # noqa: S101 — it is a pipe
        try:
            with self._process.stdin as hatch:
                pickle.dump(limits, hatch)
                ox.serialize(store.dump(), hatch, format=ox.RdfFormat.N_QUADS)
            ready = self._control.recv(1) == READY
        except OSError as error:
            self.close()
            raise StoreError(f"The process that holds the store does not start: {error}") from error
        if not ready:
            self.close()
            raise StoreError("The process that holds the store does not start; it says why above.")
        self._control.setblocking(False)  # noqa: FBT003 — the name of the standard library
        self._order = asyncio.Lock()

    async def fork(self, *, abroad: bool = False) -> Running:
        """A fresh worker; one for abroad may call other endpoints.

        Raises:
            StoreError: The nursery is gone.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            async with self._order:
                order = FORK_ABROAD if abroad else FORK
                socket.send_fds(self._control, [order], [theirs.fileno()])
                number = await self._number()
        loop = asyncio.get_running_loop()
        _, running = await loop.create_unix_connection(lambda: Running(number), sock=ours)
        return running

    async def bury(self, number: int) -> int:
        """The exit status of a worker that has ended or is about to; a signal is negative.

        Raises:
            StoreError: The nursery is gone.
        """
        async with self._order:
            await asyncio.get_running_loop().sock_sendall(self._control, BURY + NUMBER.pack(number))
            return await self._number()

    @property
    def is_running(self) -> bool:
        """Whether the nursery is there to fork workers."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the nursery and all workers."""
        self._control.close()
        self._process.wait()

    async def _number(self) -> int:
        received = b""
        while len(received) < NUMBER.size:
            loop = asyncio.get_running_loop()
            piece = await loop.sock_recv(self._control, NUMBER.size - len(received))
            if not piece:
                raise StoreError("The process that holds the store has ended.")
            received += piece
        number: int = NUMBER.unpack(received)[0]
        return number
