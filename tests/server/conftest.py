"""A small world behind the application."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from adrgraph.server.app import create_app
from adrgraph.store import Store, load
from tests.asgi import Client

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from adrgraph.catalogue import Catalogue

WORLD = """
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX dataset: <https://w3id.org/adrgraph/dataset/>
PREFIX graph: <http://example.org/graph/>
dataset:leo a dcat:Dataset ; dcterms:title "LEO"@en .
dataset:npd a dcat:Dataset ; dcterms:title "é€😀"@en .
GRAPH graph:a { dataset:leo a dcat:Dataset ; dcterms:title "LEO"@en . }
GRAPH graph:b { dataset:npd a dcat:Dataset ; dcterms:title "é€😀"@en .
  dataset:leo a dcat:Dataset . }
"""


@pytest.fixture(scope="session")
def store() -> Store:
    """Two datasets in two graphs, merged in the default graph."""
    return load(ox.parse(WORLD, format=ox.RdfFormat.TRIG))


@pytest.fixture(scope="session")
def client(store: Store) -> Client:
    """A client of the application."""
    return Client(create_app(store))


@pytest.fixture(scope="session")
def real_app(real: Catalogue) -> Starlette:
    """The real graph, served."""
    return create_app(real.store, layout=real.layout)


@pytest.fixture(scope="session")
def real_site(real_app: Starlette) -> Client:
    """A client of the real graph."""
    return Client(real_app)
