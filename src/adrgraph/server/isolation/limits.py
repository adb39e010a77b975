"""How much one query may take, and how many are answered at once."""

from __future__ import annotations

import os
from dataclasses import dataclass, field


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Limits:
    """What a stranger's query may take, and how many are under way at once.

    `seconds` count from the arrival of the query to its last byte, waiting included; `memory` is in
    bytes beyond what the store takes; `rows` are rows or triples of the answer. A query has
    `moment` seconds in a worker for light ones (there are `light` of them), or some more while no
    other client waits, and goes on in one for heavy ones (`heavy`), which gives way to all else.
    `waiting` queries may wait, and `per_client` of one client may be under way. `services` are the
    endpoints that a query may call.
    """

    seconds: float = 15.0
    memory: int = 512 << 20
    rows: int = 100_000
    moment: float = 0.05
    light: int = field(default_factory=_cores)
    heavy: int = field(default_factory=lambda: max(1, _cores() - 1))
    waiting: int = 256
    per_client: int = 64
    services: tuple[str, ...] = ()

    def headers(self) -> dict[str, str]:
        """The limits as every answer tells them; Virtuoso named the first."""
        told = f"seconds={self.seconds:g}, memory={self.memory >> 20}MiB, rows={self.rows}"
        return {"X-SPARQL-MaxRows": str(self.rows), "X-Adrgraph-Limits": told}
