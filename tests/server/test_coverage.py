"""What covers topics, nations and years: pages find what the saved queries find."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from adrgraph.server.app import create_app
from adrgraph.server.pages.coverage import coverage
from adrgraph.store import load

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from adrgraph.catalogue import Catalogue
    from adrgraph.queries import Term
    from adrgraph.server.pages.library import Library

YEARS = ((None, None), (2005, 2015), (2011, 2011), (None, 1990), (2020, None), (2001, 2021))
NATIONS = (
    *("england", "wales", "scotland", "northern-ireland", "great-britain", "united-kingdom"),
    *("cardiff", "atlantis"),
)
WORLD = """
PREFIX adr: <https://w3id.org/adrgraph/ontology#>
PREFIX area: <https://w3id.org/adrgraph/scheme/area#>
PREFIX dataset: <https://w3id.org/adrgraph/dataset/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX environment: <https://w3id.org/adrgraph/environment/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX theme: <https://w3id.org/adrgraph/scheme/theme#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

theme:health skos:prefLabel "health"@en .
theme:work skos:prefLabel "work"@en ; skos:broader theme:society .
theme:society skos:prefLabel "society"@en .
area:cardiff skos:broader area:wales .
area:wales skos:broader area:great-britain , area:great-britain-and-more .
area:great-britain skos:broader area:wales .  # no hierarchy should go round
environment:a rdfs:label "Haven A"@en , "Hafan A"@cy .
environment:b rdfs:label "Hafan B"@cy .
environment:c rdfs:label "Haven C"@en-GB .

dataset:copied a dcat:Dataset ; rdfs:label "Copied"@en , "Copied too"@en-GB , "Copïwyd"@cy ;
  dcat:theme theme:health , theme:work ; dcterms:spatial area:cardiff , area:wales ;
  adr:isHeldIn environment:a , environment:b , environment:c ;
  dcterms:temporal dataset:long , dataset:open ; adr:referenceDate "2011-03-27"^^xsd:date ;
  dcat:distribution dataset:one , dataset:two , dataset:undated .
dataset:one adr:isHeldIn environment:a , environment:b ; dcat:version "2" , "3" ;
  dcterms:temporal dataset:short .
dataset:two adr:isHeldIn environment:a ; dcterms:temporal dataset:short , dataset:again .
dataset:undated adr:isHeldIn environment:b .
dataset:long dcat:startDate "1990"^^xsd:gYear ; dcat:endDate "2021"^^xsd:gYear .
dataset:open dcat:startDate "2006"^^xsd:gYear ; adr:countedThing "pupils"@en .
dataset:short dcat:startDate "2007"^^xsd:gYear ; dcat:endDate "2012-05"^^xsd:gYearMonth .
dataset:again dcat:startDate "2007"^^xsd:gYear ; dcat:endDate "2012-05"^^xsd:gYearMonth .

dataset:part a dcat:Dataset ; rdfs:label "Part"@en ; dcat:theme theme:work ;
  dcterms:isPartOf dataset:copied , dataset:single ; dcterms:spatial area:great-britain .
dataset:single a dcat:Dataset ; rdfs:label "Single"@en ; dcat:theme theme:society ;
  adr:isHeldIn environment:a ; dcat:distribution dataset:only ;
  dcterms:temporal dataset:vague .
dataset:only adr:isHeldIn environment:a ; dcterms:temporal dataset:late .
dataset:late dcat:endDate "2030"^^xsd:gYear .
dataset:vague dcat:startDate "then"@en .
dataset:nameless a dcat:Dataset ; dcat:theme theme:health ; adr:isHeldIn environment:c .
dataset:code rdfs:label "Code"@en ; dcat:theme theme:health ; adr:isHeldIn environment:c .
"""


@pytest.fixture(scope="module")
def small_app(real: Catalogue) -> Starlette:
    """Data with copies, parts, open periods and missing names."""
    return create_app(load(ox.parse(WORLD, format=ox.RdfFormat.TURTLE)), layout=real.layout)


@pytest.mark.parametrize("name", ["real_app", "small_app"])
@pytest.mark.parametrize("seed", range(8))
def test_rows_are_those_of_the_saved_queries(
    name: str, seed: int, request: pytest.FixtureRequest
) -> None:
    """Whatever is asked, each row is found, once for each way to it, and in the same order."""
    library: Library = request.getfixturevalue(name).state.library
    known = coverage(library)
    chance = random.Random(seed)  # noqa: S311 — the same questions each time
    told = 0
    for first, last in YEARS:
        topics = chance.sample(sorted(known.subjects.keys() & known.on.keys()), seed % 3 + 1)
        nations = [
            f"https://w3id.org/adrgraph/scheme/area#{each}"
            for each in chance.sample(NATIONS, chance.choice((0, 1, 1, 2)))
        ]
        bounds = {"from": first, "to": last}
        values: dict[str, list[Term] | Term] = {
            each: ox.Literal(year) for each, year in bounds.items() if year is not None
        }
        if nations:
            values["nation"] = [ox.NamedNode(each) for each in nations]

        together = known.together(topics, nations, (first, last))
        covering = known.covering(topics[0], nations, (first, last))
        told += len(together) + len(covering)

        topic = [ox.NamedNode(each) for each in topics]
        assert together == library.rows("covering-together", topic=topic, **values)
        assert covering == library.rows("covering", theme=topic[0], **values)
    assert told
