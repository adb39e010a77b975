"""A client that speaks to an application directly, without a socket."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partialmethod
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from starlette.applications import Starlette


@dataclass(frozen=True, slots=True)
class Client:
    """Requests to an application; redirects are not followed, crashes are answered."""

    app: Starlette

    def request(self, method: str, address: str, **options: Any) -> httpx.Response:
        """The response to one request."""
        return asyncio.run(self._send(method, address, **options))

    get = partialmethod(request, "GET")
    head = partialmethod(request, "HEAD")
    options = partialmethod(request, "OPTIONS")
    post = partialmethod(request, "POST")
    put = partialmethod(request, "PUT")

    async def _send(self, method: str, address: str, **options: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            return await client.request(method, address, **options)
