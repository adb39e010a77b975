"""What a page asks: as much of a large catalogue as of a small one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from adrgraph.server.app import create_app
from adrgraph.store import LocalStore
from tests.asgi import Client

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from adrgraph.results import Result
    from adrgraph.server.pages.library import Library

HEAD = """
PREFIX : <https://w3id.org/adrgraph/dataset/>
PREFIX adr: <https://w3id.org/adrgraph/ontology#>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX environment: <https://w3id.org/adrgraph/environment/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX source: <https://w3id.org/adrgraph/source/>
PREFIX theme: <https://w3id.org/adrgraph/scheme/theme#>
"""
EACH = """
:dN a dcat:Dataset ; rdfs:label "Dataset N"@en ; dcat:theme theme:health ;
  adr:isHeldIn environment:e ; adr:isBuiltFrom :dP ; adr:isNextTo :dP .
:dP adr:isNextTo :dN .
GRAPH source:s { :dN a dcat:Dataset ; dcat:theme theme:health ; adr:isBuiltFrom :dP . }
"""


class Counted(LocalStore):
    """A store that keeps what it is asked."""

    def query(self, sparql: str, **options: Any) -> Result:
        """Answer, and keep the question."""
        asked.append(sparql)
        return super().query(sparql, **options)


asked: list[str] = []


def site(datasets: int) -> Client:
    """So many datasets, each built from the one before."""
    statements = (EACH.replace("dN", f"d{n}").replace("dP", f"d{n - 1}") for n in range(datasets))
    store = ox.Store()
    store.load(HEAD + "".join(statements), format=ox.RdfFormat.TRIG)
    return Client(create_app(Counted(store)))


@pytest.fixture(scope="module")
def sites() -> tuple[Client, Client]:
    """A small catalogue and a larger one."""
    return site(8), site(200)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/about",
        "/datasets",
        "/datasets?theme=health",
        "/datasets?q=dataset&sort=latest",
        "/dataset/d4",
        "/environment/e",
        "/scheme/theme",
        "/link?dataset=d4",
        "/link?dataset=d4&with=d2",
        "/organisations",
        "/sitemap.xml",
        "/feed.atom",
    ],
)
def test_as_many_queries_whatever_the_size(sites: tuple[Client, Client], address: str) -> None:
    """A page of a catalogue of 200 datasets takes no more queries than one of eight."""
    numbers = []
    for client in sites:
        client.get(f"{address}{'&' if '?' in address else '?'}x", headers={"Accept": "text/html"})
        asked.clear()
        client.app.state.shelf = type(client.app.state.shelf)(client.app.state.store)
        answer = client.get(address, headers={"Accept": "text/html"})
        assert answer.status_code == 200
        numbers.append(len(asked))

    assert numbers[0] == numbers[1] < 25


def test_what_happened(real_app: Starlette) -> None:
    """The page of a dataset tells what the timeline tells of it, in the same order."""
    library: Library = real_app.state.library
    told = {
        card.iri: library.about("timeline", "dataset", card.iri) for card in library.index.cards
    }

    assert {iri: library.about("happened", "dataset", iri) for iri in told} == told
    assert sum(map(bool, told.values())) > 20
