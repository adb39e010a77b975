"""Stores of others, started on this machine alone: Oxigraph's server and Virtuoso."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pyoxigraph as ox
import pytest

from adrgraph.iris import BASE
from adrgraph.transport import Credentials, send

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MERGED = f"{BASE}graph/merged"
"""The graph that stands for the default graph in Virtuoso, whose own is the union of all."""

PATIENCE = 60
"""Seconds in which a store has to start."""

INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 10
CheckpointInterval = 0
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 1000000
"""


@dataclass(frozen=True, slots=True)
class Far:
    """A store that runs: what it is asked at, where its graphs are written, and by whom."""

    store: str
    graph_store: str
    update: str
    credentials: Credentials | None = None


@contextmanager
def oxigraph(folder: Path) -> Iterator[Far]:
    """Oxigraph's server over an empty store in memory."""
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        pytest.skip("oxigraph is not installed: pip install oxigraph")
    (port,) = _free_ports(1)
    address = f"http://127.0.0.1:{port}"
    with (folder / "oxigraph.log").open("wb") as log:
        process = subprocess.Popen(
            [program, "serve", "--bind", f"127.0.0.1:{port}"], stdout=log, stderr=log
        )
        with _running(process, f"{address}/query?query=ASK%7B%7D"):
            yield Far(f"{address}/query", f"{address}/store", f"{address}/update")


@contextmanager
def virtuoso(folder: Path) -> Iterator[Far]:
    """Virtuoso over an empty database, with a configuration of its own."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("Virtuoso is not installed: apt-get install virtuoso-opensource-7-bin")
    sql, http = _free_ports(2)
    home = folder / "virtuoso"
    home.mkdir()
    (home / "virtuoso.ini").write_text(INI.format(sql=sql, http=http))
    address = f"http://127.0.0.1:{http}"
    with (folder / "virtuoso.out").open("wb") as log:
        process = subprocess.Popen(
            [program, "+configfile", "virtuoso.ini", "+foreground"],
            cwd=home,
            stdout=log,
            stderr=log,
        )
        with _running(process, f"{address}/sparql?query=ASK%7B%3Fs+%3Fp+1%7D"):
            yield Far(
                f"{address}/sparql?default-graph-uri={quote(MERGED, safe='')}",
                f"{address}/sparql-graph-crud-auth",
                f"{address}/sparql-auth",
                Credentials("dba", "dba"),  # what an empty database of Virtuoso begins with
            )


def fill(far: Far, quads: Iterable[ox.Quad]) -> None:
    """Put statements into their graphs by the Graph Store Protocol."""
    graphs: dict[str, list[ox.Triple]] = defaultdict(list)
    for quad in quads:
        graph_name = quad.graph_name
        name = graph_name.value if isinstance(graph_name, ox.NamedNode) else ""
        graphs[name].append(quad.triple)
    merged = MERGED if "default-graph-uri" in far.store else ""
    for graph, triples in graphs.items():
        target = f"graph={quote(graph or merged, safe='')}" if graph or merged else "default"
        request = Request(  # noqa: S310 — loopback
            f"{far.graph_store}?{target}",
            data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES),
            headers={"Content-Type": "application/n-triples"},
            method="PUT",
        )
        challenge = Request(f"{far.graph_store}?graph=urn:none", method="DELETE")  # noqa: S310
        answer = send(request, credentials=far.credentials, challenge=challenge)
        assert answer.status in {200, 201, 204}, answer.words()


@contextmanager
def _running(process: subprocess.Popen[bytes], address: str) -> Iterator[None]:
    try:
        _wait(process, address)
        yield
    finally:
        process.kill()
        process.wait()


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        try:
            with urlopen(address, timeout=5):  # noqa: S310 — loopback
                return
        except (URLError, OSError):
            time.sleep(0.05)
    pytest.fail(f"{process.args!r} does not answer")


def _free_ports(number: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports
