"""The verbs: what they answer, where they write it, and their exit codes."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from adrgraph.iris import BASE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from adrgraph.layout import Layout
    from tests.cli.conftest import Ran

TABLE = """\
linked    label
--------  --------------
hospital  Hospital Stays
"""
CSV = f"linked,label\r\n{BASE}dataset/hospital,Hospital Stays\r\n"
ASKED = f"SELECT ?title {{ <{BASE}dataset/pupils> <http://purl.org/dc/terms/title> ?title }}"


def test_run(adrgraph: Callable[..., Ran]) -> None:
    """A saved query answers with a plain table in a pipe, and says nothing else."""
    ran = adrgraph("run", "linked-with", "dataset=Pupil Register")

    assert (ran.code, ran.out, ran.err) == (0, TABLE, "")


def test_width(adrgraph: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    """A table fits into the COLUMNS that were asked for, in a pipe too, and has no colour there."""
    monkeypatch.setenv("COLUMNS", "30")
    ran = adrgraph("run", "linked-with", "dataset=pupils")

    assert max(map(len, ran.out.splitlines())) <= 30
    assert "\x1b" not in ran.out
    assert "hospital" in ran.out


def test_formats(adrgraph: Callable[..., Ran]) -> None:
    """A program is answered in the format it asks for."""
    csv = adrgraph("run", "linked-with", "dataset=pupils", "-f", "csv")
    srj = adrgraph("run", "linked-with", "dataset=pupils", "--format", "json")

    assert csv.out.splitlines() == CSV.splitlines()
    assert json.loads(srj.out)["head"]["vars"] == ["linked", "label"]


def test_several_values(adrgraph: Callable[..., Ran]) -> None:
    """A parameter that takes several values is given once for each."""
    ran = adrgraph(
        "run", "linked-with", "dataset=pupils", "area=wales", "area=England", "-f", "csv"
    )

    assert len(ran.out.splitlines()) == 3


def test_nothing_matches(adrgraph: Callable[..., Ran]) -> None:
    """An empty answer is told beside the results, not among them."""
    ran = adrgraph("run", "linked-with", "dataset=careers")

    assert (ran.code, ran.out, ran.err) == (0, "", "Nothing matches.\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("run", "linkedwith"), 'No query is called "linkedwith". Did you mean "linked-with"?'),
        (("run", "linked-with"), "For example: adrgraph run linked-with dataset=pupils"),
        (("run", "linked-with", "pupils"), 'Write "pupils" as key=value'),
        (("run", "linked-with", "datset=pupils"), 'Did you mean "dataset"?'),
        (("run", "linked-with", "dataset=pupil"), 'Did you mean "pupils" (Pupil Register)'),
        (("run", "linked-with", "dataset=pupils", "since=soon"), "such as 2022-09-30"),
        (("run", "linked-with", "dataset=pupils", "-f", "cvs"), 'Did you mean "csv"?'),
        (("run", "linked-with", "dataset=pupils", "-f", "turtle"), "does not suit this result"),
        (("run",), "Missing argument 'NAME'"),
        (("query", "SELECT ?x {"), "line 1, column "),
        (("queries", "linkedwith"), 'Did you mean "linked-with"?'),
        (("export", "dcat-pa"), "No export profile is called"),
        (("check", "--fail-on", "everything"), "'everything' is not one of"),
        (("completion", "tcsh"), "'tcsh' is not one of"),
        (("rnu",), "No such command 'rnu'"),
        (("serve", "--port", "70000"), "not in the range"),
    ],
)
def test_usage(adrgraph: Callable[..., Ran], arguments: tuple[str, ...], message: str) -> None:
    """A mistake in the command is exit code 2, a sentence, and no result."""
    ran = adrgraph(*arguments)

    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--root", "/nowhere", "build"), "/nowhere has no ontology"),
        (("query", "none.rq"), "none.rq:1:1: This cannot be read: No such file or directory."),
        (("format", "none.ttl"), "none.ttl:1:1: This cannot be read"),
        (("queries", "-f", "table", "malformed"), "malformed.rq:1:"),
        (("run", "malformed"), "malformed.rq:1:"),
        (("run", "linked-with", "dataset=pupils", "-o", "/nowhere/out.csv"), "There is no folder"),
    ],
)
def test_unreadable(
    adrgraph: Callable[..., Ran], layout: Layout, arguments: tuple[str, ...], message: str
) -> None:
    """Input that cannot be read, or output that cannot be written, is exit code 3 with its path."""
    (layout.queries / "malformed.rq").write_text("SELECT")
    ran = adrgraph(*arguments, on=layout)

    assert ran.code == 3
    assert message in ran.err


@pytest.mark.parametrize("verb", [("run", "linked-with", "dataset=pupils"), ("build",), ("check",)])
def test_syntax_error(adrgraph: Callable[..., Ran], layout: Layout, verb: tuple[str, ...]) -> None:
    """A file with a syntax error stops every verb with exit code 3, its line and its column."""
    path = layout.data / "datasets" / "pupils.trig"
    path.write_text(path.read_text().replace("GRAPH", "GARPH", 1))
    ran = adrgraph(*verb, on=layout)

    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("data/datasets/pupils.trig:")


def test_invalid(adrgraph: Callable[..., Ran], layout: Layout) -> None:
    """A verb that needs the graph is refused with the findings that forbid a build."""
    path = layout.data / "datasets" / "pupils.trig"
    path.write_text(path.read_text().replace("dcterms:title", "dcterms:alternative"))
    ran = adrgraph("run", "linked-with", "dataset=pupils", on=layout)

    assert (ran.code, ran.out) == (1, "")
    assert "data/datasets/pupils.trig:" in ran.err


def test_output(adrgraph: Callable[..., Ran], tmp_path: Path) -> None:
    """A file is written whole; its suffix chooses the format, unless one is asked for."""
    by_suffix, asked = tmp_path / "answer.csv", tmp_path / "answer.txt"
    run = ("run", "linked-with", "dataset=pupils")
    codes = [
        adrgraph(*run, "-o", str(by_suffix)).code,
        adrgraph(*run, "-f", "tsv", "-o", str(asked)).code,
    ]

    assert codes == [0, 0]
    assert by_suffix.read_bytes().decode() == CSV
    assert asked.read_text().startswith("?linked\t?label\n")
    assert sorted(tmp_path.iterdir()) == [by_suffix, asked]


def test_query(
    adrgraph: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SPARQL is given as text, as a file, or on standard input."""
    path = tmp_path / "asked.rq"
    path.write_text(ASKED)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ASKED.encode())))
    answers = [adrgraph("query", given, "-f", "csv").out for given in (ASKED, str(path), "-")]

    assert [answer.split() for answer in answers] == [["title", "Pupil", "Register"]] * 3


