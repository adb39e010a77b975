"""What a person may choose for a parameter, by the labels that the graph has."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from adrgraph.names import Name, read_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from adrgraph.names import Names
    from adrgraph.queries import Parameter
    from adrgraph.store import Store

T = TypeVar("T")

FRESH = 60.0
"""Seconds for which the names of a store that may change are taken to be the same."""

AT_ONCE = 1
"""Requests whose names are looked for at once: a name that nothing has takes a while."""


class Choices:
    """The names in a store's graph; read once where it stays as it is."""

    def __init__(self, store: Store, *, is_fixed: bool) -> None:
        """Read nothing yet."""
        self._store = store
        self._is_fixed = is_fixed
        self._names: Names | None = None
        self._read_at = 0.0
        self._listed: dict[str, list[Name]] = {}
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="names")

    async def look_up(self, work: Callable[[], T]) -> T:
        """What comes of work that looks for names, done beside the loop, a few at a time."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def names(self) -> Names:
        """Every name that a person may call a thing by."""
        is_old = not self._is_fixed and time.monotonic() - self._read_at > FRESH
        if self._names is None or is_old:
            self._names, self._listed = read_names(self._store), {}
            self._read_at = time.monotonic()
        return self._names

    def of(self, parameter: Parameter) -> list[Name]:
        """The things to choose from, by label; none where anything may be given.

        Of things of all kinds there are too many for a list.
        """
        if parameter.is_literal:
            return [Name("", choice, "") for choice in parameter.choices]
        if parameter.type == "thing":
            return []
        names = self.names()
        if parameter.type not in self._listed:
            found = sorted(names.listed(parameter.type), key=lambda name: name.label.casefold())
            self._listed[parameter.type] = found
        return self._listed[parameter.type]
