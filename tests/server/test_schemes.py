"""Pages that read what is said of a document, and not all that points at it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from adrgraph.iris import BASE, document
from adrgraph.server.records import Records

if TYPE_CHECKING:
    from adrgraph.catalogue import Catalogue
    from tests.asgi import Client

RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_CONCEPT = re.compile(
    r'<section id="([^"]+)" class="term">(?:(?!</section>).)*?'
    r"Used in (\d+) statements?\.</p>\s*</section>",
    re.DOTALL,
)


@pytest.mark.parametrize(
    "path", ["dataset/leo", "organisation/ons", "environment/ons-srs", "scheme/theme", "ontology"]
)
def test_own(real: Catalogue, path: str) -> None:
    """What a document says itself is what there is of it, but for what points at it."""
    records = Records(real.store)
    whole, own = records.find(f"{BASE}{path}"), records.own(f"{BASE}{path}")

    def is_own(triple: ox.Triple) -> bool:
        subject = triple.subject
        return not isinstance(subject, ox.NamedNode) or document(subject.value) == whole.iri

    assert set(own.merged) == set(filter(is_own, whole.merged)) != set()
    assert own.stated == whole.stated
    assert len(own.merged) < len(whole.merged)


@pytest.mark.parametrize("name", ["role", "method", "status"])
def test_uses(real: Catalogue, real_site: Client, name: str) -> None:
    """Where no dataset is found by a concept, its scheme's page counts what else it stands in."""
    page = real_site.get(f"/scheme/{name}", headers={"Accept": "text/html"}).text
    told = dict(_CONCEPT.findall(page))
    scheme = f"{BASE}scheme/{name}"
    found = {
        fragment: len(
            {
                quad.triple
                for quad in real.store.dump()
                if quad.graph_name == ox.DefaultGraph()
                and quad.object == ox.NamedNode(f"{scheme}#{fragment}")
                and quad.predicate != RDF_TYPE
                and isinstance(quad.subject, ox.NamedNode)
                and document(quad.subject.value) != scheme
            }
        )
        for fragment in told
    }

    assert found
    assert {fragment: int(number) for fragment, number in told.items()} == found
