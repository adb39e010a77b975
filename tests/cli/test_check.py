"""The verb `check`: findings for people, programs and code hosts."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from adrgraph.cli import FINDINGS, FINE, USAGE
from adrgraph.cli.findings import WRITERS, counted
from adrgraph.findings import Finding, Severity
from adrgraph.iris import BASE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from adrgraph.layout import Layout
    from tests.cli.conftest import Ran

FINDING = Finding(
    path="data/datasets/leo, a.trig",
    line=14,
    focus=f"<{BASE}dataset/leo>",
    property="<http://purl.org/dc/terms/title>",
    value='"x"',
    severity=Severity.WARNING,
    message="Give 100% of\nthe title: in English.",
    shape=f"{BASE}shape/dataset#title",
)


@pytest.fixture
def untitled(layout: Layout) -> Layout:
    """The small world, in which one dataset has lost its title."""
    path = layout.data / "datasets" / "pupils.trig"
    path.write_text(path.read_text().replace("dcterms:title", "dcterms:alternative"))
    return layout


def test_fine(adrgraph: Callable[..., Ran]) -> None:
    """A conforming layout is exit code 0; what is only advice is shown all the same."""
    ran = adrgraph("check")

    assert ran.code == 0
    assert all(": info: " in line for line in ran.out.splitlines())


def test_compiler_lines(adrgraph: Callable[..., Ran], untitled: Layout) -> None:
    """A violation is exit code 1 and reads like a compiler's: place, thing, remedy, shape."""
    ran = adrgraph("check", on=untitled)

    assert ran.code == 1
    assert re.search(
        r"^data/datasets/pupils\.trig:\d+: violation: dataset/pupils dcterms:title — "
        r".+ \[shape/dataset#[\w-]+\]$",
        ran.out,
        re.MULTILINE,
    )
    assert re.search(r"^\d+ violations?, ", ran.err)


def test_misspelt_name(adrgraph: Callable[..., Ran], layout: Layout) -> None:
    """A name in a query that nothing describes is a violation, with the name that was meant."""
    path = layout.queries / "linked-with.rq"
    path.write_text(path.read_text().replace("prov:used", "prov:use"))
    ran = adrgraph("check", on=layout)

    assert ran.code == 1
    assert (
        "queries/linked-with.rq:29: violation: prov:use — No file describes prov:use. "
        'Did you mean "prov:used"?'
    ) in ran.out


@pytest.mark.parametrize(("severity", "code"), [("violation", 0), ("warning", 0), ("info", 1)])
def test_fail_on(adrgraph: Callable[..., Ran], severity: str, code: int) -> None:
    """The exit code follows the least severity that is to matter."""
    assert adrgraph("check", "--fail-on", severity).code == code


def test_engines_agree(adrgraph: Callable[..., Ran], untitled: Layout) -> None:
    """The reference engine finds the same."""
    pytest.importorskip("pyshacl", reason="pySHACL is not installed")

    assert adrgraph("check", "--engine", "pyshacl", on=untitled) == adrgraph("check", on=untitled)


def test_json(adrgraph: Callable[..., Ran], untitled: Layout) -> None:
    """A program reads the same findings as objects."""
    found = json.loads(adrgraph("check", "-f", "json", on=untitled).out)

    assert len(found) == len(adrgraph("check", on=untitled).out.splitlines())
    assert set(found[0]) == set(Finding.__dataclass_fields__)


def test_malformed_query(adrgraph: Callable[..., Ran], layout: Layout) -> None:
    """A malformed saved query is a finding with its line."""
    (layout.queries / "bad.rq").write_text("#+ summary: Bad?\nSELECT * { ?s ?p ?o }")
    ran = adrgraph("check", on=layout)

    assert ran.code == 1
    assert "queries/bad.rq:2: violation: query/bad — Name the columns instead of" in ran.out


def test_malformed_export(adrgraph: Callable[..., Ran], layout: Layout) -> None:
    """A malformed export profile is found before anybody exports."""
    path = layout.queries / "exports" / "bad.rq"
    path.parent.mkdir(exist_ok=True)
    path.write_text("#+ summary: Bad.\nCONSTRUCT { ?s ?p ?o } WHERE {\n")
    ran = adrgraph("check", on=layout)

    assert ran.code == 1
    assert "queries/exports/bad.rq:" in ran.out
    assert ": violation: export/bad — " in ran.out


