"""The process that listens: a socket, uvicorn, and an end that waits for answers."""

from __future__ import annotations

import logging
import signal
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from adrgraph.errors import MissingExtra, StoreError
from adrgraph.server.isolation.question import CutOff
from adrgraph.store import LocalStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import uvicorn
    from starlette.applications import Starlette

    from adrgraph.layout import Layout
    from adrgraph.server.caching import Revision
    from adrgraph.server.isolation.limits import Limits
    from adrgraph.store import Store

GRACE = 5
"""Seconds that answers under way have when the server is told to stop."""


def serve(  # noqa: PLR0913 — each is a setting of its own
    store: Store,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    public_url: str | None = None,
    limits: Limits | None = None,
    revision: Revision | None = None,
    layout: Layout | None = None,
    on_listening: Callable[[str], None] = lambda _: None,
) -> None:
    """Answer at this address until SIGINT or SIGTERM; port 0 takes any that is free.

    Queries run in processes of their own within `limits`; a remote store is asked in threads, and
    has as long as they say. Answers are kept and carry validators where the store is of a revision,
    and stays so; exports are those of the layout.
    `on_listening` is told the address once connections are accepted.

    Raises:
        MissingExtra: The extra `serve` is not installed.
        StoreError: The address is taken or is not ours.
    """
    try:
        from adrgraph.server.answering import Threads
        from adrgraph.server.app import create_app
        from adrgraph.server.isolation.cradle import Cradle
        from adrgraph.server.isolation.limits import Limits
        from adrgraph.server.isolation.pool import Pool
    except ImportError as error:
        raise MissingExtra('The endpoint needs an extra: pip install "adrgraph[serve]".') from error

    with listen(host, port) as listening, _stopped_politely():
        limits = limits or Limits()
        is_ours = isinstance(store, LocalStore)
        answerer = Pool(Cradle(store, limits), limits) if is_ours else Threads(store, limits)
        app = create_app(
            store, answerer=answerer, public_url=public_url, revision=revision, layout=layout
        )
        server = server_of(app)
        on_listening(address(listening))
        server.run(sockets=[listening])


def server_of(app: Starlette) -> uvicorn.Server:
    """The HTTP server of an application, as it is run here."""
    import uvicorn

    logging.getLogger("uvicorn.error").addFilter(_is_news)
    config = uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    return uvicorn.Server(config)


def listen(host: str, port: int) -> socket.socket:
    """A socket that accepts connections.

    Raises:
        StoreError: The address is taken or is not ours.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    if port not in range(1 << 16):
        raise StoreError(f"Nothing can listen at port {port}: ports go from 0 to 65535.")
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        reason = str(error.strerror or error).partition(" (while attempting")[0]
        raise StoreError(
            f"Nothing can listen at {host}, port {port}: {reason}. "
            "Choose another --port, 0 for any that is free, or another --host."
        ) from error


def address(listening: socket.socket) -> str:
    """The URL at which a socket is reached from this machine."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _is_news(record: logging.LogRecord) -> bool:
    """An answer that is cut off is meant to be; how it ended is counted elsewhere."""
    return not (record.exc_info and isinstance(record.exc_info[1], CutOff))


@contextmanager
def _stopped_politely() -> Iterator[None]:
    """Being told to stop is no failure: uvicorn raises its signals again when it has stopped."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        signal.signal(signal.SIGTERM, before)
