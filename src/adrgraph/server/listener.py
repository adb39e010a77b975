"""The process that listens: a socket, uvicorn, and an end that waits for answers."""

from __future__ import annotations

import logging
import math
import signal
import socket
import sys
import threading
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from adrgraph.errors import MissingExtra, StoreError
from adrgraph.server.isolation.census import Tally
from adrgraph.server.isolation.question import CutOff

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import uvicorn
    from starlette.types import ASGIApp

    from adrgraph.server.connections import Patience
    from adrgraph.server.operation.editions import Edition
    from adrgraph.server.operation.journal import Journal
    from adrgraph.server.operation.renewal import Origin
    from adrgraph.server.operation.settings import Content, Settings

GRACE = 1
"""Seconds that answers under way have beyond what a query may take, when the server is to stop."""

TURN = 0.0005
"""Seconds after which a thread that writes a page lets the loop go on; Python gives it ten times as
many, and the loop waits several times for one query."""


def serve(
    content: Content,
    *,
    settings: Settings | None = None,
    origin: Origin | None = None,
    journal: Journal | None = None,
    on_listening: Callable[[str], None] = lambda _: None,
) -> None:
    """Answer from a build until SIGINT or SIGTERM; port 0 takes any that is free.

    Queries run in processes of their own within limits; a remote store is asked in threads, and has
    as long as they say. Answers are kept and carry validators where the store is of a revision, and
    stays so. Where there is an origin, the next build comes from it at SIGHUP. `on_listening` is
    told the address once connections are accepted.

    Raises:
        MissingExtra: The extra `serve` is not installed.
        StoreError: The address is taken or is not ours.
    """
    try:
        from adrgraph.server.operation.front import Front
        from adrgraph.server.operation.lifetime import Lifetime
        from adrgraph.server.operation.rates import Rates
        from adrgraph.server.operation.renewal import Renewal
        from adrgraph.server.operation.settings import Settings
    except ImportError as error:
        raise MissingExtra('The endpoint needs an extra: pip install "adrgraph[serve]".') from error

    settings = settings or Settings()
    with listen(settings.host, settings.port) as listening, _stopped_politely():
        tally = Tally()
        publish = partial(published, settings=settings, tally=tally)
        edition = publish(content)
        front = Front(edition, rates=Rates(settings.rate), tally=tally, journal=journal)
        renewal = Renewal(front, content, publish=publish, origin=origin, watches=settings.watches)
        lifetime = Lifetime(front, renewal, drain=settings.drain)
        grace = GRACE + settings.limits.seconds
        server = server_of(lifetime, grace=grace, trusted_proxies=settings.trusted_proxies)
        lifetime.server = server
        on_listening(address(listening))
        sys.setswitchinterval(TURN)
        server.run(sockets=[listening])


def published(content: Content, *, settings: Settings, tally: Tally) -> Edition:
    """An edition of a build, with workers of its own; it takes as long as reading the build does.

    Raises:
        StoreError: The process that holds the build does not start.
    """
    from adrgraph.server.answering import answerer_of
    from adrgraph.server.app import create_app
    from adrgraph.server.operation.editions import Edition

    answerer = answerer_of(content.store, settings.limits, tally=tally)
    app = create_app(
        content.store,
        answerer=answerer,
        public_url=settings.public_url,
        revision=content.revision,
        layout=content.layout,
        history=content.history,
        links=settings.links,
    )
    return Edition(app, workers=answerer)


def server_of(
    app: ASGIApp,
    *,
    grace: float = GRACE,
    trusted_proxies: Sequence[str] = (),
    patience: Patience | None = None,
) -> uvicorn.Server:
    """The HTTP server of an application, as it is run here; what strangers garble is no news."""
    import uvicorn

    from adrgraph.server.connections import patient

    logging.getLogger("uvicorn.error").addFilter(_is_news)
    config = uvicorn.Config(
        app,
        http=patient(patience),  # type: ignore[arg-type]  # called as a class would be
        access_log=False,
        log_config=None,
        log_level="error",
        server_header=False,
        ws="none",
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=list(trusted_proxies),
        timeout_graceful_shutdown=math.ceil(grace),
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
