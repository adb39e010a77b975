"""The verb `new`: the file of a thing begun, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adrgraph.cli import FINE
from adrgraph.cli.output import emit, tell, write_new
from adrgraph.drafts import draft
from adrgraph.errors import InvalidParameter
from adrgraph.iris import shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adrgraph.layout import Layout


def begin_file(layout: Layout, kind: str, slug: str, known: Mapping[str, str]) -> int:
    """Write the file of a new thing, name it, and say what it lacks and what comes next.

    Raises:
        InvalidParameter: The file is there already, or a value will not do.
    """
    begun = draft(layout, kind, slug, **known)
    try:
        write_new(layout.root / begun.path, begun.text.encode())
    except FileExistsError as error:
        raise InvalidParameter(f"{begun.path} is there already, and is left as it is.") from error
    emit(begun.path)
    for each in (*begun.required, *begun.advised):
        word = "required" if each in begun.required else "advised"
        tell(f"{word}: {shorten(each.property)} — {each.message}")
    if kind == "source":
        tell(
            f"What it says goes into GRAPH source:{slug} {{ … }} in the files of what it is about."
        )
    steps = f"`adrgraph format`, then `adrgraph check {begun.path}`"
    if begun.required or begun.advised:
        steps = f"edit the file, whose head lists this, then {steps}"
    tell(f"Next: {steps}.")
    return FINE
