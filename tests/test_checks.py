"""The rules about the whole graph, each on a valid and an invalid case."""

from __future__ import annotations

import pytest

from adrgraph.iris import mint
from adrgraph.layout import find_layout
from adrgraph.validation import check_findings
from tests.cases import Case, cases, lines, sources

LAYOUT = find_layout()
CASES = cases("checks")
CHECKS = sorted(path.stem for path in (LAYOUT.queries / "checks").glob("*.rq"))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    """A check finds just what its case says."""
    found = check_findings(sources(LAYOUT, case=case))
    check = mint("check", case.demand)
    of_check = [finding for finding in found if finding.shape == check]

    assert lines(of_check, case=case) == case.findings


@pytest.mark.parametrize("check", CHECKS)
def test_valid_and_invalid(check: str) -> None:
    """Every check has a valid and an invalid case."""
    assert {case.is_valid for case in CASES if case.demand == check} == {True, False}
