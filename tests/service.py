"""A server in a process of its own, as `adrgraph serve` runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import IO, TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from adrgraph.layout import Layout

PATIENCE = 60.0
"""Seconds after which something that should have happened is given up."""


@dataclass(slots=True)
class Service:
    """A running server: where it is, and what it has written since it said so."""

    address: str
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    is_leaving: bool = False

    def get(self, path: str, **options: Any) -> httpx.Response:
        """The response to one request, over a connection of its own."""
        return httpx.get(f"{self.address}{path}", timeout=PATIENCE, **options)

    def ask(self, query: str, **options: Any) -> httpx.Response:
        """The response to a query."""
        return self.get("sparql", params={"query": query}, **options)

    def journal(self, event: str) -> list[dict[str, Any]]:
        """What was logged of one kind of event; every line is JSON."""
        return [entry for entry in map(json.loads, list(self.lines)) if entry["event"] == event]

    def figure(self, sample: str) -> float:
        """One figure of /metrics; none where it is not there yet."""
        for line in self.get("metrics").text.splitlines():
            name, _, value = line.rpartition(" ")
            if name == sample:
                return float(value)
        return 0.0

    def tell(self, number: signal.Signals) -> None:
        """Send a signal."""
        self.is_leaving |= number == signal.SIGTERM
        self.process.send_signal(number)


def until(happened: Callable[[], Any]) -> Any:
    """Wait for something that is about to happen."""
    for _ in range(int(PATIENCE * 50)):
        found = happened()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("It did not happen.")


def _read(stream: IO[str], lines: list[str]) -> None:
    for line in stream:
        lines.append(line)  # noqa: PERF402 — each at once


@contextmanager
def service(layout: Layout, *options: str, cache: str, **environment: str) -> Iterator[Service]:
    """A server over a layout until the block ends; it has to end well."""
    with subprocess.Popen(
        [sys.executable, "-m", "adrgraph", "serve", "--port", "0", *options],
        env=os.environ | {"ADRGRAPH_ROOT": str(layout.root), "ADRGRAPH_CACHE": cache} | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        running = Service(said.split()[2].removesuffix("sparql"), process)
        reader = Thread(target=_read, args=(process.stderr, running.lines))
        reader.start()
        try:
            yield running
        finally:
            if not running.is_leaving and process.poll() is None:
                running.tell(signal.SIGTERM)
            code = process.wait(PATIENCE)
            reader.join()
        assert code == 0


def children(number: int) -> list[int]:
    """The processes that a process has begun."""
    lists = Path(f"/proc/{number}/task").glob("*/children")
    return [int(child) for each in lists for child in each.read_text().split()]
