"""Which compression an answer is sent in; what compresses it is a library's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers

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
            accepted = ", ".join(Headers(scope=scope).getlist("accept-encoding"))
            headers = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
            coding = best_coding(accepted)
            if coding:
                headers.append((b"accept-encoding", coding.encode()))
            scope = dict(scope) | {"headers": headers}
        await self._app(scope, receive, send)


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
