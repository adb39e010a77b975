"""What is logged, and what never is."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adrgraph.cli.logs import Lines
from adrgraph.errors import LimitExceeded, Overloaded, QueryError, StoreError, UnknownFormat
from adrgraph.server.accounts import Account, hash_of, outcome_of
from adrgraph.server.isolation.question import CutOff
from adrgraph.server.operation.journal import Journal

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)


def written(*, addresses: bool) -> dict[str, object]:
    """The line about one query."""
    lines: list[str] = []
    journal = Journal(lines.append, addresses=addresses, now=lambda: NOW)
    told = Account(query=hash_of("ASK {}"), form="ask", waited=0.25, outcome="answered")
    journal.query(told, status=200, seconds=1.5, size=26, client="192.0.2.7")
    return dict(json.loads("".join(lines)))


def test_line() -> None:
    """A query is one line of JSON, with what it came to."""
    assert written(addresses=False) == {
        "time": "2026-09-01T12:00:00.000+00:00",
        "event": "query",
        "query": hash_of("ASK {}"),
        "form": "ask",
        "rows": None,
        "bytes": 26,
        "milliseconds": 1500.0,
        "waiting": 250.0,
        "status": 200,
        "outcome": "answered",
    }


def test_addresses() -> None:
    """The address of a client is logged only where that is asked for."""
    assert "192.0.2.7" not in json.dumps(written(addresses=False))
    assert written(addresses=True)["address"] == "192.0.2.7"


@given(st.text())
def test_hash(query: str) -> None:
    """A query is sixteen hexadecimal digits, always the same ones."""
    assert hash_of(query) == hash_of(query)
    assert len(hash_of(query)) == 16
    assert int(hash_of(query), 16) >= 0


def test_fault() -> None:
    """The log of a fault has its name and places, not its message, which may quote a query."""
    try:
        int("SELECT ?secret")
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
        record = logging.LogRecord("any", logging.ERROR, "", 1, "In SELECT ?secret", (), info)
    line = Lines().format(record)

    assert json.loads(line)["error"] == "ValueError"
    assert "test_journal.py" in line
    assert "secret" not in line


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (LimitExceeded("", limit="memory"), "memory"),
        (Overloaded("", retry_after=1), "overloaded"),
        (QueryError(""), "malformed"),
        (UnknownFormat(""), "unacceptable"),
        (StoreError(""), "failed"),
        (CutOff(), "truncated"),
        (TimeoutError(), "seconds"),
        (KeyError(), "failed"),
        (GeneratorExit(), "left"),
    ],
)
def test_outcome(error: BaseException, outcome: str) -> None:
    """Each end that a query can come to has its word."""
    assert outcome_of(error) == outcome


def test_cut_off_by() -> None:
    """An answer that was cut off came to what cut it off."""
    cut = CutOff()
    cut.__cause__ = LimitExceeded("", limit="memory")

    assert outcome_of(cut) == "memory"
