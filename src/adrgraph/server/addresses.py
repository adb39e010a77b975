"""Where the graph is published: IRIs are of the graph, addresses are of the server."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from starlette.exceptions import HTTPException

from adrgraph.iris import BASE
from adrgraph.server.assets import asset_path

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

_HOST = re.compile(r"(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?", re.IGNORECASE)
_LEADING = ("http://", "https://", "mailto:")
_SAFE = "/:?#[]@!$&'()*+,;=%~"


@dataclass(frozen=True, slots=True)
class Site:
    """The root of what is published, without a slash at its end; empty, or a path, or a URL."""

    root: str

    def address(self, iri: str) -> str:
        """Where one of our IRIs is served; other IRIs are addresses already.

        >>> Site("/catalogue").address("https://w3id.org/adrgraph/dataset/leo#csv")
        '/catalogue/dataset/leo#csv'
        >>> Site("/catalogue").address("http://www.w3.org/ns/dcat#Dataset")
        'http://www.w3.org/ns/dcat#Dataset'
        """
        return self.at(iri.removeprefix(BASE)) if iri.startswith(BASE) else iri

    def link(self, iri: str) -> str:
        """Where a link leads; whatever else an IRI may be, such as a script, is no link.

        >>> Site("").link("mailto:data@example.org"), Site("").link("javascript:alert(1)")
        ('mailto:data@example.org', '')
        """
        return self.address(iri) if iri.startswith(_LEADING) else ""

    def at(self, path: str) -> str:
        """The address of a path, which begins without a slash."""
        return _quoted(f"{self.root}/{path}")

    def asset(self, name: str) -> str:
        """The address of a style, script or picture of the pages."""
        return self.at(asset_path(name))


ANYWHERE = Site("http://anywhere.invalid")
"""Stands for the root in what takes long to write, until `placed` (RFC 2606 §2)."""


def placed(body: bytes, site: Site) -> bytes:
    """What was written for anywhere, as it is written for a site.

    >>> placed(b"<http://anywhere.invalid/sparql>", Site("https://example.org/adr"))
    b'<https://example.org/adr/sparql>'
    """
    return body.replace(ANYWHERE.root.encode(), site.at("").rstrip("/").encode())


def site(request: Request) -> Site:
    """The root for links: the public URL, or a path that holds whatever the host is called."""
    return Site((request.app.state.public_url or request.scope.get("root_path", "")).rstrip("/"))


def whole_site(request: Request) -> Site:
    """The root for what has to name its host, such as a sitemap.

    Raises:
        HTTPException: There is no public URL, and the Host header is none.
    """
    found = site(request)
    if urlsplit(found.root).scheme:
        return found
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        raise HTTPException(400, "The Host header names no host.")
    return Site(f"{request.url.scheme}://{host}{found.root}")


@lru_cache(8_192)
def _quoted(address: str) -> str:
    return quote(address, safe=_SAFE)


class Beneath:
    """Requests as if there were no path before ours, for proxies that pass it on."""

    def __init__(self, app: ASGIApp, *, prefix: str) -> None:
        """Before this application; the prefix has no slash at its end."""
        self._app = app
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the prefix off, where it stands."""
        if scope["type"] == "http":
            path = scope["path"]
            if path == self._prefix or path.startswith(f"{self._prefix}/"):
                raw = (scope.get("raw_path") or b"").removeprefix(self._prefix.encode())
                rest = path.removeprefix(self._prefix)
                scope = dict(scope) | {"path": rest or "/", "raw_path": raw or b"/"}
        await self._app(scope, receive, send)
