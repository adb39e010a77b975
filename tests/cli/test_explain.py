"""The verb `explain`: why a statement holds, down to its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adrgraph.iris import BASE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Ran


def test_inferred(adrgraph: Callable[..., Ran]) -> None:
    """An inferred statement is explained by its rule and by who states the premises."""
    ran = adrgraph("explain", "dataset/pupils", "adr:isLinkedWith", "dataset/hospital")
    lines = ran.out.splitlines()

    assert (ran.code, ran.err) == (0, "")
    assert lines[0] == "dataset/pupils adr:isLinkedWith dataset/hospital"
    assert "ontology/rules/" in lines[1]
    assert sum("stated by source/" in line for line in lines) >= 2


def test_stated(adrgraph: Callable[..., Ran]) -> None:
    """A statement of a source is explained by the source, with file and line; terms by any form."""
    short = adrgraph("explain", "dataset:pupils", "dcterms:title", '"Pupil Register"@en')
    full = adrgraph(
        "explain",
        f"<{BASE}dataset/pupils>",
        "http://purl.org/dc/terms/title",
        '"Pupil Register"@en',
    )

    assert "stated by source/leaflet#data (data/datasets/pupils.trig:" in short.out
    assert short == full


def test_type(adrgraph: Callable[..., Ran]) -> None:
    """The predicate may be written `a`, as in Turtle."""
    ran = adrgraph("explain", "dataset/pupils", "a", "dcat:Dataset")

    assert (ran.code, ran.out.splitlines()[0]) == (0, "dataset/pupils rdf:type dcat:Dataset")


def test_not_entailed(adrgraph: Callable[..., Ran]) -> None:
    """A statement that does not hold is exit code 1: it is unknown, not false."""
    ran = adrgraph("explain", "dataset/pupils", "a", "foaf:Agent")

    assert (ran.code, ran.out) == (1, "")
    assert "Silence is unknown, not no." in ran.err


@pytest.mark.parametrize(
    "terms",
    [
        ("Pupil Register", "a", "dcat:Dataset"),
        ("dataset/pupils", "title", "dcat:Dataset"),
        ("dataset/pupils", "dcterms:title", '"x'),
        ("dataset/pupils", "dcterms:title", '"x" , "y"'),
        ("dataset/pupils", "dcterms:title", '"x" . <urn:a> <urn:b> "c"'),
    ],
)
def test_no_term(adrgraph: Callable[..., Ran], terms: tuple[str, ...]) -> None:
    """What is no term is refused with how terms are written."""
    ran = adrgraph("explain", *terms)

    assert (ran.code, ran.out) == (2, "")
    assert "Write " in ran.err