@pytest.mark.parametrize("format", ["json", "sarif"])
def test_unreadable(adrgraph: Callable[..., Ran], layout: Layout, format: str) -> None:
    """A program is told of files that cannot be read in the format that it reads."""
    (layout.data / "datasets" / "pupils.trig").write_text("<")
    ran = adrgraph("check", "-f", format, on=layout)

    assert ran.code == 3
    assert "data/datasets/pupils.trig" in json.dumps(json.loads(ran.out))
    assert ran.err.startswith("data/datasets/pupils.trig:1:")


def test_sarif() -> None:
    """SARIF has what its schema demands, with the severity and the place that hosts show."""
    document = json.loads(WRITERS["sarif"]([FINDING]))
    [run] = document["runs"]
    [result] = run["results"]

    assert (document["version"], run["tool"]["driver"]["name"]) == ("2.1.0", "adrgraph")
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert result == {
        "ruleId": "shape/dataset#title",
        "ruleIndex": 0,
        "level": "warning",
        "message": {"text": f"dataset/leo dcterms:title — {FINDING.message}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": "data/datasets/leo%2C%20a.trig",
                        "uriBaseId": "SRCROOT",
                    },
                    "region": {"startLine": 14},
                }
            }
        ],
    }


def test_github() -> None:
    """A workflow command is one line, in which the signs that would end a part are escaped."""
    assert WRITERS["github"]([FINDING]) == (
        "::warning file=data/datasets/leo%2C a.trig,line=14,"
        "title=dataset/leo dcterms%3Atitle::Give 100%25 of%0Athe title: in English."
    )


@pytest.mark.parametrize("format", sorted(WRITERS))
def test_nothing_found(format: str) -> None:
    """Nothing found is still a document that can be read."""
    written = WRITERS[format]([])

    assert written == "" if format in {"text", "github"} else json.loads(written) is not None


def test_counted() -> None:
    """Findings are counted by severity, the worst first."""
    worse = Finding("a", 1, "", "", "", Severity.VIOLATION, "m", "")

    assert counted([FINDING, worse, FINDING]) == "1 violation, 2 warnings."


@pytest.mark.parametrize("path", ["data/datasets/pupils.trig", "data/datasets", "."])
def test_paths(adrgraph: Callable[..., Ran], untitled: Layout, path: str) -> None:
    """The findings of one file or folder can be had alone; others are counted."""
    checked = adrgraph("check", path, on=untitled)
    others = adrgraph("check", "data/organisations", on=untitled)

    assert checked.code == FINDINGS
    assert "data/datasets/pupils.trig:" in checked.out
    assert (others.code, others.out) == (FINE, "")
    assert others.err.startswith("No findings. ")
    assert others.err.endswith(" in other files.\n")


def test_unknown_path(adrgraph: Callable[..., Ran], shared: Layout) -> None:
    """A path that is none of the layout's is refused."""
    checked = adrgraph("check", "data/nowhere")

    assert checked.code == USAGE
    assert f"data/nowhere is no file or folder in {shared.root}." in checked.err


def test_path_beside_the_installed_files(
    adrgraph: Callable[..., Ran],
    shared: Layout,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A file of somebody's checkout is not passed because an installed one of its name is fine."""
    path = tmp_path / "data" / "datasets" / "pupils.trig"
    path.parent.mkdir(parents=True)
    path.write_text("no TriG")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("adrgraph.layout._INSTALLED", shared.root)

    checked = adrgraph("check", "data/datasets/pupils.trig")

    assert checked.code == USAGE
    assert "Name your checkout: adrgraph --root FOLDER check …" in checked.err


def test_gravest_last() -> None:
    """What is gravest stands at the end of the output; else places are in order."""
    later = replace(FINDING, path="data/datasets/z.trig")
    worse = replace(FINDING, path="data/datasets/b.trig", severity=Severity.VIOLATION)
    lines = WRITERS["text"]([FINDING, worse, later]).splitlines()

    assert [line.partition(":")[0][-6] for line in lines] == ["a", "z", "b"]
