"""What the shells are offered when Tab is pressed."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Ran

RUN = "adrgraph run linked-with"


@pytest.fixture
def offered(
    adrgraph: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, str, str], list[str]]:
    """A function that gives what a shell is offered for the last of some words."""

    def complete(shell: str, words: str, last: str) -> list[str]:
        monkeypatch.setenv("_ADRGRAPH_COMPLETE", f"{shell}_complete")
        monkeypatch.setenv("COMP_WORDS", f"{words} {last}")
        position = last if shell == "fish" else str(len(words.split()))
        monkeypatch.setenv("COMP_CWORD", position)
        return adrgraph().out.splitlines()

    return complete


@pytest.mark.parametrize(
    ("words", "last", "values"),
    [
        ("adrgraph", "ru", ["run"]),
        ("adrgraph run", "lin", ["linked-with"]),
        ("adrgraph run", "xyz", []),
        (RUN, "d", ["dataset="]),
        (RUN, "dataset=c", ["dataset=careers", "dataset=cohort"]),
        (f"{RUN} dataset=pupils", "area=wal", ["area=wales"]),
        (f"{RUN} dataset=pupils", "s", ["since="]),
        (RUN, "nothing=x", []),
        ("adrgraph run unknown", "d", []),
        ("adrgraph queries", "l", ["linked-with"]),
        (f"{RUN} -f", "tu", ["turtle"]),
        ("adrgraph", "ne", ["new"]),
        ("adrgraph", "di", ["diff"]),
        ("adrgraph diff", "HE", ["HEAD"]),
        ("adrgraph diff HEAD", "HE", ["HEAD"]),
        ("adrgraph diff --format", "ma", ["markdown"]),
        ("adrgraph new", "s", ["source"]),
        ("adrgraph new", "o", ["organisation"]),
        ("adrgraph new dataset x --type", "So", ["SourceDataset"]),
        ("adrgraph new dataset x --source", "le", ["leaflet"]),
        ("adrgraph new source x --publisher", "sc", ["school-office"]),
    ],
)
def test_zsh(
    offered: Callable[[str, str, str], list[str]], words: str, last: str, values: list[str]
) -> None:
    """In zsh a person is offered verbs, queries, parameters and values as whole words."""
    assert offered("zsh", words, last)[1::3] == values


@pytest.mark.parametrize(
    ("words", "last", "values"),
    [
        (RUN, "d", ["dataset="]),
        (f"{RUN} dataset =", "c", ["careers", "cohort"]),
        (f"{RUN} dataset = pupils", "s", ["since="]),
        (f"{RUN} dataset = pupils area =", "wal", ["wales"]),
    ],
)
def test_bash(
    offered: Callable[[str, str, str], list[str]], words: str, last: str, values: list[str]
) -> None:
    """In bash, which breaks words at the equals sign, a person is offered what follows it."""
    assert [line.partition(",")[2] for line in offered("bash", words, last)] == values


def test_bash_at_sign(offered: Callable[[str, str, str], list[str]]) -> None:
    """Right after the equals sign bash is offered every value."""
    assert "plain,pupils" in offered("bash", f"{RUN} dataset", "=")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_script(adrgraph: Callable[..., Ran], shell: str) -> None:
    """The script is one that its shell can read."""
    script = adrgraph("completion", shell).out

    assert "_ADRGRAPH_COMPLETE" in script
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    subprocess.run([shell, "-n"], input=script, check=True, text=True)
