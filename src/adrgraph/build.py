"""The whole way from files to graph, and the cache that saves going it twice."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.errors import InvalidGraph, StoreError
from adrgraph.iris import KINDS
from adrgraph.store import load, open_store, write_store
from adrgraph.system import with_system

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from adrgraph.layout import Layout
    from adrgraph.reasoning import Graph
    from adrgraph.store import Store

    Progress = Callable[[str], None]

_FORMAT = "3"
"""The way the cache is laid out; another number makes every older build stale."""

_KEPT = 6
"""Builds that are kept, of all layouts: neither another checkout nor another commit builds anew."""

_ABANDONED = 3600
"""Seconds after which an unfinished build belongs to nobody."""

_ATTEMPTS = 3
"""Builds that are tried while files change under them."""

_SEAL = "sha256"
"""The file in a build that says what its files were when it was whole."""

_REMARKS = frozenset({"LOG", "LOCK", _SEAL})
"""The files in a build that hold no statements."""

_CODE = ("*.py", "*/*.py", "*.rq", "*/*.rq", "*/*.sql")
_NO_PART = frozenset({"cli", "drafts", "pictures", "reference", "server"})
"""The folders of our code that a build knows nothing of, as the layers say."""

_BUILD = re.compile(r"[0-9a-f]{64}")
_UNFINISHED = "building-"


class UncachedBuild(UserWarning):
    """The graph was built, but could not be kept: the next start builds again."""


def build(layout: Layout, *, progress: Progress | None = None) -> Graph:
    """Read, validate and reason: the whole way from files to graph.

    Raises:
        UnreadableSources: Files cannot be read.
        InvalidGraph: Violations, or contradictions in what follows; lesser findings are left out.
    """
    from adrgraph.findings import Report, Severity
    from adrgraph.reasoning import reason
    from adrgraph.sources import read
    from adrgraph.validation import validate

    tell = progress or _silent
    tell("Reading")
    sources = read(layout)
    tell("Validating")
    report = validate(sources)
    if not report.conforms:
        raise InvalidGraph(Report(report.at_least(Severity.VIOLATION)))
    tell("Reasoning")
    graph = reason(sources)
    if graph.contradictions:
        raise InvalidGraph(Report(graph.contradictions))
    return graph


def open_build(
    layout: Layout, *, cache: Path | str | None = None, progress: Progress | None = None
) -> Store:
    """The store of a layout's graph: that of the last build where nothing has changed since.

    A build is written beside the others and renamed into place when it is whole; one that is
    damaged is built again. Where the cache cannot be written, the store is in memory and
    `UncachedBuild` is warned of.
    """
    folder = Path(cache) if cache else default_cache()
    for _ in range(_ATTEMPTS):
        target = folder / fingerprint_of(layout)
        try:
            return _opened(target)
        except StoreError:  # not there, damaged, or pruned by another process just now
            _discard(target)
        graph = build(layout, progress=progress)
        if target.name == fingerprint_of(layout):
            (progress or _silent)("Storing")
            return _kept(with_system(graph.quads(), layout), target)
    return load(with_system(graph.quads(), layout))


def default_cache() -> Path:
    """The folder for builds that belongs to this user on this operating system."""
    from platformdirs import user_cache_path

    folder = user_cache_path("adrgraph", appauthor=False)
    # Where nobody is at home, "~" would become a folder wherever one happens to work.
    return folder if folder.is_absolute() else Path(os.devnull, "adrgraph")


def dump(quads: Iterable[ox.Quad]) -> bytes:
    """Statements as N-Quads: sorted, each once, blank nodes named by what is said of them."""
    plain: list[ox.Quad] = []
    blank: list[ox.Quad] = []
    for quad in quads:
        (blank if _has_blank(quad) else plain).append(quad)
    dataset = ox.Dataset(blank)
    # RDF Dataset Canonicalization (RDFC-1.0); only statements with blank nodes bear on their names.
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = {f"{quad} .\n" for statements in (plain, dataset) for quad in statements}
    return "".join(sorted(lines)).encode()


def fingerprint_of(layout: Layout) -> str:
    """What a build follows from, as one number: files, our code, and the store's format."""
    # Times of files would be quicker to read by milliseconds, and miss a change made at once.
    digest = hashlib.sha256(f"{_FORMAT} {ox.__version__}".encode())
    inputs = _inputs(layout)
    # An empty folder is a mistake that reading tells, and that a missing one is not.
    digest.update("\0".join(_emptied(layout, inputs)).encode())
    for name, path in inputs:
        content = hashlib.sha256(_content(path)).hexdigest()
        digest.update(f"{name}\0{content}\n".encode(errors="surrogateescape"))
    return digest.hexdigest()


