"""What trips a naive modeller: each fact holds, and each naive model of it is told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adrgraph.iris import shorten
from adrgraph.layout import find_layout
from adrgraph.sources import Sources, read
from adrgraph.validation import validate
from tests.traps import HERE, Model, Trap, built, changed, traps

if TYPE_CHECKING:
    from adrgraph.store import Store

TRAPS = traps()
MODELS = [(trap, model) for trap in TRAPS for model in trap.models]
CAUGHT = [model for _, model in MODELS if model.caught]


@pytest.fixture(scope="module")
def sources() -> Sources:
    """The files of this project."""
    return read(find_layout())


@pytest.fixture(scope="module")
def store(sources: Sources) -> Store:
    """The graph that follows from them."""
    return built(sources)


@pytest.fixture(scope="module")
def known(sources: Sources) -> set[tuple[str, str]]:
    """What is found in the real data, by focus and rule."""
    return {(finding.focus, finding.shape) for finding in validate(sources).findings}


@pytest.mark.parametrize("trap", TRAPS, ids=str)
def test_holds(trap: Trap, store: Store) -> None:
    """The graph states the fact."""
    assert trap.answered(store) == trap.rows, trap.fact


def test_unchanged(sources: Sources) -> None:
    """Data that an update leaves as they are answer every question as before."""
    rebuilt = built(changed(sources, "INSERT DATA { }"))

    assert [str(trap) for trap in TRAPS if trap.answered(rebuilt) != trap.rows] == []


@pytest.mark.parametrize(("trap", "model"), MODELS, ids=[str(model) for _, model in MODELS])
def test_naive(trap: Trap, model: Model, sources: Sources) -> None:
    """The same question to the naive model is answered otherwise."""
    assert trap.answered(built(model.applied(sources))) != trap.rows, model.summary


@pytest.mark.parametrize("model", CAUGHT, ids=str)
def test_caught(model: Model, sources: Sources, known: set[tuple[str, str]]) -> None:
    """Checking the naive model finds what the real data do not have, by each rule that it names."""
    naive = validate(model.applied(sources))
    fresh = {
        shorten(finding.shape)
        for finding in naive.findings
        if (finding.focus, finding.shape) not in known
    }

    assert set(model.caught) <= fresh


@pytest.mark.parametrize("trap", TRAPS, ids=str)
def test_has_naive_model(trap: Trap) -> None:
    """Every trap states its fact and has a naive model that falls into it."""
    assert trap.fact.endswith(".")
    assert len(trap.rows) > 1 or trap.path.stem.startswith("no-")
    assert all(model.summary.endswith(".") for model in trap.models)
    assert trap.models


def test_no_stray_file() -> None:
    """Every file among the traps is a question, its rows or a naive model of it."""
    stems = {(trap.path.parent, trap.path.stem) for trap in TRAPS}
    stray = [
        path.name
        for path in sorted(HERE.glob("*/*"))
        if (path.parent, path.name.partition(".")[0]) not in stems
        or path.suffix not in (".rq", ".csv", ".ru")
    ]

    assert stray == []
