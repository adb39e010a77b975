"""Where and how the endpoint answers: what whoever runs it may choose."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adrgraph.history import History
from adrgraph.server.isolation.limits import Limits

if TYPE_CHECKING:
    from pathlib import Path

    from adrgraph.layout import Layout
    from adrgraph.server.caching import Revision
    from adrgraph.store import Store


@dataclass(frozen=True, slots=True)
class Settings:
    """What stays as it is while the server runs.

    `public_url` is what the world calls it behind a proxy; only `trusted_proxies` are believed
    when they say who asks. `rate` is in requests a second of one client, 0 for any number. When
    the server is told to stop it says so at /readyz for `drain` seconds before it takes no more
    requests, and then ends those under way. `watches` is whether a change of the files is looked
    for, or a SIGHUP waited for. `links` is the folder of the queries that clients have a link for.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str | None = None
    limits: Limits = field(default_factory=Limits)
    rate: float = 0.0
    trusted_proxies: tuple[str, ...] = ()
    drain: float = 0.0
    watches: bool = False
    links: Path | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What is served: a store, which build it holds where it stays as it is, layout and history.

    The saved queries and the exports are those of the layout, or of the one that this package came
    with.
    """

    store: Store
    revision: Revision | None = None
    layout: Layout | None = None
    history: History = field(default_factory=History)
