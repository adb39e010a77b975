"""A picture as PNG, in the colours for light or for dark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from adrgraph.errors import MissingExtra
from adrgraph.pictures.canvas import style

if TYPE_CHECKING:
    from adrgraph.pictures.picture import Picture

_BLOCK = re.compile(r"\.picture \{([^}]*)\}")
_COLOUR = re.compile(r"(--[\w-]+):\s*(#[0-9a-f]+)")
_DARK = re.compile(r"@media \(prefers-color-scheme: dark\) \{.*?\n\}\n", re.DOTALL)


def png(picture: Picture, *, scheme: Literal["light", "dark"] = "light", zoom: float = 2) -> bytes:
    """The picture as PNG, `zoom` dots for each pixel.

    Raises:
        MissingExtra: The library that draws it is not installed.
    """
    try:
        import resvg_py
    except ImportError as error:
        raise MissingExtra('PNG needs an extra: pip install "adrgraph[pictures]".') from error
    drawn = resvg_py.svg_to_bytes(
        svg_string=coloured(picture.svg, scheme), zoom=zoom, sans_serif_family="DejaVu Sans"
    )
    return bytes(drawn)


def coloured(svg: str, scheme: str) -> str:
    """SVG with colours in place of custom properties, which not every program reads."""
    blocks = _BLOCK.findall(style())
    colours = dict(_COLOUR.findall(blocks[0]))
    if scheme == "dark":
        colours |= dict(_COLOUR.findall(blocks[1]))
    plain = _DARK.sub("", svg)
    return re.sub(r"var\((--[\w-]+)\)", lambda match: colours[match[1]], plain)
