"""A store behind the real server, on this machine alone."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from adrgraph.server.app import create_app
from adrgraph.server.listener import address, listen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adrgraph.store import Store


@contextmanager
def served(store: Store) -> Iterator[str]:
    """The address of a server that answers from this store until the block ends."""
    with listen("127.0.0.1", 0) as listening:
        server = uvicorn.Server(uvicorn.Config(create_app(store), log_config=None))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield address(listening)
        finally:
            server.should_exit = True
            thread.join()
