"""The saved queries as examples: what SPARQL editors ask for, and whether each of them answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from adrgraph.iris import BASE, PREFIXES, SPARQL_EXAMPLES
from adrgraph.results import Solutions
from adrgraph.server.app import create_app
from adrgraph.store import load
from adrgraph.system import with_system
from tests.answers import real_catalogue
from tests.asgi import Client
from tests.server.questions import FILES, WORLD, small_layout, small_store

if TYPE_CHECKING:
    from pathlib import Path

    from adrgraph.catalogue import Catalogue

EDITOR = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?sq ?comment ?query WHERE {
  ?sq a sh:SPARQLExecutable ;
    rdfs:comment ?comment ;
    sh:select|sh:ask|sh:construct|sh:describe ?query .
} ORDER BY ?sq
"""
DESCRIBE = """\
#+ summary: What is said of a dataset?
#+ x-params:
#+   dataset:
#+     label: dataset
#+     type: dataset
#+     example: npd
#+     required: true
DESCRIBE ?dataset
WHERE {
  VALUES ?dataset { UNDEF }
}
"""


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The real graph."""
    return real_catalogue(tmp_path_factory.mktemp("cache"))


def listed(store: object) -> list[tuple[str, str]]:
    """The examples that an editor finds, each with its text."""
    found = store.query(EDITOR)  # type: ignore[attr-defined]
    assert isinstance(found, Solutions)
    return [(str(row.to_dict()["sq"]), str(row.to_dict()["query"])) for row in found]


def test_listed(real: Catalogue) -> None:
    """An editor finds every saved query in the default graph, and each runs and answers."""
    found = listed(real.store)

    assert [iri for iri, _ in found] == [f"{BASE}query/{name}" for name in sorted(real.queries)]
    for iri, text in found:
        answer = real.query(text)
        assert isinstance(answer, Solutions)
        assert len(answer), iri


def test_filled(real: Catalogue) -> None:
    """What a question needs is filled in; what it may do without is left as it is."""
    texts = dict(listed(real.store))

    assert f"VALUES ?dataset {{ <{BASE}dataset/npd> }}" in texts[f"{BASE}query/links-to"]
    assert "VALUES ?theme { UNDEF }" in texts[f"{BASE}query/datasets"]


def test_published() -> None:
    """The examples are served as RDF with where to ask them, by three addresses."""
    client = Client(create_app(small_store()))
    turtle = {"Accept": "text/turtle"}
    found = client.get("/.well-known/sparql-examples/", headers=turtle)
    graph = ox.Store()
    graph.load(found.content, format=ox.RdfFormat.TURTLE)
    target = ox.NamedNode(PREFIXES["schema"] + "target")
    prefix = ox.NamedNode(PREFIXES["sh"] + "prefix")
    targets = {str(quad.object) for quad in graph.quads_for_pattern(None, target, None)}

    assert targets == {"<http://testserver/sparql>"}
    assert len(list(graph.quads_for_pattern(None, prefix, None))) == len(PREFIXES)
    assert client.get("/.well-known/sparql-examples", headers=turtle).content == found.content
    assert client.get("/queries", headers=turtle).content == found.content


def test_describe(tmp_path: Path) -> None:
    """DESCRIBE is told in the words of SHACL and of SIB, as the editor asks for the one."""
    layout = small_layout(tmp_path)
    (layout.queries / "about.rq").write_text(DESCRIBE, encoding="utf-8")
    answer = Client(create_app(small_store(), layout=layout)).get(
        "/.well-known/sparql-examples/", headers={"Accept": "application/n-triples"}
    )
    about = ox.NamedNode(f"{BASE}query/about")
    said = {
        str(triple.predicate.value): triple.object
        for triple in ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)
        if triple.subject == about
    }
    filled = ox.Literal(DESCRIBE.replace("UNDEF", f"<{BASE}dataset/npd>"))

    assert said[PREFIXES["sh"] + "describe"] == said[SPARQL_EXAMPLES + "describe"] == filled


def test_broken(tmp_path: Path) -> None:
    """Files that hold no query, or have no name for an address, break none of the others."""
    layout = small_layout(tmp_path)
    (layout.queries / "latin.rq").write_bytes(b"#+ summary: caf\xe9\nASK {}")
    (layout.queries / "A name.rq").write_text(FILES["echo"], encoding="utf-8")
    quads = ox.parse(WORLD, format=ox.RdfFormat.TURTLE)
    found = [
        iri.removeprefix(f"{BASE}query/") for iri, _ in listed(load(with_system(quads, layout)))
    ]
    client = Client(create_app(small_store(), layout=layout))

    assert found == sorted(FILES.keys() - {"broken"})
    assert {file["file"] for file in client.get("/queries").json()["malformed"]} == {
        "broken.rq",
        "latin.rq",
    }
    assert client.get("/queries/latin.csv").status_code == 500
    assert client.get("/queries/A%20name.csv").text == "words\r\nnothing\r\n"
