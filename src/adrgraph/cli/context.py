"""What every verb needs: the layout that is meant, and a way out with an exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from adrgraph.layout import Layout


def layout_at(root: str | None) -> Layout:
    """The layout in a folder, or the one this program came with."""
    from adrgraph.layout import find_layout

    return find_layout(root)


def leave(code: int) -> None:
    """End the command with an exit code; with 0 it goes on to its own end."""
    if code:
        click.get_current_context().exit(code)
