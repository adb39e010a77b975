"""A store behind the real server, on this machine alone."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from adrgraph.server.app import create_app
from adrgraph.server.isolation.cradle import Cradle
from adrgraph.server.isolation.limits import Limits
from adrgraph.server.isolation.pool import Pool
from adrgraph.server.listener import address, listen, server_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adrgraph.layout import Layout
    from adrgraph.store import Store


@contextmanager
def served(
    store: Store, limits: Limits | None = None, *, layout: Layout | None = None
) -> Iterator[str]:
    """The address of a server that answers from this store until the block ends."""
    limits = limits or Limits()
    with listen("127.0.0.1", 0) as listening:
        pool = Pool(Cradle(store, limits), limits)
        server = server_of(create_app(store, answerer=pool, layout=layout))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield address(listening)
        finally:
            server.should_exit = True
            thread.join()
