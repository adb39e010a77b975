"""Which of the offered formats an `Accept` header likes best; pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from adrgraph.errors import UnknownFormat

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from adrgraph.formats import Format

OVERRIDES = ("_mediatype", "format", "output", "results")
"""Parameters by which clients name a format; what does not suit is ignored."""

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_QUALITY = re.compile(r";\s*q\s*=\s*(\d*\.?\d+)", re.IGNORECASE)
_RANGE = re.compile(r"[\w!#$%&'*+.^`|~-]+/[\w!#$%&'*+.^`|~-]+")


def negotiate(accept: str, offered: Sequence[Format]) -> Format:
    """The offered format that `accept` likes best, under the media type that was asked for.

    Of those it likes as much, one that it names goes before one that a wildcard covers, then the
    first offered. An empty header accepts everything, and so does one that names no media type.

    >>> from adrgraph.formats import holding
    >>> negotiate("text/turtle;q=0.5, application/n-triples", holding("graph")).name
    'ntriples'
    >>> negotiate("application/json", holding("solutions")).media_type
    'application/json'

    Raises:
        UnknownFormat: None of them is accepted.
    """
    qualities = _qualities(accept) or {"*/*": 1.0}
    best, liking = None, (0.0, 0)
    for format in offered:
        for media_type in format.media_types:
            found = _liking(media_type, qualities, exact=media_type != format.media_type)
            if found[0] > 0 and found > liking:
                best, liking = replace(format, media_type=media_type), found
    if best is None:
        names = [format.media_type for format in offered]
        raise UnknownFormat(
            f"Nothing that the header accepts can be written. Ask for {', '.join(names)}.",
            offered=names,
        )
    return best


def choose(parameters: Mapping[str, str], accept: str, offered: Sequence[Format]) -> Format:
    """The offered format that a parameter names, else the one that `accept` likes best.

    A parameter that names none of them is ignored, as clients send them to everybody.

    >>> from adrgraph.formats import holding
    >>> choose({"format": "nt"}, "text/turtle", holding("graph")).name
    'ntriples'

    Raises:
        UnknownFormat: None of them is named or accepted.
    """
    for parameter in OVERRIDES:
        wanted = parameters.get(parameter, "").strip().lower()
        for format in offered:
            if wanted in format.names:
                return format
    return negotiate(accept, offered)


def _qualities(accept: str) -> dict[str, float]:
    """Each range with its weight; RFC 9110 §12.5.1, malformed ones left out."""
    found: dict[str, float] = {}
    for element in _QUOTED.sub("", accept).split(","):
        media_range = element.partition(";")[0].strip().lower()
        if _RANGE.fullmatch(media_range):
            quality = _QUALITY.search(element)
            weight = min(float(quality[1]), 1.0) if quality else 1.0
            found[media_range] = max(weight, found.get(media_range, 0.0))
    return found


def _liking(media_type: str, qualities: Mapping[str, float], *, exact: bool) -> tuple[float, int]:
    """The weight of the most specific range that covers a media type, and how specific it is."""
    if media_type in qualities:
        return qualities[media_type], 2
    family = f"{media_type.partition('/')[0]}/*"
    if exact:
        return 0.0, 0
    return (qualities[family], 1) if family in qualities else (qualities.get("*/*", 0.0), 0)
