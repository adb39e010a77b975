"""What deploy/ holds fits the program, and grants it no more than it needs."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from adrgraph.cli.serving import serve

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
UNIT = (DEPLOY / "adrgraph.service").read_text("utf-8")
STAGES = re.split(r"^(?=FROM )", DOCKERFILE, flags=re.MULTILINE)[1:]
SETTINGS = {parameter.envvar for parameter in serve.params if parameter.envvar}
ELSEWHERE = {"ADRGRAPH_CACHE", "ADRGRAPH_ROOT"}


def unit(key: str) -> list[str]:
    """What the unit says for a key."""
    return re.findall(rf"^{key}=(.*)$", UNIT, re.MULTILINE)


def test_variables() -> None:
    """Every variable that is set or named is one that the server reads."""
    for text in (DOCKERFILE, UNIT):
        named = set(re.findall(r"\bADRGRAPH_[A-Z_]+", text))

        assert named
        assert named <= SETTINGS | ELSEWHERE


def test_commands() -> None:
    """What is started is the server, with options that it has."""
    (command,) = re.findall(r"^CMD (\[.*\])$", STAGES[-1], re.MULTILINE)
    (start,) = unit("ExecStart")

    for program, verb, *options in (json.loads(command), shlex.split(start)):
        assert (Path(program).name, verb) == ("adrgraph", "serve")
        serve.make_context("serve", options)


def test_image() -> None:
    """The image runs as an ordinary user, on the Python that it was built with, of a fixed kind."""
    bases = [stage.split()[1] for stage in STAGES]
    (user,) = re.findall(r"^USER (\d+):(\d+)$", STAGES[-1], re.MULTILINE)

    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.\d+-slim", bases[0])
    assert "0" not in user
    assert "--read-only --tmpfs /tmp" in DOCKERFILE  # where spreadsheets are made
    assert STAGES[-1].index("\nUSER ") < STAGES[-1].index("\nCMD ")


def test_context() -> None:
    """All that the wheel is made of is let into the image's context."""
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8")
    let_in = set(re.findall(r"^!(.+)$", ignored, re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {
        "pyproject.toml",
        project["project"]["readme"],
        *project["project"]["license-files"],
        *(path.partition("/")[0] for path in wheel["packages"]),
        *wheel["force-include"],
    }

    assert let_in == needed


def test_patience() -> None:
    """Systemd waits longer for the end than a query may take, and tells the server alone."""
    (patience,) = unit("TimeoutStopSec")
    (seconds,) = [p.default for p in serve.params if p.name == "max_seconds"]

    assert isinstance(seconds, int)
    assert int(patience) > seconds
    assert unit("KillMode") == ["mixed"]
    assert "-HUP" in unit("ExecReload")[0]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_unit(tmp_path: Path) -> None:
    """Systemd understands all of the unit, and finds that it may do little."""
    path = tmp_path / "adrgraph.service"
    path.write_text(UNIT.replace(unit("ExecStart")[0].split()[0], sys.executable), "utf-8")
    for check in ("verify",), ("security", "--offline=true", "--threshold=20"):
        done = subprocess.run(
            [shutil.which("systemd-analyze") or "", *check, str(path)],
            check=False,
            capture_output=True,
            text=True,
        )

        assert done.returncode == 0, done.stdout + done.stderr
    assert "adrgraph.service" not in done.stderr
