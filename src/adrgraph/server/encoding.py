"""Which compression an answer is sent in; what compresses it is a library's."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

CODINGS = ("br", "gzip")
"""Those that we can send, best first."""


class OneCoding:
    """A request as if it accepted the one coding that it likes best of those that we can send."""

    def __init__(self, app: ASGIApp) -> None:
        """Before this application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a plain `Accept-Encoding`, or with none."""
        if scope["type"] == "http":
            accepted = [value for name, value in scope["headers"] if name == b"accept-encoding"]
            if accepted:
                coding = best_coding(b", ".join(accepted).decode("latin-1")).encode()
                others = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
                chosen = [(b"accept-encoding", coding)] if coding else []
                scope = dict(scope) | {"headers": others + chosen}
        await self._app(scope, receive, send)


@lru_cache
def best_coding(accepted: str) -> str:
    """The coding that an `Accept-Encoding` likes best, empty for none (RFC 9110 §12.5.3).

    >>> best_coding("gzip, deflate, br"), best_coding("br;q=0.1, gzip"), best_coding("br;q=0")
    ('br', 'gzip', '')
    """
    weights: dict[str, float] = {}
    for element in accepted.split(","):
        coding, _, parameter = element.strip().lower().partition(";")
        name, _, value = parameter.strip().partition("=")
        try:
            weights[coding.strip()] = float(value) if name.strip() == "q" else 1.0
        except ValueError:
            weights[coding.strip()] = 0.0
    liking = {coding: weights.get(coding, weights.get("*", 0.0)) for coding in CODINGS}
    best = max(CODINGS, key=lambda coding: liking[coding])
    return best if liking[best] > 0 and liking[best] >= weights.get("identity", 0.0) else ""
