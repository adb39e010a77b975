"""CONTRIBUTING: its commands run one after the other, and what it shows is what they print."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from adrgraph.layout import FOLDERS

ROOT = Path(__file__).parents[1]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
_, _, WALK = CONTRIBUTING.partition("## From a web page to a merged fact")
BLOCKS = re.findall(
    r"^```console\n(.*?)^```$", WALK.partition("\n## ")[0], re.MULTILINE | re.DOTALL
)
APART = ("make ", "python -m tests.answers")
"""Commands about all of the project, which other tests are."""


def steps() -> list[tuple[str, str]]:
    """Each command of the walk, with its here-document, and what is shown as its output."""
    found = []
    for block in BLOCKS:
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, rest = part.partition("\n")
            if "<<'END'" in command:
                document, _, rest = rest.partition("\nEND\n")
                command = f"{command}\n{document}\nEND"
            found.append((command, rest.strip("\n")))
    return found


def run(command: str, checkout: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a checkout as a curator would, with this interpreter's programs first."""
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    person = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Curator"), ("EMAIL", "curator@example.org"))
    }
    places = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "ADRGRAPH_ROOT": str(checkout),
        "ADRGRAPH_CACHE": str(checkout.parent / "cache"),
        "LC_ALL": "C.UTF-8",
    }
    return subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=checkout,
        env={**os.environ, **nobody, **person, **places},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout, with one commit."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    copy = tmp_path_factory.mktemp("curator") / "checkout"
    for name in (*FOLDERS, "tests"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    begin = "git init --quiet --initial-branch main && git add --all && git commit -qm Begin"
    assert run(begin, copy).returncode == 0
    return copy


def test_walk(checkout: Path) -> None:
    """A curator who types what the walk says has merged a fact, and sees what it shows."""
    for command, output in steps():
        if command.startswith(APART):
            continue
        done = run(command, checkout)

        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        if output:
            assert done.stdout.strip("\n") == output, command
    left = run("git status --porcelain", checkout)
    committed = run("git show --stat --format=%s", checkout)
    assert left.stdout == ""
    assert committed.stdout.startswith("State how many people LEO covered in September 2025\n")
    assert "data/datasets/leo.trig" in committed.stdout
    assert "data/sources/leo-in-figures.trig" in committed.stdout


def test_clean(checkout: Path) -> None:
    """The fact that the walk adds has no finding, and its files are in canonical form."""
    checked = run(
        "adrgraph check data/datasets/leo.trig data/sources/leo-in-figures.trig", checkout
    )

    assert "violation" not in checked.stdout
    assert run("adrgraph format --check", checkout).returncode == 0


def test_latest(checkout: Path) -> None:
    """The newer figure is the latest, and the older ones are still stated by their sources."""
    why = run(
        "adrgraph explain dataset/leo adr:hasLatestExtent dataset/leo#size-individuals-2025-09",
        checkout,
    )
    said = run("adrgraph run who-said thing=dataset/leo --format csv", checkout)

    assert "stated by source/leo-in-figures" in why.stdout
    assert "leo-in-figures" in said.stdout
    assert "leo-dataset-page" in said.stdout


def test_markdown(checkout: Path) -> None:
    """The text for a pull request tells of both files."""
    done = run("adrgraph diff main --format markdown", checkout)

    assert "### Longitudinal Education Outcomes (dataset/leo) was changed" in done.stdout
    assert "### LEO in figures (source/leo-in-figures) was added" in done.stdout


def test_shown() -> None:
    """The walk uses the verbs for curators, each at least once."""
    commands = " ".join(command for command, _ in steps())

    for verb in ("new", "format", "check", "diff", "explain", "run"):
        assert f"adrgraph {verb}" in commands
