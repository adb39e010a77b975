"""The next build of the same files, made by a process of its own while this one serves."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from adrgraph import server
from adrgraph.build import built_at, fingerprint_of
from adrgraph.catalogue import Catalogue, load
from adrgraph.errors import BuildFailed
from adrgraph.history import History, noted
from adrgraph.server.caching import Revision
from adrgraph.server.operation.settings import Content
from adrgraph.store import in_memory

if TYPE_CHECKING:
    from adrgraph.layout import Layout


_LOOKS = frozenset({".css", ".html", ".js", ".svg", ".xml"})


@dataclass(frozen=True, slots=True)
class Files:
    """A layout whose files may change."""

    layout: Layout
    cache: Path | None
    history: Path | None = None

    def fingerprint(self) -> str:
        """What a build of the files as they are now would follow from."""
        return fingerprint_of(self.layout)

    def content(self) -> Content:
        """A build of the files as they are now.

        Raises:
            BuildFailed: It has findings; they are the message.
        """
        # Reading and reasoning would keep this process from answering meanwhile.
        done = subprocess.run(  # noqa: S603 — ourselves
            [sys.executable, "-m", "adrgraph", "--root", str(self.layout.root), "build"],
            check=False,
            capture_output=True,
            text=True,
            env=os.environ | self._places(),
        )
        if done.returncode:
            raise BuildFailed(done.stderr.strip() or "The build ended without a word.")
        catalogue = load(self.layout.root, cache=self.cache)
        return content_of(catalogue, cache=self.cache, history=self.history)

    def _places(self) -> dict[str, str]:
        """Where the process finds older builds, and notes what changed since the last."""
        places = {"ADRGRAPH_CACHE": self.cache, "ADRGRAPH_HISTORY": self.history}
        return {name: str(place) for name, place in places.items() if place}


def content_of(catalogue: Catalogue, *, cache: Path | None, history: Path | None = None) -> Content:
    """What is served of a catalogue, with what changed from build to build where that is kept.

    Raises:
        HistoryError: The file for it cannot be read or written.
    """
    layout = catalogue.layout
    build = fingerprint_of(layout)
    kept = noted(history, catalogue.store, build=build) if history else History()
    # A build may come back: its pages then differ from those of its first time by what changed.
    latest = [datetime.fromisoformat(change.noted) for change in kept.changes[:1]]
    built = max([built_at(layout, cache=cache), *latest])
    revision = Revision(build, built, appearance=appearance() + kept.digest)
    return Content(in_memory(catalogue.store), revision, layout, kept)


def elsewhere(catalogue: Catalogue) -> Content:
    """What is served of a catalogue over a store that others may change."""
    return Content(catalogue.store, layout=catalogue.layout)


def appearance() -> str:
    """What pages are made with, as one number: the build knows nothing of templates and styles."""
    package = Path(server.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(path for path in package.rglob("*") if path.suffix in _LOOKS):
        digest.update(f"{path.relative_to(package)}\0".encode() + path.read_bytes())
    return digest.hexdigest()
