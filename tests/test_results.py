"""Answers as values: rows, yes or no, triples."""

from __future__ import annotations

import json
import pickle
import random
import sys
from datetime import UTC, date, datetime

import pyoxigraph as ox
import pytest

from adrgraph.errors import MissingExtra, UnknownFormat
from adrgraph.iris import BASE, PREFIXES
from adrgraph.results import Boolean, Row, Solutions, Triples, native, text, triples

LEO = ox.NamedNode(f"{BASE}dataset/leo")


@pytest.fixture
def solutions() -> Solutions:
    """Two datasets, the second without a size."""
    rows = ox.Store().query(
        "SELECT ?dataset ?title ?size { VALUES (?dataset ?title ?size) { "
        '(<dataset/leo> "LEO"@en 38) (<dataset/npd> "<b>NPD</b>" UNDEF) } }',
        base_iri=BASE,
    )
    assert isinstance(rows, ox.QuerySolutions)
    return Solutions(rows.serialize(format=ox.QueryResultsFormat.JSON) or b"")


def test_rows(solutions: Solutions) -> None:
    """A row gives its terms by position, by key and by attribute, and in order."""
    row = solutions[0]

    assert solutions.variables == ("dataset", "title", "size")
    assert row[0] == row["dataset"] == row.dataset == LEO
    assert tuple(row) == (LEO, ox.Literal("LEO", language="en"), ox.Literal(38))
    assert solutions[1].size is None
    assert len(solutions) == len(list(solutions)) == len(list(solutions)) == 2
    assert solutions[-1:] == (solutions[1],)


def test_unknown_variable(solutions: Solutions) -> None:
    """A variable that is not projected is missing under Python's usual errors."""
    with pytest.raises(KeyError):
        solutions[0]["nothing"]
    with pytest.raises(AttributeError):
        _ = solutions[0].nothing


def test_table(solutions: Solutions) -> None:
    """Printed, rows are a table; things of one kind are named by their slugs."""
    assert str(solutions).splitlines() == [
        "dataset  title       size",
        "-------  ----------  ----",
        "leo      LEO         38",
        "npd      <b>NPD</b>",
    ]


def test_mixed_column() -> None:
    """A column with things of several kinds keeps the kind before each slug."""
    query = "SELECT ?thing { VALUES ?thing { <dataset/leo> <linkage/leo> UNDEF } }"
    answer = ox.Store().query(query, base_iri=BASE)
    assert isinstance(answer, ox.QuerySolutions)
    mixed = Solutions(answer.serialize(format=ox.QueryResultsFormat.JSON) or b"")

    assert mixed.texts() == [("dataset/leo",), ("linkage/leo",), ("",)]


def test_table_without_rows() -> None:
    """Without rows the heading is left."""
    empty = Solutions(b'{"head":{"vars":["x"]},"results":{"bindings":[]}}')

    assert str(empty) == "x\n-"
    assert len(empty) == 0


def test_table_has_no_control_characters() -> None:
    """What data says cannot steer the terminal, nor break a row in two."""
    sly = Solutions(
        b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":'
        b'{"type":"literal","value":"a\\u001b[2Jb\\nc"}}]}}'
    )

    assert str(sly).splitlines() == ["x", "--------", "a [2Jb c"]


def test_html_is_escaped(solutions: Solutions) -> None:
    """In a notebook what data says is text, never markup; IRIs are links."""
    page = solutions._repr_html_()

    assert "&lt;b&gt;NPD&lt;/b&gt;" in page
    assert f'<a href="{LEO.value}">dataset/leo</a>' in page
    assert "<b>" not in page


def test_no_link_to_scripts() -> None:
    """Only http and https IRIs become links."""
    evil = Solutions(
        b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":'
        b'{"type":"uri","value":"javascript:alert(1)"}}]}}'
    )

    assert "href" not in evil._repr_html_()


def test_native(solutions: Solutions) -> None:
    """Rows turn into mappings of Python's own values."""
    assert solutions.to_dicts() == [
        {"dataset": LEO.value, "title": "LEO", "size": 38},
        {"dataset": f"{BASE}dataset/npd", "title": "<b>NPD</b>", "size": None},
    ]


