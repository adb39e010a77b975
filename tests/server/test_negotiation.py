"""Which format an `Accept` header gets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adrgraph.errors import UnknownFormat
from adrgraph.formats import holding
from adrgraph.server.negotiation import negotiate

GRAPH = holding("graph")
SOLUTIONS = holding("solutions")


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv, */*", "text/csv"),
        ("text/csv, application/sparql-results+json", "application/sparql-results+json"),
        ("text/csv;q=0.9, text/tab-separated-values;q=0.8", "text/csv"),
        ("text/csv;q=0.8, text/tab-separated-values;q=0.9", "text/tab-separated-values"),
        ("text/csv; Q=0.1, */*; q=0.2", "application/sparql-results+json"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("text/*;q=0.9, text/csv;q=0.1", "text/tab-separated-values"),
        ("application/json", "application/json"),
        ("application/json, text/plain, */*", "application/json"),
        ("application/xml", "application/xml"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
        ("application/sparql-results+json,text/turtle", "application/sparql-results+json"),
        ("text/turtle, application/sparql-results+xml;q=0.1", "application/sparql-results+xml"),
        ("text/csv;header=present;charset=utf-8", "text/csv"),
        ('text/csv;x="a,b;q=0";q=0.5, text/tab-separated-values;q=0.4', "text/csv"),
        ("text/csv;q=9", "text/csv"),
        ("text/csv;q=many", "text/csv"),
        ("nonsense", "application/sparql-results+json"),
        (",;,", "application/sparql-results+json"),
    ],
)
def test_rows(accept: str, media_type: str) -> None:
    """Weight goes first, then how exactly a type is named, then our order of preference."""
    assert negotiate(accept, SOLUTIONS).media_type == media_type


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        (
            'application/ld+json;profile="http://www.w3.org/ns/json-ld#flattened"',
            "application/ld+json",
        ),
        ("text/n3", "text/n3"),
        ("application/*", "application/ld+json"),
        ("application/rdf+xml;q=0.5,application/n-triples", "application/n-triples"),
        ("application/sparql-results+json,text/turtle;q=0.1", "text/turtle"),
    ],
)
def test_graphs(accept: str, media_type: str) -> None:
    """Graphs have their own formats; those of rows do not count."""
    assert negotiate(accept, GRAPH).media_type == media_type


@pytest.mark.parametrize(
    "accept", ["image/png", "*/*;q=0", "text/csv;q=0", "text/csv;q=0.0, text/*;q=0"]
)
def test_nothing_suits(accept: str) -> None:
    """Where nothing is accepted the error offers what can be written, best first."""
    with pytest.raises(UnknownFormat) as caught:
        negotiate(accept, SOLUTIONS)

    assert caught.value.offered == tuple(format.media_type for format in SOLUTIONS)


RANGES = st.one_of(
    st.sampled_from(["*/*", "text/*", "*", "/", *(format.media_type for format in SOLUTIONS)]),
    st.text(max_size=8),
)
HEADERS = st.lists(
    st.tuples(RANGES, st.sampled_from(["", ";q=0", ";q=0.5", ";q=1", ';a="', ";q=", "; q = .3"]))
).map(lambda parts: ",".join(map("".join, parts)))


@given(st.one_of(st.text(), HEADERS))
def test_total(accept: str) -> None:
    """Any header gets one of the offered formats under one of its names, or a refusal."""
    try:
        found = negotiate(accept, SOLUTIONS)
    except UnknownFormat as error:
        found = SOLUTIONS[0]
        offered = error.offered
    else:
        offered = tuple(format.media_type for format in SOLUTIONS)

    named = {format.name: format for format in SOLUTIONS}[found.name]
    assert found.media_type in named.media_types
    assert offered == tuple(format.media_type for format in SOLUTIONS)


@given(st.permutations(["text/csv;q=0.3", "application/json;q=0.2", "text/*;q=0.1"]))
def test_order_in_the_header(parts: list[str]) -> None:
    """The order of the header's elements decides nothing."""
    assert negotiate(", ".join(parts), SOLUTIONS).media_type == "text/csv"
