"""The verb `reference`: the pages of the reference, written into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from adrgraph.cli import FINE
from adrgraph.cli.output import tell, write_whole
from adrgraph.cli.waiting import waiting
from adrgraph.errors import MissingExtra

if TYPE_CHECKING:
    from adrgraph.layout import Layout


def write_reference(layout: Layout, folder: str) -> int:
    """Write every page; what else stands in the folder stays."""
    from adrgraph.sources import read

    try:
        from adrgraph.reference import reference_pages
    except ImportError as error:
        raise MissingExtra("The reference needs an extra: pip install 'adrgraph[docs]'.") from error

    root = Path(folder)
    with waiting("Reading") as stage:
        sources = read(layout)
        stage("Writing")
        pages = dict(reference_pages(sources))
        for path, content in pages.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            write_whole(root / path, content)
    tell(f"{len(pages)} files. Begin at {root / 'index.html'}.")
    return FINE
