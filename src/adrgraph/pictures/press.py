"""SVG to PNG, as a program of its own: so it can be stopped, and holds up nobody else.

It reads SVG and writes PNG; the arguments are dots for each pixel, and a folder of fonts.
"""

from __future__ import annotations

import sys

MEMORY = 1 << 30
"""Bytes of memory that the program takes at most."""


def pressed(svg: str, *, zoom: float, fonts: str) -> bytes:
    """SVG that needs nothing from elsewhere, as PNG."""
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=zoom, font_dirs=[fonts]))


def _bound() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    _bound()
    sys.stdout.buffer.write(
        pressed(sys.stdin.buffer.read().decode(), zoom=float(sys.argv[1]), fonts=sys.argv[2])
    )
