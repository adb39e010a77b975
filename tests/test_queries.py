"""Saved queries: what their files may say, and that a value never becomes syntax."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adrgraph.errors import InvalidParameter, InvalidQueryFile
from adrgraph.iris import PREFIXES
from adrgraph.queries import Parameter, Query, read_queries, read_query

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

XSD = PREFIXES["xsd"]

COVERING = """\
#+ summary: Which datasets cover an area since a day?
#+ description: >-
#+   One row per dataset.
#+ tags:
#+   - coverage
#+ x-params:
#+   area:
#+     label: Area
#+     help: Where the people live
#+     type: area
#+     example: wales
#+     many: true
#+   since:
#+     label: Since
#+     type: date
#+     example: 2022-09
#+     default: 1900-01-01
#+ x-columns:
#+   dataset: Dataset

PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

SELECT ?dataset ?first_year
WHERE {
  VALUES ?area { UNDEF }  # an area; any when left out
  VALUES ?since { "1900-01-01"^^xsd:date }  # issued on or after this day
  VALUES ?kind { dcterms:Text dcterms:Sound }
  ?dataset dcterms:spatial ?area ;
    dcterms:issued ?first_year .
}
ORDER BY ?dataset
"""

ASKED = """\
#+ summary: What was asked?
#+ x-params:
#+   value:
#+     label: Value
#+     type: text
#+     many: true

SELECT ?value
WHERE {
  VALUES ?value { UNDEF }  # anything
}
ORDER BY ?value
"""


@pytest.fixture
def saved(tmp_path: Path) -> Callable[..., Query]:
    """A function that reads a query from text, as `covering.rq` or another file."""

    def read(text: str, name: str = "covering") -> Query:
        path = tmp_path / f"{name}.rq"
        path.write_text(text, encoding="utf-8")
        return read_query(path, schemes=["area", "theme"])

    return read


def test_read(saved: Callable[..., Query]) -> None:
    """A file gives a query's name, question, parameters and columns; a table is no parameter."""
    query = saved(COVERING)

    assert (query.name, query.summary) == ("covering", "Which datasets cover an area since a day?")
    assert query.description == "One row per dataset."
    assert query.tags == ("coverage",)
    assert query.columns == {"dataset": "Dataset", "first_year": "first year"}
    assert [(p.name, p.type, p.example, p.many) for p in query.parameters] == [
        ("area", "area", "wales", True),
        ("since", "date", "2022-09", False),
    ]
    assert query.parameters[0].default == ()
    assert query.parameters[1].default == (_typed("1900-01-01", "date"),)


def test_bind_row(saved: Callable[..., Query]) -> None:
    """Binding replaces the rows of the parameters that are given, and nothing else."""
    wales = ox.NamedNode("https://w3id.org/adrgraph/scheme/area#wales")
    england = ox.NamedNode("https://w3id.org/adrgraph/scheme/area#england")

    assert saved(COVERING).bind({"area": [wales, england]}) == COVERING.replace(
        "VALUES ?area { UNDEF }", f"VALUES ?area {{ {wales} {england} }}"
    )


def test_bind_nothing(saved: Callable[..., Query]) -> None:
    """A parameter that is left out, or given no values, keeps its row."""
    query = saved(COVERING)

    assert query.bind({}) == COVERING
    assert query.bind({"area": []}) == COVERING


def test_bind_every_row(saved: Callable[..., Query]) -> None:
    """A parameter that has a row in several places is bound in all of them."""
    twice = ASKED.replace(
        "}\nORDER", "  { SELECT ?value {\n  VALUES ?value { UNDEF }\n  } }\n}\nORDER"
    )
    bound = saved(twice).bind({"value": ox.Literal("here")})

    assert bound.count('"here"') == 2
    assert "UNDEF" not in bound


@pytest.mark.parametrize(
    "text",
    [
        *('"', "'", '"""', "\\", "\\\\", '\\"', "\n", "\r\n", "\t", "\x00", "\x7f", "\u2028"),
        *('" } } ; DROP ALL #', "} }\nORDER BY ?value\n}", "{ UNDEF }", "<http://x/>", "?value"),
        *("\\u0022 } #", "\\\\u0022", "\\U00000022", "u0022", '"@en', '"^^xsd:date', "# comment"),
        *("naïve", "\U0001f409", "\ufffe", "á", "a" * 10_000),
    ],
)
def test_injection(saved: Callable[..., Query], text: str) -> None:
    """Whatever a value contains, the bound query answers with that value alone."""
    bound = saved(ASKED).bind({"value": ox.Literal(text)})

    assert _answer(bound) == [ox.Literal(text)]


