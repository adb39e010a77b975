"""`publish` killed in the midst of writing: nobody reads a mixture, and run again it mends it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest

from adrgraph.catalogue import load
from adrgraph.iris import BASE
from adrgraph.publishing import Updates, publish
from adrgraph.publishing.content import contents, digest, held
from adrgraph.remote import remote_store
from tests.far import oxigraph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from adrgraph.layout import Layout
    from tests.cli.conftest import Ran

OLD = """
PREFIX : <http://example.org/>
:x :p 1 .
GRAPH <source/adrgraph> { :x :p 1 . }
GRAPH <graph/gone> { :x :p 2 . }
"""

OLD_BUILD = list(ox.parse(OLD, format=ox.RdfFormat.TRIG, base_iri=BASE))


@dataclass(slots=True)
class Line:
    """The way to a server, on which a process is killed once so much of what it writes is sent."""

    server: str
    most: int
    address: str = ""
    victim: subprocess.Popen[bytes] | None = None
    sent: int = 0

    def serve(self, listener: socket.socket) -> None:
        """Carry all connections, until the listener is closed."""
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        place = urlsplit(self.server)
        with client, socket.create_connection((place.hostname, place.port)) as server:
            threading.Thread(target=_copy, args=(server, client), daemon=True).start()
            is_written = False
            with suppress(OSError):
                while piece := client.recv(1 << 12):
                    is_written |= piece.startswith((b"POST /update", b"PUT /store"))
                    self.sent += len(piece) if is_written else 0
                    if self.sent > self.most and self.victim:
                        self.victim.kill()
                        return
                    server.sendall(piece)


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(1 << 16):
            target.sendall(piece)


@contextmanager
def line_to(server: str, *, most: int) -> Iterator[Line]:
    """A line to a server, by an address of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        line = Line(server, most, f"http://127.0.0.1:{listener.getsockname()[1]}")
        threading.Thread(target=line.serve, args=(listener,), daemon=True).start()
        yield line
        listener.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    ("protocol", "most"),
    [("update", 0), ("update", 100_000), ("graph-store", 10_000), ("graph-store", 100_000)],
)
def test_killed(
    adrgraph: Callable[..., Ran], shared: Layout, tmp_path: Path, *, protocol: str, most: int
) -> None:
    """Each graph is the old or the new one, by update all of them are; a second run mends it."""
    before = {name: digest(said) for name, said in contents(OLD_BUILD).items()}
    built = adrgraph("build", on=shared)
    build = list(load(shared.root, cache=Path(os.environ["ADRGRAPH_CACHE"])).store.dump())
    after = {name: digest(said) for name, said in contents(build).items()}
    with oxigraph(tmp_path) as far, line_to(far.store, most=most) as line:
        store = remote_store(far.store)
        publish(OLD_BUILD, store, Updates(far.update))
        way = far.update if protocol == "update" else far.graph_store
        addressed = ("--store", far.store, f"--{protocol}")
        with subprocess.Popen(
            [
                *(sys.executable, "-m", "adrgraph", "publish", *addressed),
                way.replace(_origin(way), line.address),
            ],
            stderr=subprocess.DEVNULL,
        ) as process:
            line.victim = process
            code = process.wait()
        between = {name: digest(said) for name, said in held(store.afresh()).items()}
        done = adrgraph("publish", *addressed, way, on=shared)
        mended = {name: digest(said) for name, said in held(store.afresh()).items()}

    assert code == -signal.SIGKILL
    assert all(found in {before.get(name), after.get(name)} for name, found in between.items())
    if protocol == "update":
        assert between == before
    assert built.code == done.code == 0
    assert mended == after


def _origin(address: str) -> str:
    place = urlsplit(address)
    return f"{place.scheme}://{place.netloc}"
