"""Who answers a query: a pool of workers, or threads of this process for a store elsewhere."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from starlette.concurrency import run_in_threadpool

from adrgraph.outline import outline
from adrgraph.results import Boolean
from adrgraph.server.accounts import account
from adrgraph.server.isolation.question import Reply

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager

    from adrgraph.server.isolation.limits import Limits
    from adrgraph.server.isolation.question import Question
    from adrgraph.store import Store


class Answerer(Protocol):
    """What replies to the questions of clients."""

    @property
    def limits(self) -> Limits | None:
        """What a query may take, where that is for us to say."""

    def asking(self, question: Question, *, client: str) -> AbstractAsyncContextManager[Reply]:
        """The reply to a question, for as long as it is read."""

    async def close(self) -> None:
        """Let go of all that answering takes."""


@dataclass(frozen=True, slots=True)
class Threads:
    """A store that is asked in threads: whoever runs it sees to it that no query takes too much."""

    store: Store
    limits: None = None

    @asynccontextmanager
    async def asking(self, question: Question, *, client: str) -> AsyncIterator[Reply]:  # noqa: ARG002
        """The reply to a question, whole."""
        yield await run_in_threadpool(self._answer, question)

    async def close(self) -> None:
        """There is nothing to let go of."""

    def _answer(self, question: Question) -> Reply:
        result = self.store.query(
            question.query,
            default_graphs=question.default_graphs,
            named_graphs=question.named_graphs,
        )
        noted = account()
        noted.form = outline(question.query).form.lower()
        noted.rows = None if isinstance(result, Boolean) else len(result)
        format = question.choose(result.kind)
        return Reply(format.media_type, result.write(format))