def test_triples(adrgraph: Callable[..., Ran]) -> None:
    """Triples are shown as Turtle, a truth value as itself."""
    described = adrgraph("query", f"DESCRIBE <{BASE}dataset/pupils>")
    asked = adrgraph("query", "ASK { ?s ?p ?o }")

    assert described.out.startswith("@prefix ")
    assert asked.out == "true\n"


def test_build(adrgraph: Callable[..., Ran], tmp_path: Path) -> None:
    """A build says what it holds, and writes it as sorted N-Quads where that is wanted."""
    told = adrgraph("build")
    piped = adrgraph("build", "-o", "-")
    adrgraph("build", "-o", str(tmp_path / "graph.nq"))

    assert (told.code, told.out) == (0, "")
    assert "statements from" in told.err
    assert piped.out.splitlines() == sorted(piped.out.splitlines())
    assert (tmp_path / "graph.nq").read_bytes().decode() == piped.out


def test_queries(adrgraph: Callable[..., Ran]) -> None:
    """The saved queries are listed with the questions that they answer."""
    ran = adrgraph("queries")

    assert ran.code == 0
    assert "linked-with  Which datasets share a linkage with a dataset?" in ran.out


def test_queries_grouped(adrgraph: Callable[..., Ran], layout: Layout) -> None:
    """Queries stand under their first tag, in order, and those without one before all."""
    for name, tag in (("b", "time"), ("c", "access"), ("a", "time")):
        header = f"#+ summary: What is {name}?\n#+ tags:\n#+   - {tag}\n"
        query = f"{header}SELECT ?a {{ ?a ?b ?c }} ORDER BY ?a\n"
        (layout.queries / f"{name}.rq").write_text(query)
    ran = adrgraph("queries", on=layout)

    assert [line.split("  ")[0] for line in ran.out.splitlines()[3:]] == ["access", "time", ""]
    assert [line.split()[-1] for line in ran.out.splitlines()[3:]] == ["c?", "a?", "b?"]


def test_queries_name(adrgraph: Callable[..., Ran]) -> None:
    """A query is shown with its parameters and an example that works."""
    ran = adrgraph("queries", "linked-with")
    described = json.loads(adrgraph("queries", "linked-with", "-f", "json").out)

    assert "dataset    dataset (needed)  Dataset. The dataset that the others are" in ran.out
    assert ran.out.endswith("Example: adrgraph run linked-with dataset=pupils\n")
    assert adrgraph(*described["example"].split()[1:]).code == 0


def test_malformed_query(adrgraph: Callable[..., Ran], layout: Layout) -> None:
    """A malformed saved query is told and hides no other."""
    (layout.queries / "bad.rq").write_text("#+ summary: Bad?\nSELECT * { ?s ?p ?o }")
    listed = adrgraph("queries", on=layout)

    assert listed.code == 3
    assert "linked-with" in listed.out
    assert "bad.rq:2:1: Name the columns instead of SELECT *." in listed.err
    assert adrgraph("run", "linked-with", "dataset=pupils", on=layout).code == 0


@pytest.mark.parametrize("verb", ["", "run", "queries", "query", "build", "check", "format"])
def test_help(adrgraph: Callable[..., Ran], verb: str) -> None:
    """Every verb has help."""
    ran = adrgraph(*([verb] if verb else []), "--help")

    assert ran.code == 0
    assert ran.out.startswith("Usage: adrgraph")
