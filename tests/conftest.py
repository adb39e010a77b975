"""What every test may use, and the rule that nothing may be missing where all is installed.

A test skips where a tool or reference is missing, which `--no-missing-tools` makes a failure; what
no installation can mend (no IPv6, say) is told as `this machine has no …` and stays a skip.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.chromium import chromium, program

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from playwright.sync_api import Browser

    from adrgraph.catalogue import Catalogue


settings.register_profile("untimed", deadline=None)  # time is measured in benchmarks
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--no-missing-tools`, which turns every skip into a failure."""
    parser.addoption(
        "--no-missing-tools",
        action="store_true",
        help="fail where a test would skip because a tool or a reference is missing",
    )


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """This project's own graph, built; for reading only."""
    from tests.answers import real_catalogue

    return real_catalogue(tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="session")
def facts_folder() -> Path:
    """The folder of the facts, which ADRGRAPH_FACTS names."""
    named = os.environ.get("ADRGRAPH_FACTS", "")
    if not named:
        pytest.skip("ADRGRAPH_FACTS does not name the folder of the facts")
    return Path(named)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine, for one module: while it runs, its thread has an event loop."""
    if program() is None:
        pytest.skip("chromium is missing: apt install chromium")
    with chromium() as started:
        yield started


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Report a skip as a failure under `--no-missing-tools`; an expected failure is no skip."""
    report = yield
    if hasattr(report, "wasxfail"):
        return report
    why = str(call.excinfo.value) if call.excinfo else ""
    installable = not why.removeprefix("Skipped: ").startswith("this machine has no")
    if report.skipped and installable and item.config.getoption("--no-missing-tools"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} skipped: {why}"
    return report
