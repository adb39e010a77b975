"""The W3C SPARQL 1.1 Protocol and Service Description tests against a real server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from adrgraph.store import load
from tests.loopback import served

CONFORMANCE = os.environ.get("ADRGRAPH_CONFORMANCE", "")


def world() -> list[ox.Quad]:
    """Three graphs with a thing of their own each, merged in the default graph."""
    text = "".join(
        f"<http://example.org/{n}> a <http://example.org/Thing> . "
        f"GRAPH <http://example.org/graph/{n}> "
        f"{{ <http://example.org/{n}> a <http://example.org/Thing> }} "
        for n in range(3)
    )
    return list(ox.parse(text, format=ox.RdfFormat.TRIG))


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """What the harness finds, one mapping a test."""
    if not CONFORMANCE:
        pytest.skip("ADRGRAPH_CONFORMANCE is not set")
    report = tmp_path_factory.mktemp("protocol") / "report.json"
    script = Path(CONFORMANCE) / "protocol_check.py"
    with served(load(world())) as address:
        command = [sys.executable, str(script), f"{address}sparql", "--json", str(report)]
        command += ["--gsp", f"{address}graph"]
        subprocess.run(command, capture_output=True, check=False, timeout=240)
    found: list[dict[str, str]] = json.loads(report.read_text())
    return found


@pytest.mark.parametrize(
    ("suite", "number"), [("protocol", 34), ("sd", 3), ("gsp", 9), ("EXTRA", 38)]
)
def test_conformance(results: list[dict[str, str]], suite: str, number: int) -> None:
    """Every test of the W3C and every stricter one passes; updates and writes are refused."""
    passed = [row for row in results if (row["suite"], row["result"]) == (suite, "PASS")]
    failed = [row for row in results if row["suite"] == suite and row not in passed]

    assert failed == []
    assert len(passed) == number
