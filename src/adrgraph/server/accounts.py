"""What each request comes to, noted by whoever answers it and read when it is over."""

from __future__ import annotations

import hashlib
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adrgraph.errors import LimitExceeded, Overloaded, QueryError, UnknownFormat
from adrgraph.outline import QUERY_FORMS, outline
from adrgraph.server.isolation.question import CutOff

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from adrgraph.server.answering import Answerer
    from adrgraph.server.isolation.limits import Limits
    from adrgraph.server.isolation.question import Question, Reply

PROLOGUE = 4_096
"""Characters of a query within which its form is looked for."""

LEFT = "left"
"""The outcome where the client has gone before the end."""


@dataclass(slots=True)
class Account:
    """What one request came to; `query` is empty where it asked none.

    A query stands here as a hash, which tells that two are the same and not what they ask.
    """

    query: str = ""
    form: str = ""
    rows: int | None = None
    waited: float = 0.0
    outcome: str = ""

    def take_from(self, other: Account, *, outcome: str) -> None:
        """Note that an earlier answer to the same query did."""
        self.query, self.form, self.rows = other.query, other.form, other.rows
        self.outcome = outcome


_CURRENT: ContextVar[Account] = ContextVar("account")


def account() -> Account:
    """That of the request which is being answered; one that nobody reads, where none is kept."""
    return _CURRENT.get(None) or Account()


def accounted() -> Account:
    """A new account, kept from now on of all that this task does."""
    kept = Account()
    _CURRENT.set(kept)
    return kept


@dataclass(frozen=True, slots=True)
class Observed:
    """An answerer whose outcomes are noted."""

    answerer: Answerer

    @property
    def limits(self) -> Limits | None:
        """What a query may take there."""
        return self.answerer.limits

    @asynccontextmanager
    async def asking(self, question: Question, *, client: str) -> AsyncIterator[Reply]:
        """The reply to a question, and a note of what came of it."""
        noted = account()
        noted.query = hash_of(question.query)
        try:
            async with self.answerer.asking(question, client=client) as reply:
                yield reply
                noted.outcome = "truncated" if reply.is_cut else "answered"
        except BaseException as error:
            noted.outcome = outcome_of(error)
            noted.form = noted.form or _form(question.query)
            raise

    async def close(self) -> None:
        """Let go of all that answering takes."""
        await self.answerer.close()


def _form(query: str) -> str:
    """The form of a query that no worker has told; a prologue longer than that hides it."""
    form = outline(query[:PROLOGUE]).form
    return form.lower() if form in QUERY_FORMS else ""


def hash_of(query: str) -> str:
    """A few letters by which a query is known again."""
    return hashlib.blake2b(query.encode(errors="replace"), digest_size=8).hexdigest()


def outcome_of(error: BaseException) -> str:
    """What an error means for the query that it ended, in one word.

    >>> outcome_of(LimitExceeded("The query took too long.", limit="seconds")), outcome_of(CutOff())
    ('seconds', 'truncated')
    """
    if isinstance(error, CutOff):
        return outcome_of(error.__cause__) if error.__cause__ else "truncated"
    if isinstance(error, LimitExceeded):
        return error.limit
    if not isinstance(error, Exception):
        return LEFT
    return next((word for kind, word in _OUTCOMES.items() if isinstance(error, kind)), "failed")


_OUTCOMES = {
    TimeoutError: "seconds",
    Overloaded: "overloaded",
    QueryError: "malformed",
    UnknownFormat: "unacceptable",
}