@given(
    st.lists(
        st.one_of(
            st.text(st.characters(exclude_categories=["Cs"])).map(ox.Literal),
            st.text(st.characters(exclude_categories=["Cs"])).map(
                lambda text: ox.Literal(text, language="cy")
            ),
            st.text(st.sampled_from("\\uU0041\"'{}")).map(
                lambda text: ox.Literal(text, datatype=ox.NamedNode("http://x.org/t"))
            ),
            st.text(st.sampled_from("abü?/-.~")).map(lambda t: ox.NamedNode(f"http://x/{t}")),
        ),
        min_size=1,
        unique_by=str,
    )
)
def test_bound_terms(terms: list[ox.Literal | ox.NamedNode]) -> None:
    """Any terms that are bound come back from the engine as exactly those terms."""
    start = ASKED.index("{ UNDEF") + 1
    end = ASKED.index("}  # anything")
    parameter = Parameter("value", "text", "Value", many=True, spans=((start, end),))
    query = Query("asked", "What?", ASKED, parameters=(parameter,))

    assert {str(term) for term in _answer(query.bind({"value": terms}))} == set(map(str, terms))


@pytest.mark.parametrize("text", ["\\u0022 } #", "\\\\u0022", "\\U00000022 } #", 'a"b'])
def test_early_escapes(saved: Callable[..., Query], text: str) -> None:
    r"""An engine that decodes \u0022 before it reads strings finds no end of a string there."""
    from rdflib import Graph

    bound = saved(ASKED).bind({"value": ox.Literal(text)})

    assert len(list(Graph().query(bound))) == 1


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"aera": ox.Literal("x")},
            'covering takes no parameter "aera". Did you mean "area"? It takes area, since.',
        ),
        (
            {"since": [ox.Literal("2021"), ox.Literal("2022")]},
            "since takes one value, not 2.",
        ),
        (
            {"since": [ox.BlankNode("b")]},
            "since takes IRIs and literals, not _:b.",
        ),
    ],
)
def test_unbindable(
    saved: Callable[..., Query], values: dict[str, ox.Literal], message: str
) -> None:
    """A name or a number of values that the query does not take is refused, with what it takes."""
    with pytest.raises(InvalidParameter) as caught:
        saved(COVERING).bind(values)

    assert str(caught.value) == message


def test_required(saved: Callable[..., Query]) -> None:
    """A query that needs a value says which, with an example that can be copied."""
    query = saved(COVERING.replace("many: true", "required: true"))

    with pytest.raises(InvalidParameter) as caught:
        query.bind({})

    assert str(caught.value) == (
        "covering needs area (Area). For example: adrgraph run covering area=wales"
    )


@pytest.mark.parametrize(
    ("kind", "value", "literal"),
    [
        ("date", "2022", ("2022-01-01", "date")),
        ("date", "2022-09", ("2022-09-01", "date")),
        ("date", " 2022-09-30 ", ("2022-09-30", "date")),
        ("date", date(2022, 9, 30), ("2022-09-30", "date")),
        ("year", "2022", ("2022", "integer")),
        ("year", 2022, ("2022", "integer")),
        ("integer", "-007", ("-7", "integer")),
        ("text", " as it is ", (" as it is ", "string")),
    ],
)
def test_literal(kind: str, value: object, literal: tuple[str, str]) -> None:
    """A value becomes the literal of its type; a year or a month for a date is its first day."""
    assert Parameter("p", kind, "P").literal(value) == _typed(*literal)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *(("date", value) for value in ("2022-13", "2022-02-30", "20220930", "yesterday", "")),
        *(("year", value) for value in ("22", "20222", "MMXXII", "٢٠٢٢", "")),
        *(("integer", value) for value in ("1.5", "five", "9" * 30, "", True)),
        ("text", "\udcff"),
    ],
)
def test_no_literal(kind: str, value: object) -> None:
    """A value that does not fit names the parameter and shows one that would."""
    with pytest.raises(InvalidParameter, match=r"^p .*Give "):
        Parameter("p", kind, "P").literal(value)


