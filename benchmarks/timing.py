"""Times work in turn, so that a slow moment of the machine hits all alike, and prints a table."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def compare(works: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, list[float]]:
    """The seconds that each work took in each of some rounds, after one that is not counted."""
    for work in works.values():
        work()
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            started = time.perf_counter()
            work()
            seconds[name].append(time.perf_counter() - started)
    return seconds


def table(title: str, seconds: Mapping[str, list[float]], *, reference: str) -> str:
    """Least, middle and greatest seconds, and the middle as a multiple of the reference's."""
    base = statistics.median(seconds[reference])
    lines = [title, "", f"{'':34}{'min':>10}{'median':>10}{'max':>10}{'ratio':>10}"]
    lines += [
        f"{name:34}{min(times):>9.3f}s{statistics.median(times):>9.3f}s{max(times):>9.3f}s"
        f"{statistics.median(times) / base:>10.2f}"
        for name, times in seconds.items()
    ]
    return "\n".join(lines)
