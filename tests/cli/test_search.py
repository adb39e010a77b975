"""The verb `search`: a table for people, CSV and JSON for programs, remarks beside them."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

from adrgraph.iris import BASE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Ran


def test_table(adrgraph: Callable[..., Ran]) -> None:
    """What is found stands in a table, with why; what a word was read as is said beside it."""
    ran = adrgraph("search", "pupli", "register")

    assert (ran.code, ran.err) == (0, 'Nothing has "pupli": it is read as pupil.\n')
    assert [line.split()[0] for line in ran.out.splitlines()[::2][:2]] == [
        "thing",
        "dataset/pupils",
    ]


def test_formats(adrgraph: Callable[..., Ran], tmp_path: Path) -> None:
    """CSV has one line a find, JSON says what is marked; both go to files too."""
    path = tmp_path / "found.json"
    rows = list(csv.DictReader(adrgraph("search", "pupil", "-f", "csv").out.splitlines()))
    ran = adrgraph("search", "pupil", "--kind=dataset", "-f", "json", "-o", str(path))
    found = json.loads(path.read_text(encoding="utf-8"))

    assert rows[0]["iri"] == f"{BASE}dataset/pupils"
    assert rows[0]["why"] == "title"
    assert (ran.out, found["q"]) == ("", "pupil")
    assert found["hits"][0]["snippet"][0] == {"text": "Pupil", "marked": True}
    assert {hit["kind"] for hit in found["hits"]} == {"dataset"}


def test_more(adrgraph: Callable[..., Ran]) -> None:
    """That there is more is said, with how to see it."""
    first = adrgraph("search", "pupil", "--limit", "1")
    second = adrgraph("search", "pupil", "--limit", "1", "--offset", "1")

    assert "There are more: --limit and --offset show them.\n" in first.err
    assert first.out != second.out


def test_nothing(adrgraph: Callable[..., Ran]) -> None:
    """That nothing matches is said beside the results, and is no mistake."""
    ran = adrgraph("search", "zzyzx", "--", "-x")

    assert (ran.code, ran.out, ran.err) == (0, "", "Nothing matches.\n")


def test_unknown_kind(adrgraph: Callable[..., Ran]) -> None:
    """A kind that there is not is told with the nearest."""
    ran = adrgraph("search", "pupil", "--kind", "datset")

    assert (ran.code, ran.out) == (2, "")
    assert 'Nothing is of the kind "datset". Did you mean "dataset"?' in ran.err
