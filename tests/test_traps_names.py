"""Names that clash: which thing is meant is shown, and nobody guesses where several are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import adrgraph
from adrgraph.cli import main
from adrgraph.iris import BASE
from adrgraph.layout import find_layout
from adrgraph.names import resolve
from adrgraph.sources import read
from tests.traps import HERE, Model, built

if TYPE_CHECKING:
    from collections.abc import Callable

    from adrgraph.sources import Sources
    from adrgraph.store import Store

ALONE = {
    ("dataset", "EES"): "dataset/ees-2011",
    ("dataset", "CRCS"): "dataset/crcs-wales",
    ("dataset", "CIN Wales"): "dataset/crcs-wales",
    ("dataset", "CLA Wales"): "dataset/cla-wales",
    ("dataset", "CLAS"): "dataset/lac-scotland",
    ("dataset", "LACW"): "dataset/cla-wales",
    ("dataset", "LACA"): "dataset/cla-wales-laca",
    ("dataset", "LACB"): "dataset/cla-wales-lacb",
    ("dataset", "LACC"): "dataset/cla-wales-lacc",
    ("dataset", "LACE"): "dataset/cla-wales-lace",
    ("dataset", "lace"): "dataset/cla-wales-lace",
    ("dataset", "GUIE"): "dataset/guie",
    ("dataset", "GUiE"): "dataset/guie",
    ("dataset", "ECHILD"): "dataset/echild",
    ("dataset", "Education and Child Health Insights from Linked Data"): "dataset/echild",
    ("dataset", "AD ARC"): "dataset/adarc",
    ("dataset", "AD|ARC"): "dataset/adarc",
    ("dataset", "ADARC"): "dataset/adarc",
    ("dataset", "Administrative Data | Agricultural Research Collection"): "dataset/adarc",
    ("dataset", "PHRD"): "dataset/phrd",
    ("dataset", "Public Health Research Data"): "dataset/phrd",
    ("dataset", "Public Health Research Database"): "dataset/phrd",
    ("dataset", "Welsh Environmental Dataset"): "dataset/welsh-env",
    ("thing", "WED"): "programme/wage-and-employment-dynamics",
    ("thing", "RAP"): "organisation/rap",
    ("thing", "PBPP"): "organisation/s-pbpp",
    ("organisation", "Department for the Economy"): "organisation/economy-ni",
    ("organisation", "DfE (NI)"): "organisation/economy-ni",
}
"""A name among things of a kind, and the one that it means."""

SHARED = {
    ("organisation", "DfE"): ("organisation/dfe-england", "organisation/economy-ni"),
    ("thing", "DfE"): ("organisation/dfe-england", "organisation/economy-ni"),
    ("thing", "RAS"): (
        "access-route/research-data-access-pathway",
        "access-route/researcher-accreditation",
    ),
    ("dataset", "CIN"): ("dataset/children-in-need-england", "dataset/crcs-wales"),
    ("dataset", "CLA"): ("dataset/children-looked-after-england", "dataset/cla-wales"),
    ("dataset", "LAC"): (
        "dataset/children-looked-after-england",
        "dataset/cla-wales",
        "dataset/lac-scotland",
    ),
    ("dataset", "Census 2011"): ("dataset/census-2011-ew", "dataset/census-2011-ni"),
    ("dataset", "2011 Census"): ("dataset/census-2011-ew", "dataset/census-2011-ni"),
}
"""A name among things of a kind, and all that it may mean."""

NOBODY = {
    ("dataset", "WED"): "It is a name of programme/wage-and-employment-dynamics",
    ("dataset", "DfE"): "It is a name of organisation/dfe-england",
    ("dataset", "RAP"): "It is a name of organisation/rap",
    ("dataset", "PBPP"): "It is a name of organisation/s-pbpp",
    ("dataset", "PHDA"): 'Did you mean "phrd" (Public Health Research Data)?',
    ("dataset", "Crown"): '"df-crown" (Crown Court defendant data)',
    ("organisation", "EES"): "It is a name of dataset/ees-2011",
}
"""A name that nothing of a kind has, and what is told instead."""

MODELS = [Model(path) for path in sorted((HERE / "names").glob("meanings.*.ru"))]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """One folder of builds for all."""
    return str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def catalogue(cache: str) -> adrgraph.Catalogue:
    """The real graph as anybody loads it."""
    return adrgraph.load(cache=cache)


@pytest.fixture
def told(
    cache: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[[str], str]:
    """A function that asks where a dataset is, and gives what is told beside the answer."""
    monkeypatch.setenv("ADRGRAPH_CACHE", cache)

    def ask(name: str) -> str:
        assert main(["run", "where-is", f"dataset={name}"]) == 0
        return capfd.readouterr().err

    return ask


def meant(store: Store, kind: str, name: str) -> tuple[str, ...]:
    """All that a name may mean, as paths; none where it is unknown."""
    try:
        return (resolve(store, name, kind=kind).value.removeprefix(BASE),)
    except adrgraph.AmbiguousName as error:
        return tuple(iri.removeprefix(BASE) for iri in error.candidates)
    except adrgraph.UnknownName:
        return ()


@pytest.mark.parametrize(("kind", "name"), ALONE)
def test_alone(catalogue: adrgraph.Catalogue, kind: str, name: str) -> None:
    """A name in each of its spellings means one thing."""
    assert meant(catalogue.store, kind, name) == (ALONE[kind, name],)


@pytest.mark.parametrize(("kind", "name"), SHARED)
def test_shared(catalogue: adrgraph.Catalogue, kind: str, name: str) -> None:
    """A name that several things share is refused with all of them, each by slug and title."""
    with pytest.raises(adrgraph.AmbiguousName) as caught:
        catalogue.names.resolve(name, kind=kind)

    told = str(caught.value)
    assert caught.value.candidates == tuple(BASE + path for path in SHARED[kind, name])
    assert told.startswith(f'"{name}" names more than one {kind}: ')
    assert told.endswith(". Say which.")
    for iri in caught.value.candidates:
        path = iri.removeprefix(BASE)
        slug = path if kind == "thing" else path.partition("/")[2]
        assert f"{slug} ({catalogue.names.labels[iri]})" in told


@pytest.mark.parametrize(("kind", "name"), NOBODY)
def test_nobody(catalogue: adrgraph.Catalogue, kind: str, name: str) -> None:
    """A name that nothing of the kind has is refused with what it is a name of, or what is near."""
    with pytest.raises(adrgraph.UnknownName) as caught:
        resolve(catalogue.store, name, kind=kind)

    assert NOBODY[kind, name] in str(caught.value)


@pytest.mark.parametrize("query", ["links-to", "how-to-access", "dataset", "where-is"])
@pytest.mark.parametrize("name", ["Census 2011", "LAC", "CIN"])
def test_no_guess(catalogue: adrgraph.Catalogue, query: str, name: str) -> None:
    """No saved query answers about one of several things with a name."""
    with pytest.raises(adrgraph.AmbiguousName, match="Say which"):
        catalogue.run(query, dataset=name)


def test_same_answer(catalogue: adrgraph.Catalogue) -> None:
    """Every spelling of a name is answered alike."""
    names = "guie", "GUIE", "GUiE", "Growing Up in England"
    answers = {str(catalogue.run("where-is", dataset=name)) for name in names}

    assert len(answers) == 1
    assert "ons-srs" in answers.pop()


def test_never_the_environmental_dataset(catalogue: adrgraph.Catalogue) -> None:
    """Who asks for WED is not led to the Welsh Environmental Dataset."""
    with pytest.raises(adrgraph.UnknownName) as caught:
        catalogue.run("links-to", dataset="WED")

    assert "welsh-env" not in str(caught.value)


def test_told_what_was_read(told: Callable[[str], str]) -> None:
    """The command line says what an acronym was taken for, and that it stands for more."""
    assert told("EES").startswith(
        '"EES" is read as ees-2011 (Earnings and Employees Study 2011). '
        "EES is also short for Explore Education Statistics, "
    )


@pytest.mark.parametrize("name", ["npd", "National Pupil Database", f"{BASE}dataset/npd"])
def test_nothing_told(told: Callable[[str], str], name: str) -> None:
    """Nothing need be said of what is given by slug, title or IRI."""
    assert "is read as" not in told(name)


@pytest.fixture(scope="module")
def sources() -> Sources:
    """The files of this project."""
    return read(find_layout())


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_naive(model: Model, sources: Sources) -> None:
    """With a name on the wrong thing, or missing from one of several, a clash means another."""
    store = built(model.applied(sources))
    right = {key: (path,) for key, path in ALONE.items()} | SHARED
    right |= dict.fromkeys(NOBODY, ())

    assert [key for key in right if meant(store, *key) != tuple(right[key])]
