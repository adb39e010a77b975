"""Statements are told in English: with labels, in words, and parts with their whole."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from adrgraph.iris import BASE, INFERRED, PREFIXES
from adrgraph.phrases import Phrases

PREFIX = "\n".join(f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items())
KNOWN = f"""
{PREFIX}
PREFIX unit: <{BASE}scheme/unit#>
PREFIX leo: <{BASE}dataset/leo#>
GRAPH source:adrgraph {{
  dataset:leo dcterms:title "Longitudinal Education Outcomes"@en , "Deilliannau"@cy .
  source:brochure-2022 dcterms:title "Linked Datasets"@en .
  source:brochure-2022 dcterms:issued "2022-09"^^xsd:gYearMonth .
  brochure:leo dcterms:title "LEO"@en ; dcterms:isPartOf source:brochure-2022 .
  source:page dcterms:title "A page"@en .
  unit:individuals skos:prefLabel "individuals"@en .
  dcterms:extent skos:prefLabel "size"@en .
  adr:asOf skos:prefLabel "as of"@en .
}}
"""


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    """The words for a small state."""
    return Phrases(ox.parse(KNOWN, format=ox.RdfFormat.TRIG))


def statements(text: str) -> list[ox.Quad]:
    """Statements about LEO."""
    lead = KNOWN.partition("GRAPH")[0]
    return list(ox.parse(f"{lead} {text}", format=ox.RdfFormat.TRIG))


@pytest.mark.parametrize(
    ("text", "sayings"),
    [
        ("dcterms:extent leo:size", ["size: size"]),
        ('dcterms:title "A"@en', ["dcterms:title: “A”"]),
        ('dcterms:title "A"@cy', ["dcterms:title: “A” (cy)"]),
        ('dcterms:issued "2024-04-17"^^xsd:date', ["dcterms:issued: 17 April 2024"]),
        ('dcterms:issued "2024"^^xsd:gYear', ["dcterms:issued: 2024"]),
        ('dcterms:issued "soon"^^xsd:date', ["dcterms:issued: soon"]),
        ("adr:amount 38500000", ["adr:amount: 38.5 million"]),
        ("adr:amount 38512345", ["adr:amount: 38,512,345"]),
        ("adr:amount 12.50", ["adr:amount: 12.50"]),
        ("adr:isApproximate true", ["adr:isApproximate: yes"]),
        ("dcat:landingPage <https://example.org/a>", ["dcat:landingPage: https://example.org/a"]),
        ("dcterms:relation dataset:npd", ["dcterms:relation: dataset/npd"]),
        ("dcterms:relation dataset:leo", ["dcterms:relation: Longitudinal Education Outcomes"]),
        ("dcterms:relation []", ["dcterms:relation: something without a name"]),
    ],
)
def test_value(phrases: Phrases, text: str, sayings: list[str]) -> None:
    """A value is told by its label, or in words."""
    assert phrases.sayings(statements(f"dataset:leo {text} ."), of=f"{BASE}dataset/leo") == sayings


def test_part(phrases: Phrases) -> None:
    """A new part is told where it hangs, its size with its unit; what is told is not told again."""
    size = (
        "a adr:Extent ; adr:amount 38000000 ; adr:hasUnit unit:individuals ; adr:isApproximate true"
    )
    dated = 'adr:asOf "2022-09"^^xsd:gYearMonth'
    said = statements(f"dataset:leo dcterms:extent leo:size . leo:size {size} ; {dated} .")

    assert phrases.sayings(said, of=f"{BASE}dataset/leo") == [
        "size: about 38 million individuals; as of: September 2022"
    ]


def test_old_part(phrases: Phrases) -> None:
    """What is added to a part that was there already is told with the part's name."""
    said = statements('leo:size adr:asOf "2022"^^xsd:gYear .')

    assert phrases.sayings(said, of=f"{BASE}dataset/leo") == ["size: as of: 2022"]


def test_loose_parts(phrases: Phrases) -> None:
    """Parts that point at each other, or at their whole, are each told once."""
    ring = "leo:a a adr:Extent ; adr:of leo:b . leo:b a adr:Extent ; adr:of leo:a ."
    said = statements(ring)

    (line,) = phrases.sayings(said, of=f"{BASE}dataset/leo")
    assert line == "a: adr:of: adr:of: a"


def test_nameless(phrases: Phrases) -> None:
    """What has no name is not told by a label that nobody has given it."""
    said = statements('[] dcterms:title "A"@en .')

    assert phrases.sayings(said, of=f"{BASE}dataset/leo") == [
        "something without a name: dcterms:title: “A”"
    ]


def test_what_follows(phrases: Phrases) -> None:
    """What follows of a part describes none: the part is named, and not told in its place."""
    said = statements(
        "GRAPH <https://w3id.org/adrgraph/graph/inferred>"
        "{ dataset:leo adr:hasLatestExtent leo:size . leo:size a dcterms:SizeOrDuration }"
    )

    assert phrases.sayings(said, of=f"{BASE}dataset/leo") == [
        "adr:hasLatestExtent: size",
        "size: rdf:type: dcterms:SizeOrDuration",
    ]


@pytest.mark.parametrize(
    ("graph", "name"),
    [
        (
            "source/brochure-2022#leo",
            "Linked Datasets: LEO (source/brochure-2022#leo, September 2022)",
        ),
        ("source/page", "A page (source/page)"),
        ("source/unheard-of", "source/unheard-of"),
        ("ontology/borrowed", "ontology/borrowed.ttl"),
    ],
)
def test_source(phrases: Phrases, graph: str, name: str) -> None:
    """A source is told by its title, that of its whole and its date; other graphs by their file."""
    assert phrases.source(BASE + graph) == name


def test_inferred(phrases: Phrases) -> None:
    """What follows is no source's."""
    assert phrases.source(INFERRED) == "what follows"


def test_newest_label() -> None:
    """A thing is called what the later state calls it."""
    old, new = (
        statements(f'GRAPH source:adrgraph {{ dataset:leo dcterms:title "{title}"@en }}')
        for title in ("Old", "New")
    )

    assert Phrases(old, new).thing(f"{BASE}dataset/leo") == "New (dataset/leo)"
    assert Phrases(old, []).thing(f"{BASE}dataset/leo") == "Old (dataset/leo)"
