"""The table of formats, and how they are found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adrgraph.errors import UnknownFormat
from adrgraph.formats import FORMATS, Format, find_format, holding


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
def test_found_by_every_name(format: Format) -> None:
    """A format is found by its short name, media type, suffix, label and aliases."""
    found = {find_format(name, format.kind) for name in format.names}

    assert found == {format}


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
def test_one_value(format: Format) -> None:
    """Media type, suffix and IRI are those that pyoxigraph writes the format under."""
    theirs = format.results if format.kind == "solutions" else format.rdf
    media_type = theirs.media_type.partition(";")[0]
    iri = theirs.iri.replace("https:", "http:").replace("formats/data/", "formats/")

    assert (format.media_type, format.suffix, format.iri) == (
        media_type,
        theirs.file_extension,
        iri,
    )


def test_unambiguous() -> None:
    """Within one kind no two formats share a name."""
    for kind in ("graph", "dataset", "solutions"):
        names = [name for format in holding(kind) for name in set(format.names)]

        assert len(names) == len(set(names))


def test_same_word_for_rows_and_triples() -> None:
    """What people call xml and json depends on what they have."""
    assert find_format("xml", "graph").name == "rdfxml"
    assert find_format("json", "graph").name == "jsonld"
    assert find_format("json").name == "json"


def test_unknown() -> None:
    """A misspelt format is answered with the nearest and with all that exist."""
    with pytest.raises(UnknownFormat) as caught:
        find_format("turtel", "graph")

    assert str(caught.value) == (
        'No format is called "turtel". Did you mean "turtle"? '
        "There are turtle, jsonld, ntriples, rdfxml, trig, nquads."
    )


def test_unsuitable() -> None:
    """A format that exists but holds something else is refused with those that suit."""
    with pytest.raises(UnknownFormat) as caught:
        find_format("csv", "graph")

    assert str(caught.value) == (
        "SPARQL results in CSV does not suit this result. "
        "Choose one of turtle, jsonld, ntriples, rdfxml, trig, nquads."
    )
    assert caught.value.offered[0] == "text/turtle"


@given(st.text())
def test_total(name: str) -> None:
    """Any text names a format or is refused as unknown."""
    try:
        found = find_format(name)
    except UnknownFormat as error:
        found = find_format(error.offered[0])

    assert found in FORMATS
