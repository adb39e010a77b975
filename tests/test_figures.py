"""Data/ has no number, date, address or DOI of its own: each stands where its source has it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import yaml

from adrgraph.iris import PREFIXES
from adrgraph.layout import find_layout
from adrgraph.sources import read
from tests.fact_ways import pages_of
from tests.facts import read_store, text
from tests.figures import CURATED, figures, stated
from tests.sayings import read_sayings, thing_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from adrgraph.sources import Sources
    from tests.sayings import Sayings

    Known = Callable[[str], Callable[[str], bool]]

LEO = ox.NamedNode("https://w3id.org/adrgraph/dataset/leo")
NOTE = ox.NamedNode(f"{PREFIXES['skos']}note")
PAGE = ox.NamedNode(f"{PREFIXES['dcat']}landingPage")


def _literal(value: str, kind: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(f"{PREFIXES['xsd']}{kind}"))


INVENTED: Mapping[str, ox.NamedNode | ox.Literal] = {
    "address": ox.NamedNode("https://www.example.ac.uk/leo"),
    "address, the beginning of a stated one": ox.NamedNode("https://www.gov.uk/government"),
    "address in words": ox.Literal("See https://www.example.org/leo.", language="en"),
    "date": _literal("2022-04-17", "date"),
    "date in words": ox.Literal("As of 2022-04-17.", language="en"),
    "day of the month": ox.Literal("Read on 29 April.", language="en"),
    "decimal": _literal("0.385", "decimal"),
    "DOI": ox.Literal("10.57906/ct4b-k290"),
    "DOI as an address": ox.NamedNode("https://doi.org/10.57906/ct4b-k289"),
    "duration": _literal("P19M", "duration"),
    "e-mail": ox.NamedNode("mailto:leo@education.gov.uk"),
    "e-mail in words": ox.Literal("Write to leo@education.gov.uk.", language="en"),
    "host": ox.Literal("At docs.leo.ac.uk.", language="en"),
    "integer": _literal("38000001", "integer"),
    "moment": _literal("2022-10-20T17:00:00", "dateTime"),
    "month": _literal("2022-05", "gYearMonth"),
    "month in words": ox.Literal("Released in June.", language="en"),
    "number word": ox.Literal("Some ninety pupils.", language="en"),
    "number in words": ox.Literal("Some 39,500,000 people.", language="en"),
    "number in the name of a part": ox.NamedNode(f"{LEO.value}#size-39500000"),
    "telephone": ox.Literal("Call 0161 496 0000.", language="en"),
    "year": _literal("1987", "gYear"),
}
"""Figures that no source gives to LEO, by what they are."""

NOWHERE: Mapping[str, ox.NamedNode | ox.Literal] = {
    "address": ox.NamedNode("https://www.example.ac.uk/data"),
    "date": _literal("1987-03-29", "date"),
    "decimal": _literal("0.7391", "decimal"),
    "DOI": ox.Literal("10.57906/0000-zzzz"),
    "duration": _literal("P97M", "duration"),
    "e-mail": ox.NamedNode("mailto:data@example.ac.uk"),
    "e-mail in words": ox.Literal("Write to data@example.ac.uk.", language="en"),
    "integer": _literal("7391284", "integer"),
    "number in words": ox.Literal("Some 7,391,284 people.", language="en"),
    "number word": ox.Literal("Some ninety people.", language="en"),
    "telephone": ox.Literal("Call 0161 496 0000.", language="en"),
    "year": _literal("1789", "gYear"),
}
"""Figures that no source gives to anything."""


@pytest.fixture(scope="module")
def sources() -> Sources:
    """The sources of this repository."""
    return read(find_layout())


@pytest.fixture(scope="module")
def sayings(facts_folder: Path, sources: Sources) -> Sayings:
    """What the sources say."""
    store = read_store(document.text for document in sources.data)
    words = (Path(__file__).parent / "wordings.yaml").read_text(encoding="utf-8")
    return read_sayings(facts_folder, pages_of(store, yaml.safe_load(words)))


@pytest.fixture(scope="module")
def known() -> Known:
    """Whether a text states a figure, each text read once."""
    return cache(stated)


def test_figures(sources: Sources, sayings: Sayings, known: Known) -> None:
    """Each figure in data/ stands in what the source of its graph says."""
    invented = [
        f"{document.path}: {figure}"
        for document in sources.data
        for figure in _unstated(document.path, document.quads, sayings, known)
    ]

    assert len(sources.data) > 300
    assert invented == []


@pytest.mark.parametrize("page", ["leo-dataset-page", "adrgraph", "unverified"])
@pytest.mark.parametrize("name", INVENTED)
def test_invented(name: str, page: str, sayings: Sayings, known: Known) -> None:
    """A figure that no source gives is found, in the graph of a page and in ours."""
    value = INVENTED[name]
    graph = ox.NamedNode(f"{PREFIXES['source']}{page}")
    predicate = PAGE if isinstance(value, ox.NamedNode) else NOTE
    quad = ox.Quad(LEO, predicate, value, graph)

    assert list(_unstated("data/datasets/leo.trig", [quad], sayings, known))


@pytest.mark.parametrize("name", NOWHERE)
def test_invented_anywhere(name: str, sources: Sources, sayings: Sayings, known: Known) -> None:
    """A figure that no source gives is found in each graph of each file."""
    value = NOWHERE[name]
    predicate = PAGE if isinstance(value, ox.NamedNode) else NOTE
    seeded = [
        (document.path, ox.Quad(ox.NamedNode(document.iri), predicate, value, graph))
        for document in sources.data
        for graph in {quad.graph_name for quad in document.quads}
    ]
    missed = [path for path, quad in seeded if not list(_unstated(path, [quad], sayings, known))]

    assert len(seeded) > 800
    assert missed == []


def test_figure_of_another_source(sayings: Sayings) -> None:
    """A figure that one page gives is not one of another page."""
    amount = _literal("39000000", "integer")
    places = [
        page
        for page in ("leo-dataset-page", "adr-uk-annual-report-2023-2024-leo")
        if not list(
            _unstated(
                "data/datasets/leo.trig",
                [ox.Quad(LEO, NOTE, amount, ox.NamedNode(f"{PREFIXES['source']}{page}"))],
                sayings,
                stated,
            )
        )
    ]

    assert places == ["leo-dataset-page"]


def test_curated(sources: Sources, sayings: Sayings) -> None:
    """What is let through by name is in data/, and no source gives it."""
    found = {figure for document in sources.data for figure in figures(document.quads)}
    tokens = sayings.everything.split()

    assert set(CURATED) <= found
    assert set(CURATED).isdisjoint(tokens)
    assert all(CURATED.values())


def _unstated(
    path: str,
    quads: Iterable[ox.Quad],
    sayings: Sayings,
    known: Known,
) -> list[str]:
    """The figures of a file that the source of their graph does not give."""
    return [
        figure
        for quad in quads
        for figure in figures([quad])
        if not known(sayings.of(text(quad.graph_name), thing_of(path)))(figure)
    ]
