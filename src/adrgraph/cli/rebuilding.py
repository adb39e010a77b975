"""The next build of the same files, made by a process of its own while this one serves."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from adrgraph import server
from adrgraph.build import built_at, fingerprint_of
from adrgraph.catalogue import Catalogue, load
from adrgraph.errors import BuildFailed
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
            env=os.environ | ({"ADRGRAPH_CACHE": str(self.cache)} if self.cache else {}),
        )
        if done.returncode:
            raise BuildFailed(done.stderr.strip() or "The build ended without a word.")
        return content_of(load(self.layout.root, cache=self.cache), cache=self.cache)


def content_of(catalogue: Catalogue, *, cache: Path | None) -> Content:
    """What is served of a catalogue."""
    layout = catalogue.layout
    built = built_at(layout, cache=cache)
    revision = Revision(fingerprint_of(layout), built, appearance=appearance())
    return Content(in_memory(catalogue.store), revision, layout)


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
