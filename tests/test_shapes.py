"""The shapes, each demand on a case that breaks it, with both SHACL engines."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from adrgraph.iris import PREFIXES
from adrgraph.layout import find_layout
from adrgraph.validation import ENGINES, shape_findings
from tests.cases import Case, cases, lines, sources

LAYOUT = find_layout()
CASES = cases("shapes")
SHAPES = sorted(path.stem for path in LAYOUT.shapes.glob("*.ttl"))
SH = PREFIXES["sh"]


def demands(shape: str) -> dict[str, list[ox.Literal]]:
    """The messages of each property shape in a shape file."""
    found: dict[str, list[ox.Literal]] = {}
    for quad in ox.parse(path=LAYOUT.shapes / f"{shape}.ttl"):
        if quad.predicate.value == f"{SH}path":
            found.setdefault(quad.subject.value, [])
        if quad.predicate.value == f"{SH}message":
            found.setdefault(quad.subject.value, []).append(quad.object)
    return found


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, engine: str) -> None:
    """A shape file finds just what its case says, whichever engine reads it."""
    shapes = [LAYOUT.shapes / f"{case.demand}.ttl"]
    found = shape_findings(sources(LAYOUT, case=case, shapes=shapes), engine=engine)

    assert lines(found, case=case) == case.findings


@pytest.mark.parametrize("shape", SHAPES)
def test_valid_and_invalid(shape: str) -> None:
    """Every shape file has a valid case, and an invalid one for each of its demands."""
    valid = [case for case in CASES if case.demand == shape and case.is_valid]
    invalid = [case for case in CASES if case.demand == shape and not case.is_valid]
    shapes = [LAYOUT.shapes / f"{shape}.ttl"]
    broken = {
        finding.shape
        for case in invalid
        for finding in shape_findings(sources(LAYOUT, case=case, shapes=shapes))
    }

    assert valid
    assert broken == demands(shape).keys()


@pytest.mark.parametrize("shape", SHAPES)
def test_messages(shape: str) -> None:
    """Every demand has one message, in English and a sentence."""
    for name, messages in demands(shape).items():
        assert [message.language for message in messages] == ["en"], name
        assert messages[0].value.endswith((".", "…")), name
