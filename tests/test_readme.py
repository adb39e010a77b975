"""The README: its commands run, and what it shows is what they print."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from adrgraph.server.isolation.limits import Limits

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(console|python)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
APART = ("make ", "adrgraph serve", "adrgraph publish", "curl ")
"""Commands that install, run until stopped, or need a server: tests of their own run these."""


def sessions() -> list[tuple[str, str]]:
    """Each command that the README shows, with what it shows as its output."""
    shown = []
    for kind, block in BLOCKS:
        if kind == "console":
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                shown.append((command, output.strip("\n")))
    return shown


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command line as a reader would, with this interpreter's programs first."""
    programs = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": programs, "LC_ALL": "C.UTF-8"}
    environment.pop("COLUMNS", None)
    return subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("command", "output"),
    [shown for shown in sessions() if not shown[0].startswith(APART)],
)
def test_command(command: str, output: str, tmp_path: Path) -> None:
    """A command of the README runs, and prints what the README says."""
    done = run(command, tmp_path)

    assert done.returncode == 0, done.stderr
    if output:
        assert done.stdout.strip("\n") == output


def test_make_run() -> None:
    """What the README shows for `make run` is the answer that the graph gives."""
    (output,) = [output for command, output in sessions() if command == "make run"]

    assert run("adrgraph run links-to dataset=npd", ROOT).stdout.strip("\n") == output


def test_serve() -> None:
    """The server that the README starts gives the client that it shows the rows that it shows."""
    (serve,) = [command for command, _ in sessions() if command.startswith("adrgraph serve --port")]
    (shown,) = [shown for shown in sessions() if shown[0].startswith("curl ")]
    program, *options = serve.replace("8000", "0").split()
    with subprocess.Popen(
        [Path(sys.executable).with_name(program), *options], stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr is not None
        address = server.stderr.readline().split()[2]
        done = run(shown[0].replace("http://127.0.0.1:8000/sparql", address), ROOT)
        server.terminate()

    assert done.stdout.strip() == shown[1]


def test_pictures() -> None:
    """Each picture of the README is there, small, and said in words."""
    shown = re.findall(r"!\[(.*?)\]\((.*?)\)", README)

    assert len(shown) >= 4
    for words, path in shown:
        assert len(words) > 30
        assert 0 < (ROOT / path).stat().st_size < 150_000


def test_first_screen() -> None:
    """Both commands of the set-up stand on the first screen."""
    screen = "\n".join(README.splitlines()[:12])

    assert "`make test`" in screen
    assert "$ make run\n" in screen


@pytest.mark.parametrize("block", [block for kind, block in BLOCKS if kind == "python"])
def test_python(block: str, tmp_path: Path) -> None:
    """A Python example of the README runs from any folder."""
    subprocess.run([sys.executable, "-c", block], check=True, cwd=tmp_path, capture_output=True)


def test_commands_are_documented() -> None:
    """Every command of the command line has help and stands in the README."""
    from adrgraph.cli.commands import adrgraph

    for name, command in adrgraph.commands.items():
        assert command.help, name
        assert f"adrgraph {name}" in README, name


def test_limits() -> None:
    """The limits that the README tells are those of the endpoint."""
    limits = Limits()
    told = [
        line.split("|")[2].strip()
        for line in README.splitlines()
        if line.startswith(("| time, ", "| memory, ", "| rows, ", "| queries of one client"))
    ]

    assert told == [
        f"{limits.seconds:g} seconds",
        f"{limits.memory >> 20} MiB",
        str(limits.rows),
        str(limits.per_client),
    ]
