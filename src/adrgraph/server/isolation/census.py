"""Workers counted: those that there are, and those that there were."""

from __future__ import annotations

import signal
from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Census:
    """Workers and queries of one pool at one moment."""

    light_busy: int = 0
    light_idle: int = 0
    light_waiting: int = 0
    heavy_busy: int = 0
    heavy_idle: int = 0
    heavy_waiting: int = 0
    under_way: int = 0


@dataclass(slots=True)
class Tally:
    """Workers since the start of the server, and how they ended.

    A worker is killed at work when its query takes too long, gives way or is no longer wanted; it
    is retired when it has answered enough.
    """

    forked: int = 0
    ended: Counter[str] = field(default_factory=Counter)

    def died(self, status: int) -> None:
        """Count a worker that ended by itself, with this exit status."""
        self.ended[_CAUSES.get(-status, "failed")] += 1


_CAUSES: dict[int, str] = {
    signal.SIGABRT: "memory",
    signal.SIGKILL: "memory",
    signal.SIGXCPU: "seconds",
}
