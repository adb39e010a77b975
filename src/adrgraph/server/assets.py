"""Style and scripts of the pages: files under an address that changes with what they hold."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

KEPT = "public, max-age=31536000, immutable"
"""What has another address once it changes is kept for good."""

_STYLE = "text/css; charset=utf-8"
_SCRIPT = "text/javascript; charset=utf-8"
_PICTURE = "image/svg+xml"

_SHARED = "reference/templates/reference.css"
"""What the pages have in common with the reference of the model, whose own libraries they need not.
"""

_DRAWN = "pictures/picture.css"

_EDITOR = ("words", "answer", "code", "page")
"""The parts of the editor's script, each of which uses those before it."""

PARTS: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "site.css": (
            _STYLE,
            (
                _SHARED,
                _DRAWN,
                "server/static/site.css",
                "server/static/questions.css",
            ),
        ),
        "editor.js": (
            _SCRIPT,
            (
                "server/static/vendor/codemirror.js",
                *(f"server/static/editor/{name}.js" for name in _EDITOR),
            ),
        ),
        "pictures.js": (_SCRIPT, ("server/static/pictures.js",)),
        "suggest.js": (_SCRIPT, ("server/static/suggest.js",)),
        "icon.svg": (_PICTURE, ("server/static/icon.svg",)),
    }
)
"""Each file by its name: its media type, and the files of the package that it is made from."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent."""

    body: bytes
    media_type: str
    digest: str


@cache
def asset(name: str) -> Asset:
    """The file of this name."""
    media_type, parts = PARTS[name]
    body = b"".join(files("adrgraph").joinpath(path).read_bytes() for path in parts)
    return Asset(body, media_type, hashlib.blake2b(body, digest_size=8).hexdigest())


def asset_path(name: str) -> str:
    """Where a file is served, below the root of the site.

    >>> asset_path("site.css").startswith("static/site.")
    True
    """
    stem, _, suffix = name.rpartition(".")
    return f"static/{stem}.{asset(name).digest}.{suffix}"


def static(request: Request) -> Response:
    """A file by its address; that of an earlier one answers too, but is not kept.

    Raises:
        HTTPException: There is no such file.
    """
    stem, _, rest = request.path_params["name"].partition(".")
    digest, _, suffix = rest.rpartition(".")
    name = f"{stem}.{suffix}"
    if name not in PARTS:
        raise HTTPException(404, "No style, script or picture of a page has this address.")
    found = asset(name)
    kept = KEPT if digest == found.digest else "no-cache"
    return Response(found.body, media_type=found.media_type, headers={"Cache-Control": kept})


def icon(_: Request) -> Response:
    """The picture of the site, at the address where it is looked for by its name alone."""
    found = asset("icon.svg")
    headers = {"Cache-Control": "public, max-age=86400"}
    return Response(found.body, media_type=found.media_type, headers=headers)
