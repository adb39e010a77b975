"""The build: from files to graph, kept until a file changes, and never half kept."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adrgraph.build import UncachedBuild, build, dump, fingerprint_of, open_build
from adrgraph.errors import InvalidGraph, UnreadableSources
from adrgraph.findings import Severity
from adrgraph.iris import BASE, PREFIXES
from tests.layouts import world_layout

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from adrgraph.layout import Layout
    from adrgraph.store import Store

TITLE = f"SELECT ?title {{ <{BASE}dataset/pupils> <{PREFIXES['dcterms']}title> ?title }}"
OPEN = """
import sys
from pathlib import Path
from adrgraph.build import open_build
from adrgraph.layout import find_layout
print(len(list(open_build(find_layout(sys.argv[1]), cache=Path(sys.argv[2])).dump())))
"""
DUMP = """
import sys
from adrgraph.build import build, dump
from adrgraph.layout import find_layout
sys.stdout.buffer.write(dump(build(find_layout(sys.argv[1])).quads()))
"""


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """The small world, to be changed at will."""
    return world_layout(tmp_path / "world")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A folder for builds that does not exist yet."""
    return tmp_path / "cache"


def test_build(layout: Layout) -> None:
    """A build holds what the files state, and tells its stages as it goes."""
    stages: list[str] = []
    graph = build(layout, progress=stages.append)

    assert stages == ["Reading", "Validating", "Reasoning"]
    assert len(set(graph.quads())) > len(set(graph.asserted))


def test_violation(layout: Layout) -> None:
    """A violation forbids the build and is told with its file, without what is only advice."""
    _change(layout, "dcterms:title", "dcterms:alternative")

    with pytest.raises(
        InvalidGraph, match=r"data/datasets/pupils\.trig:\d+: violation: "
    ) as caught:
        build(layout)

    assert {each.severity for each in caught.value.report.findings} == {Severity.VIOLATION}


def test_unreadable(layout: Layout) -> None:
    """A syntax error forbids the build and is told with file, line and column."""
    (layout.data / "datasets" / "pupils.trig").write_text("<")

    with pytest.raises(UnreadableSources, match=r"^data/datasets/pupils\.trig:1:"):
        build(layout)


def test_second_start(layout: Layout, cache: Path) -> None:
    """A second start opens the build of the first: nothing is read, validated or reasoned."""
    stages: list[str] = []
    first = set(open_build(layout, cache=cache).dump())
    second = set(open_build(layout, cache=cache, progress=stages.append).dump())

    assert stages == []
    assert first == second
    assert len(list(cache.iterdir())) == 1


def test_change_is_noticed(layout: Layout, cache: Path) -> None:
    """A change is noticed at once, though the file keeps its size and its time."""
    path = layout.data / "datasets" / "pupils.trig"
    open_build(layout, cache=cache)
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"Pupil Register", b"Pupils Listed."))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert path.stat().st_size == before.st_size
    assert _titles(open_build(layout, cache=cache)) == ["Pupils Listed."]


def test_changed_back(layout: Layout, cache: Path) -> None:
    """Files that are as they were before have their old build back."""
    stages: list[str] = []
    open_build(layout, cache=cache)
    _change(layout, "Pupil Register", "List of Pupils")
    open_build(layout, cache=cache)
    _change(layout, "List of Pupils", "Pupil Register")

    assert _titles(open_build(layout, cache=cache, progress=stages.append)) == ["Pupil Register"]
    assert stages == []


def test_failed_build_keeps_the_last(layout: Layout, cache: Path) -> None:
    """A build that fails leaves the last good one where it is."""
    open_build(layout, cache=cache)
    kept = sorted(cache.rglob("*"))
    _change(layout, "Pupil Register", 'Pupil " Register')
    with pytest.raises(UnreadableSources):
        open_build(layout, cache=cache)

    assert sorted(cache.rglob("*")) == kept


def test_few_are_kept(layout: Layout, cache: Path) -> None:
    """Old builds go, the newest stay; a store that is open answers though its build has gone."""
    first = open_build(layout, cache=cache)
    for number in range(6):
        _change(layout, "Pupil Register", f"Pupil Register {number}")
        open_build(layout, cache=cache)

    assert len(list(cache.iterdir())) == 6
    assert _titles(first) == ["Pupil Register"]


def test_foreign_files_stay(layout: Layout, cache: Path) -> None:
    """A cache folder that holds other things keeps them."""
    (cache / "photographs").mkdir(parents=True)
    (cache / "letter.txt").write_text("Dear")
    for number in range(7):
        _change(layout, "Pupil Register", f"Pupil Register {number}")
        open_build(layout, cache=cache)

    assert (cache / "photographs").is_dir()
    assert (cache / "letter.txt").read_text() == "Dear"


