"""Rows are counted while an answer passes, however it is cut into pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adrgraph.errors import UnknownFormat
from adrgraph.formats import find_format
from adrgraph.server.isolation.outlet import COUNTERS, Outlet, TooManyRows

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXTS = st.text(st.sampled_from('x,{}[]":\\\n\r<result>\t'), max_size=12)
CELLS = st.one_of(TEXTS.map(ox.Literal), st.none())
ROWS = st.lists(st.tuples(TEXTS.map(ox.Literal), CELLS), max_size=8)


def written(rows: Sequence[tuple[ox.Literal, ox.Literal | None]], format: str) -> bytes:
    """Rows as the engine writes them."""
    table = " ".join(f"({' '.join('UNDEF' if c is None else str(c) for c in row)})" for row in rows)
    answer = ox.Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {table} }} }}")
    assert isinstance(answer, ox.QuerySolutions)
    return answer.serialize(format=find_format(format, "solutions").results) or b""


@pytest.mark.parametrize("format", COUNTERS)
@given(rows=ROWS, size=st.integers(1, 40))
def test_counted(format: str, rows: list[tuple[ox.Literal, ox.Literal]], size: int) -> None:
    """As many rows are counted as there are, whatever their text and wherever pieces end."""
    whole = written(rows, format)
    counter = COUNTERS[format]()
    pieces = [whole[place : place + size] for place in range(0, len(whole), size)]

    assert sum(map(counter.count, pieces)) == len(rows)


@pytest.mark.parametrize("format", COUNTERS)
def test_too_many(format: str) -> None:
    """As many rows as are allowed pass whole; with one more, it ends before the last."""
    whole = written([(ox.Literal("a"), None)] * 3, format)
    sent: list[bytes] = []
    outlet = Outlet(sent.append, find_format(format, "solutions"), rows=3)
    outlet.write(whole)
    outlet.flush()

    assert b"".join(sent) == whole
    with pytest.raises(TooManyRows):
        Outlet(sent.append, find_format(format, "solutions"), rows=2).write(whole)


@given(size=st.integers(1, 9), bad=st.sampled_from(["\x01", "\x0b", "\ufffe", "\uffff"]))
def test_no_xml(size: int, bad: str) -> None:
    """A character that XML cannot hold is refused, however the pieces cut it."""
    whole = f"<literal>é€😀{bad}</literal>".encode()
    outlet = Outlet(lambda _: None, find_format("xml", "solutions"), rows=9)

    def write() -> None:
        for place in range(0, len(whole), size):
            outlet.write(whole[place : place + size])

    with pytest.raises(UnknownFormat, match=f"U\\+{ord(bad):04X}"):
        write()
