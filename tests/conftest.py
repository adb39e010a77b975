"""What every test may use, and the rule that nothing may be missing where all is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--no-missing-tools`, which turns every skip into a failure."""
    parser.addoption(
        "--no-missing-tools",
        action="store_true",
        help="fail where a test would skip because a tool or a reference is missing",
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Report a skip as a failure under `--no-missing-tools`."""
    report = yield
    if report.skipped and item.config.getoption("--no-missing-tools"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} skipped: {call.excinfo.value if call.excinfo else ''}"
    return report