def _halve(build: Path) -> None:
    manifest = next(build.glob("MANIFEST-*"))
    manifest.write_bytes(manifest.read_bytes()[: manifest.stat().st_size // 2])


def _flip(build: Path) -> None:
    table = max(build.glob("*.sst"), key=lambda path: path.stat().st_size)
    content = bytearray(table.read_bytes())
    content[len(content) // 2] ^= 1
    table.write_bytes(content)


def _replace(build: Path) -> None:
    shutil.rmtree(build)
    build.write_text("")


def _remove(build: Path) -> None:
    next(build.glob("*.sst")).unlink()


def _empty(build: Path) -> None:
    _replace(build)
    build.unlink()
    build.mkdir()


def _nest(build: Path) -> None:
    (build / "CURRENT").unlink()
    (build / "CURRENT").mkdir()


DAMAGES = {
    "pointer overwritten": lambda build: (build / "CURRENT").write_text("nothing"),
    "list of tables cut short": _halve,  # the engine would open it, and find nothing
    "one bit of a table": _flip,
    "table gone": _remove,
    "empty folder": _empty,
    "file in its place": _replace,
    "folder in a file's place": _nest,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damaged_build(layout: Layout, cache: Path, damage: Callable[[Path], object]) -> None:
    """A build whose files are damaged, however little, is built again and then is whole."""
    stages: list[str] = []
    open_build(layout, cache=cache)
    damage(next(cache.iterdir()))

    assert _titles(open_build(layout, cache=cache, progress=stages.append)) == ["Pupil Register"]
    assert stages[-1] == "Storing"
    assert _titles(open_build(layout, cache=cache, progress=stages.append)) == ["Pupil Register"]
    assert (stages.count("Storing"), len(list(cache.iterdir()))) == (1, 1)


@pytest.mark.parametrize("place", ["file", "file/below", "/proc/adrgraph"])
def test_no_cache(layout: Layout, tmp_path: Path, place: str) -> None:
    """Where nothing can be kept, the answer comes from memory, with a warning."""
    (tmp_path / "file").write_text("")
    with pytest.warns(UncachedBuild, match="cannot be kept in"):
        store = open_build(layout, cache=tmp_path / place)

    assert _titles(store) == ["Pupil Register"]


def test_concurrent(layout: Layout, cache: Path) -> None:
    """Processes that build the same files at once all answer, and one build remains."""
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda _: _run(OPEN, layout.root, cache), range(4)))

    assert len(set(counts)) == 1
    assert [path.name for path in cache.iterdir()] == [fingerprint_of(layout)]


def test_killed(layout: Layout, cache: Path) -> None:
    """A build killed at any moment leaves a usable cache or none."""
    expected = _run(OPEN, layout.root, cache.with_name("whole"))
    moments = random.Random(2022)  # noqa: S311 — moments, not secrets
    for _ in range(10):
        process = subprocess.Popen([sys.executable, "-c", OPEN, str(layout.root), str(cache)])
        try:
            process.wait(timeout=moments.uniform(0.1, 0.5))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        whole = [path.name for path in cache.glob("*") if not path.name.startswith("building-")]

        assert whole in ([], [fingerprint_of(layout)])
        assert _run(OPEN, layout.root, cache) == expected
        shutil.rmtree(cache)


def test_deterministic(layout: Layout) -> None:
    """Two processes write the same bytes from the same files, whatever the hash seed."""
    dumps = {_run(DUMP, layout.root, seed=seed) for seed in ("0", "1", "2")}

    assert len(dumps) == 1
    assert dumps.pop().startswith(b"<http")


@given(st.permutations(range(6)))
def test_dump(order: list[int]) -> None:
    """A dump depends on the statements alone: not on their order, nor on blank nodes' labels."""
    term, blanks = ox.NamedNode("http://example.org/a"), [ox.BlankNode() for _ in range(3)]
    quads = [
        ox.Quad(term, term, blanks[0]),
        ox.Quad(blanks[0], term, blanks[1], term),
        ox.Quad(blanks[1], term, ox.Literal("line\nbreak"), term),
        ox.Quad(blanks[0], term, blanks[2], term),
        ox.Quad(term, term, term),
        ox.Quad(term, term, term, term),
    ]

    assert dump([quads[index] for index in order]) == dump(quads)
    assert dump(quads).count(b"\n") == 6


def _change(layout: Layout, old: str, new: str) -> None:
    path = layout.data / "datasets" / "pupils.trig"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def _titles(store: Store) -> list[str]:
    return [str(row) for row in store.query(TITLE)]  # type: ignore[union-attr]


def _run(code: str, *arguments: Path, seed: str = "0") -> bytes:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout
