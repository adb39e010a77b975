"""Which described thing was meant by a name that nothing describes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adrgraph.iris import shorten
from adrgraph.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

_LIKE = 0.76
"""How alike a name must be: a wrong suggestion costs more than none."""


def meant(iri: str, *, described: Iterable[str]) -> str:
    """The question whether the nearest described name of its kind is meant; empty where none is.

    >>> from adrgraph.iris import PREFIXES
    >>> adr = PREFIXES["adr"]
    >>> meant(f"{adr}LinkdDataset", described=[f"{adr}LinkedDataset"])
    ' Did you mean "adr:LinkedDataset"?'
    """
    lead, local = _cut(iri)
    others = (_cut(each) for each in described)
    known = sorted({name for begin, name in others if begin == lead})
    if local in known:  # it is described, and yet not what was wanted here
        return ""
    return did_you_mean(local, known, likeness=_LIKE, lead=lead)


def _cut(iri: str) -> tuple[str, str]:
    """A name's short form in two: what those of its kind begin with, and its own part."""
    name = shorten(f"<{iri}>")
    own = re.split(r"[:/#]", name)[-1]
    return name.removesuffix(own), own
