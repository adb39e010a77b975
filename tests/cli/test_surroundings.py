"""The command line in odd surroundings: no home, no room, no ASCII, nowhere to write or to be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from adrgraph.layout import Layout

ADRGRAPH = (sys.executable, "-m", "adrgraph")
RUN = ("run", "linked-with", "dataset=hospital")


@pytest.fixture
def environment(shared: Layout, cache: str) -> dict[str, str]:
    """The environment of a process that works on the small world."""
    return {"ADRGRAPH_ROOT": str(shared.root), "ADRGRAPH_CACHE": cache}


def ran(
    *arguments: str, environment: dict[str, str], folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """A command that has run with this environment and nothing else of ours."""
    return subprocess.run(
        [*ADRGRAPH, *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **environment},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize("columns", ["", "0", "1", "7", "-1", "²", "wide", "9" * 5000])
def test_no_room(environment: dict[str, str], columns: str) -> None:
    """Where a table cannot fit, or nobody knows the room, it is written in full width."""
    done = ran(*RUN, environment=environment | {"COLUMNS": columns})

    assert (done.returncode, done.stderr) == (0, "")
    assert "Pupil Register" in done.stdout


@pytest.mark.parametrize("columns", ["", "40"])
@pytest.mark.parametrize("verb", [RUN, ("queries",), ("queries", "linked-with"), ("--help",)])
def test_ascii(environment: dict[str, str], columns: str, verb: tuple[str, ...]) -> None:
    """In a locale of ASCII alone every table is written, with other letters replaced."""
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "COLUMNS": columns}
    done = ran(*verb, environment=environment | plain)

    assert done.returncode == 0
    assert done.stdout.isascii()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("root", [".", "deleted"])
def test_deleted_folder(environment: dict[str, str], tmp_path: Path, root: str) -> None:
    """In a folder that has been deleted, what needs no folder works and the rest is told."""
    code = "import os, sys; os.rmdir(os.getcwd()); from adrgraph.cli import main; sys.exit(main())"
    folder = tmp_path / "deleted"
    found = []
    for arguments in (RUN, (*RUN, "-o", "a.csv"), ("--root", root, "check")):
        folder.mkdir()
        found.append(
            subprocess.run(
                [sys.executable, "-c", code, *arguments],
                cwd=folder,
                env=os.environ | environment,
                check=False,
                capture_output=True,
                text=True,
            )
        )

    assert [each.returncode for each in found] == [0, 3, 3]
    assert found[1].stderr == "a.csv: No such file or directory.\n"
    assert found[2].stderr.startswith(f"{root} cannot be reached: ")


@pytest.mark.parametrize(
    "where",
    [
        {"ADRGRAPH_CACHE": "/dev/null"},
        {"ADRGRAPH_CACHE": "", "XDG_CACHE_HOME": "/proc/nowhere"},
        {"ADRGRAPH_CACHE": "", "HOME": "/proc/nowhere"},
    ],
    ids=["device", "cache", "home"],
)
def test_nowhere_to_keep(environment: dict[str, str], where: dict[str, str]) -> None:
    """Where a build cannot be kept, the answer comes all the same, with one line of warning."""
    done = ran(*RUN, environment=environment | where)

    assert done.returncode == 0
    assert "Pupil Register" in done.stdout
    assert done.stderr.startswith("Warning: The build cannot be kept in ")
    assert done.stderr.count("\n") == 1


def test_nobodys_home(environment: dict[str, str]) -> None:
    """A cache in the home of somebody who does not exist is a mistake in the usage."""
    done = ran(*RUN, environment=environment | {"ADRGRAPH_CACHE": "~no-such-person/x"})

    assert (done.returncode, done.stdout) == (2, "")
    assert 'ADRGRAPH_CACHE is "~no-such-person/x"' in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("none/a.csv", "none/a.csv: There is no folder "),
        ("loop.csv", "loop.csv: Too many levels of symbolic links."),
        ("file/a.csv", "file/a.csv: Not a directory."),
        ("/dev/full", "/dev/full: No space left on device."),
    ],
)
def test_unwritable(environment: dict[str, str], tmp_path: Path, output: str, told: str) -> None:
    """An output that cannot be written is named as it was given, and nothing is left beside it."""
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    (tmp_path / "file").write_text("")
    done = ran(*RUN, "-o", output, environment=environment, folder=tmp_path)

    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(told)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "loop.csv"]


def test_links_in_a_circle(environment: dict[str, str], tmp_path: Path) -> None:
    """A link that leads to itself is told, as a root and as a file to format."""
    (tmp_path / "loop.ttl").symlink_to("loop.ttl")
    root = ran("--root", "loop.ttl", "check", environment=environment, folder=tmp_path)
    file = ran("format", "loop.ttl", environment=environment, folder=tmp_path)

    assert (root.returncode, file.returncode) == (3, 3)
    assert root.stderr.startswith("loop.ttl cannot be reached: ")
    assert file.stderr.startswith("loop.ttl:1:1: This cannot be read: ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this machine has no /dev/full")
def test_nobody_to_tell(environment: dict[str, str]) -> None:
    """Where nothing can be said on standard error, the answer and the exit code are the same."""
    codes = []
    for arguments in (RUN, ("check",), ("run", "linked-with", "dataset=none")):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [*ADRGRAPH, *arguments],
                env=os.environ | environment,
                check=False,
                stdout=subprocess.PIPE,
                stderr=full,
            )
        codes.append(done.returncode)

    assert codes == [0, 0, 2]
