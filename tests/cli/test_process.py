"""The command line as a process: terminals, pipes, Ctrl-C, and files that are whole or absent."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from adrgraph.cli.output import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from adrgraph.layout import Layout

ADRGRAPH = (sys.executable, "-m", "adrgraph")
RUN = ("run", "linked-with", "dataset=hospital")
ALL = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture
def environment(shared: Layout, cache: str) -> dict[str, str]:
    """The environment of a process that works on the small world, built already."""
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    ours = {"ADRGRAPH_ROOT": str(shared.root), "ADRGRAPH_CACHE": cache, "TERM": "xterm-256color"}
    subprocess.run([*ADRGRAPH, "build"], env=kept | ours, check=True, capture_output=True)
    return kept | ours


@pytest.fixture
def terminal(environment: dict[str, str]) -> Callable[..., str]:
    """A function that runs a command at a terminal of some width and gives what is seen there."""

    def run(*arguments: str, width: int = 80, until: str = "", **extra: str) -> str:
        process, screen = _at_terminal(arguments, environment | extra, width)
        seen = ""
        while part := _read(screen):
            seen += part
            if until and until in seen:
                process.send_signal(signal.SIGINT)
                until = ""
        os.close(screen)
        return f"{seen}[{process.wait()}]"

    return run


@pytest.mark.parametrize("width", [30, 40, 80, 200])
def test_fits(terminal: Callable[..., str], width: int) -> None:
    """A table is as wide as the terminal at most, and all of it is there."""
    seen = terminal(*RUN, width=width, NO_COLOR="1")

    assert max(map(len, seen.splitlines())) <= width
    assert {"Linked", "dataset", "label", "Pupil", "Register", "[0]"} <= set(seen.split())


def test_colour(terminal: Callable[..., str]) -> None:
    """There is colour at a terminal, unless NO_COLOR forbids it or the terminal has none."""
    assert "\x1b[" in terminal(*RUN)
    assert "\x1b[" not in terminal(*RUN, NO_COLOR="1")
    assert "\x1b[" not in terminal(*RUN, TERM="dumb")


def test_escapes(terminal: Callable[..., str]) -> None:
    """A value cannot move the cursor or change the colour of a person's terminal."""
    seen = terminal("query", 'SELECT ?x { VALUES ?x { "a\\u001B[31mb" } }', NO_COLOR="1")

    assert "\x1b" not in seen


def test_format_at_terminal(terminal: Callable[..., str]) -> None:
    """A format that is asked for is written as it is, at a terminal too."""
    assert terminal(*RUN, "-f", "csv").replace("\r", "").startswith("linked,label\n")


def test_progress(terminal: Callable[..., str]) -> None:
    """After a second the terminal says what is being done; Ctrl-C ends even a long query."""
    seen = terminal("query", ENDLESS, until="Asking")

    assert "Asking …" in seen
    assert seen.endswith("\r\x1b[K[130]")


def test_interrupt(environment: dict[str, str], tmp_path: Path) -> None:
    """Ctrl-C is exit code 130, silent, and leaves no part of an output file."""
    command = [*ADRGRAPH, "query", ENDLESS, "-o", str(tmp_path / "out.csv")]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=1)
    process.send_signal(signal.SIGINT)

    assert process.communicate() == (b"", b"")
    assert process.returncode == 130
    assert list(tmp_path.iterdir()) == []


def test_broken_pipe(environment: dict[str, str]) -> None:
    """A reader that has seen enough is no error to tell of."""
    with subprocess.Popen(
        [*ADRGRAPH, "query", ALL, "-f", "tsv"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        told = process.stderr.read()

    assert told == b""
    assert process.returncode in {0, 141}  # some systems take what nobody reads


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this machine has no /dev/full")
def test_full_disk(environment: dict[str, str]) -> None:
    """An answer that cannot be written is told in one sentence."""
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [*ADRGRAPH, *RUN], env=environment, check=False, stdout=full, stderr=subprocess.PIPE
        )

    assert ran.returncode == 3
    assert b"No space left on device" in ran.stderr
    assert ran.stderr.count(b"\n") == 1


def test_bytes_that_are_no_text(environment: dict[str, str]) -> None:
    """An argument that is no UTF-8 is refused like any other wrong value."""
    command = [*ADRGRAPH, "run", "linked-with", os.fsdecode(b"dataset=\xff")]
    ran = subprocess.run(command, env=environment, check=False, capture_output=True)

    assert (ran.returncode, ran.stdout) == (2, b"")
    assert b"No dataset is called" in ran.stderr


def test_ascii_terminal(environment: dict[str, str]) -> None:
    """Where only ASCII can be shown, other letters are replaced and nothing fails."""
    query = 'SELECT ?x { VALUES ?x { "naïve" } }'
    ran = subprocess.run(
        [*ADRGRAPH, "query", query],
        env=environment | {"PYTHONIOENCODING": "ascii"},
        check=True,
        capture_output=True,
    )

    assert ran.stdout.splitlines()[-1] == b"na?ve"


def test_light(environment: dict[str, str]) -> None:
    """An answer in a pipe loads neither rdflib nor rich nor a web framework."""
    command = [sys.executable, "-X", "importtime", "-m", "adrgraph", *RUN]
    ran = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in ran.stderr.splitlines()}

    assert "pyoxigraph" in loaded
    assert not loaded & {"rdflib", "rich", "starlette", "uvicorn", "shacl", "pyshacl", "pandas"}


def test_whole_file(tmp_path: Path) -> None:
    """A file is replaced in one step: its mode and its links stay, and no other file is left."""
    path, link = tmp_path / "a.txt", tmp_path / "link.txt"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    write_whole(link, b"new")

    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", 0o640)
    assert link.is_symlink()
    assert sorted(tmp_path.iterdir()) == [path, link]


def test_device(tmp_path: Path) -> None:
    """A device is written to, not replaced."""
    write_whole(Path(os.devnull), b"gone")

    assert not Path(os.devnull).is_file()
    assert list(tmp_path.iterdir()) == []


def _at_terminal(
    arguments: tuple[str, ...], environment: Mapping[str, str], width: int
) -> tuple[subprocess.Popen[bytes], int]:
    screen, inner = pty.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    process = subprocess.Popen(
        [*ADRGRAPH, *arguments], env=environment, stdin=inner, stdout=inner, stderr=inner
    )
    os.close(inner)
    return process, screen


def _read(screen: int) -> str:
    try:
        return os.read(screen, 65536).decode(errors="replace")
    except OSError:  # what Linux says when the last process has left the terminal
        return ""
