"""What every verb needs: the catalogue that is meant, and a way out with an exit code."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from adrgraph.build import Progress
    from adrgraph.catalogue import Catalogue
    from adrgraph.layout import Layout


def layout_at(root: Path | str | None) -> Layout:
    """The layout in a folder, or the one this program came with."""
    from adrgraph.layout import find_layout

    return find_layout(root)


def load(root: Path | str | None, stage: Progress) -> Catalogue:
    """The catalogue in a folder, built where needed, or over the store that is named instead."""
    from adrgraph.catalogue import Catalogue
    from adrgraph.catalogue import load as loaded
    from adrgraph.cli.stores import credentials, named

    location = named()
    if location:
        from adrgraph.store import open_store

        return Catalogue(layout_at(root), open_store(location, credentials=credentials()))
    return loaded(root, cache=cache(), progress=stage)


def cache() -> Path | None:
    """The folder for builds that the environment names, if it names one."""
    folder = os.environ.get("ADRGRAPH_CACHE")
    try:
        return Path(folder).expanduser() if folder else None
    except RuntimeError as error:  # ~somebody
        raise click.UsageError(f'ADRGRAPH_CACHE is "{folder}": {error}') from error


def leave(code: int) -> None:
    """End the command with an exit code; with 0 it goes on to its own end."""
    if code:
        click.get_current_context().exit(code)
