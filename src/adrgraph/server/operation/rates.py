"""How often each client may ask: a bucket of tokens, filled at a steady rate."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

CLIENTS = 1 << 16
"""Clients that are known at once; those that were heard of longest ago are forgotten."""

AT_ONCE = 2
"""How many seconds' worth of requests may come at once."""

_SUBSCRIBER = 64
"""Bits of an IPv6 address that one subscriber has been given; the rest is for them to choose."""


class Rates:
    """So many requests a second of each client, and twice as many at once."""

    def __init__(self, rate: float, *, now: Callable[[], float] = time.monotonic) -> None:
        """Begin with all buckets full; a rate of 0 is none."""
        self._rate = rate
        self._most = max(1.0, AT_ONCE * rate)
        self._now = now
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        """Clients that are known."""
        return len(self._buckets)

    def wait(self, client: str) -> float:
        """Take a token, or say in how many seconds there is one; no seconds where it was taken."""
        if not self._rate:
            return 0.0
        now = self._now()
        key = subscriber(client)
        tokens, at = self._buckets.pop(key, (self._most, now))
        tokens = min(self._most, tokens + (now - at) * self._rate)
        is_admitted = tokens >= 1
        self._buckets[key] = (tokens - is_admitted, now)
        if len(self._buckets) > CLIENTS:
            self._buckets.popitem(last=False)
        return 0.0 if is_admitted else (1 - tokens) / self._rate


def subscriber(client: str) -> str:
    """Whom an address belongs to: an IPv6 subscriber has more addresses than can be counted.

    >>> subscriber("2001:db8:1:2:aaaa::1"), subscriber("192.0.2.7"), subscriber("")
    ('2001:db8:1:2::/64', '192.0.2.7', '')
    """
    if ":" not in client:
        return client
    try:
        return str(ipaddress.IPv6Network((client, _SUBSCRIBER), strict=False))
    except ValueError:
        return client