def test_choices() -> None:
    """Where there are choices, only they fit."""
    parameter = Parameter("sense", "text", "Sense", choices=("direct", "chain"))

    with pytest.raises(InvalidParameter, match=r'"none"\. Choose one of direct, chain\.'):
        parameter.literal("none")


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("#+ summary: Which", "#+ summry: Which", 1, 'No header key is called "summry"'),
        ("#+ summary: Which datasets cover an area since a day?\n", "", 1, "Say on the first line"),
        ("#+ tags:\n", "#+ tags\n", 6, "The header is no YAML"),
        ("#+   - coverage", "#+   - [coverage", 6, "The header is no YAML"),
        ("type: area", "type: planet", 7, 'area has no known type: "planet"'),
        ("help: Where", "hlep: Where", 9, 'No key of a parameter is called "hlep"'),
        ("many: true", "many: perhaps", 12, "Write many as true or false."),
        ("example: 2022-09", "example: soon", 13, "The example does not fit"),
        ("default: 1900-01-01", "default: 1901-01-01", 13, "its row differs"),
        ("#+   dataset: Dataset", "#+   datset: Dataset", 19, "No column is called datset"),
        ("VALUES ?area { UNDEF }", "# none", 7, "The parameter area has no row"),
        ("VALUES ?kind { dcterms:Text dcterms:Sound }", "VALUES ?kind { UNDEF }", 28, "no entry"),
        ("SELECT ?dataset ?first_year", "SELECT *", 24, "Name the columns"),
        ("ORDER BY ?dataset\n", "", 31, "End with an ORDER BY"),
        ("ORDER BY ?dataset", "ORDER BY ?dataset\nLIMIT 5", 33, "Leave LIMIT out"),
        ("ORDER BY ?dataset", "ORDER BY ?dataset values ?x { 1 }", 32, "Leave VALUES out"),
        ("#+   area:", "#+   limit:", 7, "Every query takes limit already"),
        (
            "?dataset dcterms:spatial ?area ;",
            "?dataset dcterms:spatial ?area ,",
            30,
            "SPARQL syntax error",
        ),
    ],
)
def test_malformed(
    saved: Callable[..., Query], old: str, new: str, line: int, message: str
) -> None:
    """A malformed file is refused with the line and what to do."""
    assert old in COVERING

    with pytest.raises(InvalidQueryFile) as caught:
        saved(COVERING.replace(old, new))

    assert message in caught.value.message
    assert caught.value.line == line


def test_rows_differ(saved: Callable[..., Query]) -> None:
    """Two rows of one parameter must say the same."""
    twice = ASKED.replace("}  # anything", '}  # anything\n  VALUES ?value { "x" }')

    with pytest.raises(InvalidQueryFile, match="rows of value differ") as caught:
        saved(twice)

    assert caught.value.line == 11


def test_text_is_no_syntax(saved: Callable[..., Query]) -> None:
    """What stands in strings and comments is neither a parameter nor a SELECT *."""
    inside = 'FILTER(?value != """\n  VALUES ?x { UNDEF }\n SELECT * """)  # VALUES ?y { UNDEF }\n'

    assert saved(ASKED.replace("}\nORDER", inside + "}\nORDER")).parameters[0].name == "value"


def test_unreadable(tmp_path: Path) -> None:
    """A file that is missing or no UTF-8 is refused like any other malformed one."""
    (tmp_path / "latin.rq").write_bytes(b"#+ summary: caf\xe9\n")

    with pytest.raises(InvalidQueryFile, match="UTF-8"):
        read_query(tmp_path / "latin.rq")
    with pytest.raises(InvalidQueryFile, match="No such file"):
        read_query(tmp_path / "none.rq")


def test_folder(tmp_path: Path) -> None:
    """One malformed file in a folder does not hide the good ones; folders within are not read."""
    (tmp_path / "good.rq").write_text(ASKED)
    (tmp_path / "bad.rq").write_text("SELECT")
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "rule.rq").write_text("ASK {}")
    queries, malformed = read_queries(tmp_path)

    assert list(queries) == ["good"]
    assert [error.path for error in malformed] == [str(tmp_path / "bad.rq")]


def _typed(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


def _answer(sparql: str) -> list[object]:
    found = ox.Store().query(sparql)
    assert isinstance(found, ox.QuerySolutions)
    return [solution["value"] for solution in found]
