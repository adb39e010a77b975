"""Where the folders of a checkout, or of an installed wheel, are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from adrgraph.errors import LayoutError

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDERS = ("ontology", "shapes", "data", "queries")

_SUFFIXES = (".ttl", ".trig", ".rq")

_INSTALLED = Path(__file__).resolve().parent / "graph"
"""Where a wheel puts the folders; in a checkout there is no such place."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A folder that holds `ontology/`, `shapes/`, `data/` and `queries/`."""

    root: Path

    @property
    def ontology(self) -> Path:
        """Our terms, their alignments, the borrowed ones, rules and concept schemes."""
        return self.root / "ontology"

    @property
    def shapes(self) -> Path:
        """What data must look like, one target class a file."""
        return self.root / "shapes"

    @property
    def data(self) -> Path:
        """What the sources say, one resource a file."""
        return self.root / "data"

    @property
    def queries(self) -> Path:
        """Saved queries, checks and exports."""
        return self.root / "queries"

    @property
    def is_installed(self) -> bool:
        """Whether these are the files that a wheel brought, which nobody edits."""
        return self.root == _INSTALLED

    def files(self) -> list[Path]:
        """Every file that a build depends on, sorted; hidden ones are somebody else's."""
        # Every command waits for this, and pathlib takes thrice as long.
        found = (path for folder in FOLDERS for path in _found(str(self.root / folder)))
        return [Path(path) for path in sorted(found, key=_parts)]


def find_layout(root: Path | str | None = None) -> Layout:
    """The layout at `root`; without one, that of the checkout or wheel this package stands in.

    Raises:
        LayoutError: A folder is missing.
    """
    if root is not None:
        return _checked(_reached(root))
    return _checked(_INSTALLED if _INSTALLED.is_dir() else _INSTALLED.parents[2])


def _reached(root: Path | str) -> Path:
    try:
        return Path(root).resolve()
    except (OSError, RuntimeError, ValueError) as error:  # no working folder, links in a circle
        raise LayoutError(f"{root} cannot be reached: {error}. Name another folder.") from error


def _checked(root: Path) -> Layout:
    missing = [folder for folder in FOLDERS if not (root / folder).is_dir()]
    if missing:
        raise LayoutError(
            f"{root} has no {', '.join(missing)}. Name a folder that holds {', '.join(FOLDERS)}."
        )
    return Layout(root)


def _parts(path: str) -> list[str]:
    return path.split(os.sep)  # noqa: PTH206 — as above


def _found(folder: str) -> Iterator[str]:
    try:
        entries = list(os.scandir(folder))
    except OSError:  # not there, or not for us: reading the sources tells
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _found(entry.path)
        elif entry.name.endswith(_SUFFIXES) and not entry.name.startswith(".") and entry.is_file():
            yield entry.path
