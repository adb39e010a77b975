"""The saved queries, published and asked far away: the same answers as here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from adrgraph.catalogue import Catalogue
from adrgraph.exports import export, profiles
from adrgraph.layout import find_layout
from adrgraph.publishing import Updates, publish
from adrgraph.remote import remote_store
from adrgraph.results import Solutions
from tests.answers import Answer, answers, lines, real_catalogue, world_catalogue
from tests.far import Far, fill, oxigraph, virtuoso
from tests.server.test_answering import asked_elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterator

AGREED = {
    *("ambiguous-names", "catalogues", "caveats", "component-owners", "components-of", "consents"),
    *("contacts", "datasets", "documentation-of", "environments", "expected"),
    *("joined-by-lookup", "legal-basis", "linkable-with", "linkage-methods", "linkages"),
    *("organisation", "periods", "populations", "programmes", "question-counts", "recording"),
    *("research-questions", "sizes", "source", "sources", "synthetic", "themes", "timeline"),
    *("unconfirmed", "update-frequencies", "who-said", "wider-sources"),
}
"""The saved queries that Virtuoso 7.2.5 answers as we do, of those that were tried."""

DEVIATIONS = {
    "its process ends": ("linking-bodies", "owners"),
    "its compiler gives up with an internal error (SP031)": (
        *("dataset", "how-to-access", "releases"),
    ),
    "it does not answer in time": ("covering-together", "path"),
    "it takes what is unbound for an empty text in CONCAT": (
        *("links-to", "linkage", "several-environments", "where-is"),
    ),
    "it fails on SUBSTR of what is unbound": ("became-of-expected", "what-changed"),
    "it loses rows, or adds some, where OPTIONAL, UNION, VALUES or FILTER are nested": (
        *("approvals", "as-of", "belongs-to", "collections", "covering", "follow"),
        *("law-and-training", "linked-through", "match-rates", "source-systems", "team-needs"),
    ),
    "it makes a number of a duration": ("funding",),
    "it sorts otherwise": ("links",),
    "it makes a text of an IRI that comes out of a function": ("held-in",),
    "it makes a text of an IRI that VALUES in a branch of a UNION give": ("forbidden-with",),
}
"""What Virtuoso 7.2.5 does with the others that were tried; those are not asked here."""


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Catalogue]:
    """The small world and the real data, built."""
    folder = tmp_path_factory.mktemp("here")
    return {"world": world_catalogue(folder / "world"), "data": real_catalogue(folder / "cache")}


@pytest.fixture(scope="module")
def published(
    here: dict[str, Catalogue], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Far]]:
    """Both, published into Oxigraph's server."""
    folders = [tmp_path_factory.mktemp(name) for name in here]
    with oxigraph(folders[0]) as world, oxigraph(folders[1]) as data:
        places = {"world": world, "data": data}
        for name, far in places.items():
            store = remote_store(far.store)
            publish(here[name].store.dump(), store, Updates(far.update))
        yield places


@pytest.fixture(scope="module")
def in_virtuoso(
    here: dict[str, Catalogue], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Catalogue]:
    """The real data in Virtuoso."""
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as far:
        fill(far, here["data"].store.dump())
        store = remote_store(far.store).within(20, largest=1 << 28)
        yield Catalogue(here["data"].layout, store)


def asked(answer: Answer, catalogue: Catalogue, terms_of: Catalogue) -> list[str]:
    """What a catalogue answers, as the file of the answer has it."""
    found = catalogue.query(answer.sparql(terms_of))
    assert isinstance(found, Solutions)
    return lines(answer.asked, found.variables, found)


@pytest.mark.parametrize("answer", answers(), ids=str)
def test_oxigraph(answer: Answer, here: dict[str, Catalogue], published: dict[str, Far]) -> None:
    """Oxigraph's server gives the same rows in the same order, to names that it resolves too."""
    layout = here[answer.graph].layout
    far = Catalogue(layout, remote_store(published[answer.graph].store))

    assert asked(answer, far, far) == answer.lines


@pytest.mark.parametrize("profile", profiles(find_layout()))
def test_exports(profile: str, here: dict[str, Catalogue], published: dict[str, Far]) -> None:
    """An export from Oxigraph's server is the one from here, byte for byte."""
    layout = here["data"].layout
    ours = export(here["data"].store, profile, layout=layout)
    theirs = export(remote_store(published["data"].store), profile, layout=layout)

    assert theirs.omitted == ours.omitted
    assert theirs.triples.write("ntriples") == ours.triples.write("ntriples")


def test_two_servers(here: dict[str, Catalogue], published: dict[str, Far]) -> None:
    """Two servers over one store give the same answers as one that holds the graph."""
    store = remote_store(published["data"].store)
    some = [each for each in answers("data") if each.query in {"links-to", "sources", "datasets"}]
    with asked_elsewhere(store) as one, asked_elsewhere(store) as other:
        for answer in some:
            query = answer.sparql(here["data"])
            bodies = {
                httpx.post(
                    endpoint, data={"query": query}, headers={"accept": "text/csv"}, timeout=30
                ).content
                for endpoint in (one, other)
            }

            assert bodies == {here["data"].query(query).write("csv")}


@pytest.mark.parametrize(
    "answer", [each for each in answers("data") if each.query in AGREED], ids=str
)
def test_virtuoso(answer: Answer, here: dict[str, Catalogue], in_virtuoso: Catalogue) -> None:
    """Virtuoso gives the same rows in the same order to the queries that it can answer."""
    assert asked(answer, in_virtuoso, here["data"]) == answer.lines


def test_deviations() -> None:
    """What is known to be answered otherwise is a saved query, and has one reason."""
    known = {answer.query for answer in answers("data")}
    deviating = [name for names in DEVIATIONS.values() for name in names]

    assert {*deviating, *AGREED} <= known
    assert len({*deviating, *AGREED}) == len(deviating) + len(AGREED)
