"""What a person may have meant by a name that nothing has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def did_you_mean(name: str, known: Sequence[str], *, likeness: float = 0.6, lead: str = "") -> str:
    """The question whether the nearest known name is meant; empty where none is near.

    What all of them begin with makes none more alike: it is given as `lead`.

    >>> did_you_mean("link-to", ["links-to", "owners"])
    ' Did you mean "links-to"?'
    >>> did_you_mean("link-to", ["owners"])
    ''
    """
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1, cutoff=likeness)
    return f' Did you mean "{lead}{near[0]}"?' if near else ""