def built_at(layout: Layout, *, cache: Path | str | None = None) -> datetime:
    """When the build of a layout as it is now was made; now, where none is kept."""
    from datetime import UTC, datetime

    folder = Path(cache) if cache else default_cache()
    try:
        made = (folder / fingerprint_of(layout) / _SEAL).stat().st_mtime
    except OSError:
        return datetime.now(UTC)
    return datetime.fromtimestamp(made, UTC)


def _silent(_stage: str) -> None:
    """Tell nobody."""


def _has_blank(quad: ox.Quad) -> bool:
    return any(isinstance(term, ox.BlankNode) for term in (quad.subject, quad.object))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:  # reading the sources tells the person; here it is only different
        return str(error).encode(errors="surrogateescape")


def _inputs(layout: Layout) -> list[tuple[str, Path]]:
    """Every file that a build depends on: the sources, and the code that reads them."""
    package = Path(__file__).parent
    sources = [(_below(layout.root, path), path) for path in layout.files()]
    code = (
        path
        for pattern in _CODE
        for path in package.glob(pattern)
        if path.parent.name not in _NO_PART
    )
    return sources + sorted((f"code/{_below(package, path)}", path) for path in code)


def _emptied(layout: Layout, inputs: Sequence[tuple[str, Path]]) -> list[str]:
    """The folders of a layout that hold nothing that is read."""
    held = {path.parent for _, path in inputs}
    places = {folder: layout.root / folder for folder in KINDS}
    return [name for name, place in places.items() if place not in held and place.is_dir()]


def _below(folder: Path, path: Path) -> str:
    """The path from a folder to a file in it; pathlib takes ten times as long for it."""
    return str(path)[len(str(folder)) + 1 :].replace(os.sep, "/")


def _opened(path: Path) -> Store:
    # The engine may open what is damaged, and then find nothing or never come back.
    try:
        whole = (path / _SEAL).read_text() == _digest(path)
    except (OSError, ValueError) as error:
        raise StoreError(f"There is no build in {path}: {error}") from error
    if not whole:
        raise StoreError(f"The build in {path} is damaged.")
    store = open_store(f"file:{path}")
    with contextlib.suppress(OSError):  # someone else's cache may be read, not touched
        os.utime(path)  # the builds used last are kept
    return store


def _kept(quads: Sequence[ox.Quad], target: Path) -> Store:
    import tempfile
    import warnings

    from adrgraph.search import FILE, write_index

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=_UNFINISHED) as beside:
            fresh = Path(beside) / "store"
            write_store(fresh, quads)
            write_index(fresh / FILE, open_store(f"file:{fresh}"))
            (fresh / _SEAL).write_text(_digest(fresh))
            _swapped(fresh, target)
        _prune(target)
        return _opened(target)
    except (OSError, StoreError) as error:
        message = f"The build cannot be kept in {target.parent}, so the next start builds again"
        warnings.warn(f"{message}: {error}", UncachedBuild, stacklevel=3)
        return load(quads)


def _digest(folder: Path) -> str:
    """What a build's files hold, as one number; two megabytes take two milliseconds."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.name not in _REMARKS:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.name}\0{content}\n".encode())
    return digest.hexdigest()


def _swapped(fresh: Path, target: Path) -> None:
    try:
        fresh.rename(target)
    except OSError:
        if not target.is_dir():
            raise
        # Another process was faster with the same files: its build is as good.


def _prune(current: Path) -> None:
    """Remove old builds; a store that is open holds its files, removed or not."""
    import shutil
    import time

    folders = sorted(current.parent.iterdir(), key=_used, reverse=True)
    builds = [path for path in folders if _BUILD.fullmatch(path.name) and path != current]
    left = [path for path in folders if path.name.startswith(_UNFINISHED)]
    for path in builds[_KEPT - 1 :]:
        _discard(path)
    for path in left:
        if _used(path) < time.time() - _ABANDONED:
            shutil.rmtree(path, ignore_errors=True)


def _discard(path: Path) -> None:
    """Take a build away in one step: nobody opens what is half removed."""
    import shutil

    with contextlib.suppress(OSError):
        moved = path.rename(path.with_name(f"{_UNFINISHED}{path.name}"))
        if moved.is_dir() and not moved.is_symlink():
            shutil.rmtree(moved, ignore_errors=True)
        else:
            moved.unlink()


def _used(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
