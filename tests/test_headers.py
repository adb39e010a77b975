"""Headers of files of SPARQL."""

from __future__ import annotations

import pytest

from adrgraph.errors import InvalidQueryFile
from adrgraph.headers import header


def test_header() -> None:
    """Lines that begin with `#+` are one YAML mapping; other comments are none of it."""
    text = "#+ summary: Who owns a dataset?\n#+ tags:\n#+   - owner\n# A remark.\nSELECT ?a {}\n"

    assert header(text, path="owners.rq") == {"summary": "Who owns a dataset?", "tags": ["owner"]}


def test_no_header() -> None:
    """A text without such a line says nothing."""
    assert header("# summary: no header\nASK {}\n", path="ask.rq") == {}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("#+ summary: [\n", 1, "The header is no YAML"),
        ("\n#+ a: 1\n# A remark.\n#+ b: c: d\n", 4, "The header is no YAML"),
        ("\n#+ summary\n", 2, "Write the header as `#+ key: value` lines."),
    ],
)
def test_malformed(text: str, line: int, message: str) -> None:
    """A malformed header is refused at its line, with what to write."""
    with pytest.raises(InvalidQueryFile) as caught:
        header(text, path="malformed.rq")

    assert message in caught.value.message
    assert caught.value.line == line