@pytest.mark.parametrize(
    ("words", "datatype", "value"),
    [
        ("38000000", "integer", 38_000_000),
        ("12", "nonNegativeInteger", 12),
        ("0.5", "decimal", 0.5),
        ("1e3", "double", 1000.0),
        ("true", "boolean", True),
        ("0", "boolean", False),
        ("2022-09-01", "date", date(2022, 9, 1)),
        ("2022-09-01T12:00:00Z", "dateTime", datetime(2022, 9, 1, 12, tzinfo=UTC)),
        ("2022", "gYear", "2022"),
        ("2022-09", "gYearMonth", "2022-09"),
        ("many", "integer", "many"),
        ("maybe", "boolean", "maybe"),
        ("2022-02-30", "date", "2022-02-30"),
    ],
)
def test_native_literals(words: str, datatype: str, value: object) -> None:
    """Numbers, truth values and dates become Python's; the rest, and what is ill-typed, text."""
    literal = ox.Literal(words, datatype=ox.NamedNode(PREFIXES["xsd"] + datatype))
    found = native(literal)

    assert found == value
    assert type(found) is type(value)


def test_pandas(solutions: Solutions) -> None:
    """With pandas there, rows are a DataFrame with the variables as columns."""
    pytest.importorskip("pandas")
    frame = solutions.to_pandas()

    assert list(frame.columns) == ["dataset", "title", "size"]
    assert list(frame["title"]) == ["LEO", "<b>NPD</b>"]


def test_pandas_missing(solutions: Solutions, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pandas the error says how to get it."""
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(MissingExtra, match=r"pip install \"adrgraph\[notebook\]\""):
        solutions.to_pandas()


def test_pickled(solutions: Solutions) -> None:
    """Answers travel between processes."""
    answers = [solutions, Boolean(value=True), triples([ox.Triple(LEO, LEO, LEO)])]

    assert pickle.loads(pickle.dumps(answers)) == answers  # noqa: S301 — our own bytes


def test_row_travels() -> None:
    """A row that was unpickled still gives its terms by name."""
    row = Row(("a",), (LEO,))
    copy = pickle.loads(pickle.dumps(row))  # noqa: S301 — our own bytes

    assert copy.a == LEO
    assert repr(copy) == "Row(a='dataset/leo')"


def test_boolean() -> None:
    """Yes or no is true or false, printed as SPARQL spells it, written like rows."""
    yes = Boolean(value=True)

    assert yes
    assert str(yes) == "true"
    assert json.loads(yes.write("json")) == {"head": {}, "boolean": True}
    assert b"<boolean>true</boolean>" in yes.write("xml")
    with pytest.raises(UnknownFormat):
        yes.write("turtle")


def test_triples_once_and_in_order() -> None:
    """Each triple stands once, in an order that does not depend on how it came."""
    found = [
        ox.Triple(ox.NamedNode(f"urn:{s}"), ox.NamedNode(f"urn:{p}"), ox.Literal(o))
        for s in range(3)
        for p in range(3)
        for o in range(3)
    ]
    shuffled = found * 2
    random.Random(7).shuffle(shuffled)  # noqa: S311 — no secret

    assert triples(shuffled) == triples(found)
    assert len(triples(shuffled)) == 27


def test_blank_nodes_are_numbered() -> None:
    """The random label of a blank node does not show."""

    def drawn() -> Triples:
        blank = ox.BlankNode()
        title = ox.NamedNode(PREFIXES["dcterms"] + "title")
        return triples([ox.Triple(LEO, title, blank), ox.Triple(blank, title, ox.Literal("x"))])

    assert drawn() == drawn()
    assert "_:b0" in str(drawn())


def test_text() -> None:
    """A person reads words and short names."""
    assert text(None) == ""
    assert text(ox.NamedNode("https://example.org/")) == "https://example.org/"
    assert text(ox.NamedNode(PREFIXES["dcat"] + "Dataset")) == "dcat:Dataset"
    assert text(ox.Literal("2022", datatype=ox.NamedNode(PREFIXES["xsd"] + "gYear"))) == "2022"
