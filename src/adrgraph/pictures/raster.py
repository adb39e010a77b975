"""A picture as PNG, in the colours for light or for dark.

The library that draws keeps Python from doing anything else meanwhile, and cannot be stopped: who
has others to answer has it done `apart`.
"""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Literal

from adrgraph.errors import LimitExceeded, MissingExtra
from adrgraph.pictures.canvas import style
from adrgraph.pictures.press import pressed

if TYPE_CHECKING:
    from adrgraph.pictures.picture import Picture

FACE = "DejaVu Sans"
"""The face of text in a PNG: it comes with this package, so that text needs the room it was given.

What it has no letters for is written in a face of the system, if there is one.
"""

_BLOCK = re.compile(r"\.picture \{([^}]*)\}")
_COLOUR = re.compile(r"(--[\w-]+):\s*(#[0-9a-f]+)")
_DARK = re.compile(r"@media \(prefers-color-scheme: dark\) \{.*?\n\}\n", re.DOTALL)
_FAMILY = re.compile(r"font-family: [^;]*;")


def png(picture: Picture, *, scheme: Literal["light", "dark"] = "light", zoom: float = 2) -> bytes:
    """The picture as PNG, `zoom` dots for each pixel.

    Raises:
        MissingExtra: The library that draws it is not installed.
    """
    svg = coloured(picture.svg, scheme)
    try:
        with as_file(files(__package__) / "fonts") as fonts:
            return pressed(svg, zoom=zoom, fonts=str(fonts))
    except ImportError as error:
        raise MissingExtra('PNG needs an extra: pip install "adrgraph[pictures]".') from error


def coloured(svg: str, scheme: str) -> str:
    """SVG with colours in place of custom properties, and one face: not every program chooses."""
    blocks = _BLOCK.findall(style())
    colours = dict(_COLOUR.findall(blocks[0]))
    if scheme == "dark":
        colours |= dict(_COLOUR.findall(blocks[1]))
    plain = _FAMILY.sub(f'font-family: "{FACE}";', _DARK.sub("", svg))
    return re.sub(r"var\((--[\w-]+)\)", lambda match: colours[match[1]], plain)


def apart(svg: str, *, zoom: float, seconds: float) -> bytes:
    """Coloured SVG as PNG, made by a process of its own within so much time.

    Raises:
        LimitExceeded: It takes more time or memory than it may.
    """
    package = files(__package__)
    with as_file(package / "press.py") as program, as_file(package / "fonts") as fonts:
        try:
            done = subprocess.run(  # noqa: S603 — a program of ours
                [sys.executable, "-P", program, str(zoom), fonts],
                input=svg.encode(),
                capture_output=True,
                timeout=seconds,
                check=True,
            )
        except subprocess.TimeoutExpired as error:
            raise LimitExceeded(
                f"The picture was not drawn as PNG within {seconds:g} seconds. Take it as SVG.",
                limit="seconds",
            ) from error
        except subprocess.CalledProcessError as error:
            raise LimitExceeded(
                "The picture takes too much memory as PNG. Take it as SVG.", limit="memory"
            ) from error
    return done.stdout
