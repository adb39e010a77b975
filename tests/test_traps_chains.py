"""A chain is no permission: whatever leads to data that may not be linked on says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adrgraph.catalogue import Catalogue
from adrgraph.iris import mint
from adrgraph.layout import find_layout
from adrgraph.results import Solutions
from adrgraph.sources import read
from tests.traps import HERE, Model, built

if TYPE_CHECKING:
    from adrgraph.sources import Sources

RESTRICTED = mint("dataset", "echild")
FORBIDDEN = "May not be linked to other datasets at present."
UNRESTRICTED = Model(HERE / "reachability" / "permission.restriction-lost.ru")
ASKED = (
    ("links-to", {"dataset": "npd"}, ("linked", "other")),
    ("links-to", {"dataset": "hes"}, ("linked", "other")),
    ("linked-through", {"dataset": "leo"}, ("other",)),
    ("linked-through", {"dataset": "grade", "component": "npd"}, ("other",)),
    ("follow", {"start": "education", "goal": "health"}, ("dataset",)),
    ("forbidden-with", {"dataset": "echild"}, ("dataset",)),
)
"""A saved query about chains, what is asked, and the columns that name the dataset reached."""


@pytest.fixture(scope="module")
def sources() -> Sources:
    """The files of this project."""
    return read(find_layout())


@pytest.fixture(scope="module")
def catalogue(sources: Sources) -> Catalogue:
    """The real graph."""
    return Catalogue(find_layout(), built(sources))


@pytest.fixture(scope="module")
def naive(sources: Sources) -> Catalogue:
    """The graph of somebody who left the rules of custodians out."""
    return Catalogue(find_layout(), built(UNRESTRICTED.applied(sources)))


def told(
    catalogue: Catalogue, query: str, values: dict[str, str], columns: tuple[str, ...]
) -> list[bool]:
    """For each chain to the restricted data, whether a row of it tells of the restriction."""
    found = catalogue.run(query, **values)
    assert isinstance(found, Solutions)
    chains: dict[tuple[str, ...], bool] = {}
    for row in found:
        cells = dict(zip(found.variables, row, strict=True))
        if any(getattr(cells.get(name), "value", "") == RESTRICTED for name in columns):
            rule = str(cells.pop("restriction"))
            chain = tuple(map(str, cells.values()))
            chains[chain] = chains.get(chain, False) or FORBIDDEN in rule + "".join(chain)
    return list(chains.values())


@pytest.mark.parametrize(("query", "values", "columns"), ASKED)
def test_restriction_shown(
    catalogue: Catalogue, query: str, values: dict[str, str], columns: tuple[str, ...]
) -> None:
    """Every chain that leads to ECHILD is shown with the rule that it may not be linked on."""
    chains = told(catalogue, query, values, columns)

    assert chains
    assert all(chains)


@pytest.mark.parametrize(("query", "values", "columns"), ASKED)
def test_naive(
    naive: Catalogue, query: str, values: dict[str, str], columns: tuple[str, ...]
) -> None:
    """Without the rule the same answers promise what is forbidden, or are empty."""
    assert not any(told(naive, query, values, columns))


def test_chain_is_not_linkable(catalogue: Catalogue) -> None:
    """Nothing is said to be linkable with ECHILD, however much it shares with others."""
    found = catalogue.run("linkable-with", dataset="echild")

    assert isinstance(found, Solutions)
    assert len(found) == 0


def test_nothing_in_care(catalogue: Catalogue) -> None:
    """No answer on what the grading data are made of names children in care or in need."""
    answers = [
        str(catalogue.run("components-of", dataset="grade")),
        str(catalogue.run("links-to", dataset="children-looked-after-england")),
    ]

    assert "npd" in answers[0]
    assert "children-" not in answers[0]
    assert "grade" not in answers[1]
