"""Names in the real data: those that clash are told apart, however a person writes them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from adrgraph.errors import AmbiguousName, UnknownName
from adrgraph.iris import BASE
from adrgraph.layout import find_layout
from adrgraph.names import Names, read_names
from adrgraph.reasoning import reason
from adrgraph.sources import read
from adrgraph.store import load


@pytest.fixture(scope="module")
def names() -> Names:
    """Every name in the real graph."""
    return read_names(load(reason(read(find_layout())).quads()))


@pytest.mark.parametrize(
    ("name", "kind", "path"),
    [
        ("National Pupil Database", "dataset", "dataset/npd"),
        ("NPD", "dataset", "dataset/npd"),
        ("LEO", "dataset", "dataset/leo"),
        ("GUIE", "dataset", "dataset/guie"),
        ("GUiE", "dataset", "dataset/guie"),
        ("Growing Up in England", "dataset", "dataset/guie"),
        ("ECHILD", "dataset", "dataset/echild"),
        ("AD|ARC", "dataset", "dataset/adarc"),
        ("AD ARC", "dataset", "dataset/adarc"),
        ("EES", "dataset", "dataset/ees-2011"),
        ("EOL", "dataset", "dataset/eol"),
        ("LACE", "dataset", "dataset/cla-wales-lace"),
        ("LACA", "dataset", "dataset/cla-wales-laca"),
        ("WED", "programme", "programme/wage-and-employment-dynamics"),
        ("WED", "thing", "programme/wage-and-employment-dynamics"),
        ("SRS", "environment", "environment/ons-srs"),
        ("SAIL", "environment", "environment/sail"),
        ("MoJ", "organisation", "organisation/moj"),
        ("Cymru", "area", "scheme/area#wales"),
    ],
)
def test_found(names: Names, name: str, kind: str, path: str) -> None:
    """A dataset, programme, environment or body is found by each of its names."""
    assert names.resolve(name, kind=kind) == ox.NamedNode(BASE + path)


@pytest.mark.parametrize(
    ("name", "kind", "paths"),
    [
        ("DfE", "organisation", {"organisation/dfe-england", "organisation/economy-ni"}),
        ("Census 2011", "dataset", {"dataset/census-2011-ew", "dataset/census-2011-ni"}),
    ],
)
def test_ambiguous(names: Names, name: str, kind: str, paths: set[str]) -> None:
    """A name that two bodies or two censuses share is answered with both."""
    with pytest.raises(AmbiguousName) as caught:
        names.resolve(name, kind=kind)

    assert set(caught.value.candidates) == {BASE + path for path in paths}


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("grde", "grade"), ("echlid", "echild"), ("National Pupils Database", "npd"), ("leoo", "leo")],
)
def test_misspelt(names: Names, name: str, nearest: str) -> None:
    """A misspelt name is answered with the nearest."""
    with pytest.raises(UnknownName) as caught:
        names.resolve(name, kind="dataset")

    assert caught.value.nearest[0] == nearest


def test_environmental_dataset_is_not_wed(names: Names) -> None:
    """WED is Wage and Employment Dynamics; no dataset has that name."""
    with pytest.raises(UnknownName):
        names.resolve("WED", kind="dataset")
