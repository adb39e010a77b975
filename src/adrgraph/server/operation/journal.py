"""What happens, one line of JSON each; nothing in it tells what was asked, nor who asked."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from adrgraph.server.accounts import Account


class Journal:
    """Lines about queries and events, given to whoever writes them."""

    def __init__(
        self,
        write: Callable[[str], object] | None = None,
        *,
        addresses: bool = False,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Write lines here, or none at all; the addresses of clients only where that is wanted."""
        self._write = write
        self._addresses = addresses
        self._now = now

    def query(self, told: Account, *, status: int, seconds: float, size: int, client: str) -> None:
        """One query that is over."""
        if self._write is None:
            return
        entry: dict[str, Any] = {
            "query": told.query,
            "form": told.form or None,
            "rows": told.rows,
            "bytes": size,
            "milliseconds": round(seconds * 1000, 1),
            "waiting": round(told.waited * 1000, 1),
            "status": status,
            "outcome": told.outcome,
        }
        if self._addresses:
            entry["address"] = client
        self.event("query", **entry)

    def event(self, event: str, **entry: Any) -> None:
        """Anything else that happens."""
        if self._write is None:
            return
        time = self._now().isoformat(timespec="milliseconds")
        self._write(json.dumps({"time": time, "event": event} | entry) + "\n")
