"""The canonical form: one text for one set of statements."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adrgraph.canonical import canonical
from adrgraph.errors import SourceError
from adrgraph.iris import ADR, PREFIXES

LEO = "data/datasets/leo.trig"

CANONICAL = """\
# Longitudinal Education Outcomes.

PREFIX : <https://w3id.org/adrgraph/dataset/leo#>
PREFIX adr: <https://w3id.org/adrgraph/ontology#>
PREFIX brochure: <https://w3id.org/adrgraph/source/brochure-2022#>
PREFIX dataset: <https://w3id.org/adrgraph/dataset/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX source: <https://w3id.org/adrgraph/source/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

GRAPH source:adrgraph {
dataset:leo
    a adr:LinkedDataset ;
    adr:isCatalogedIn <https://w3id.org/adrgraph/catalog> ;
.
}

GRAPH brochure:longitudinal-education-outcomes {
dataset:leo
    dcterms:title "Longitudinal Education Outcomes"@en ;
    dcterms:temporal :period-1995-2019 ;
.

:period-1995-2019
    a dcterms:PeriodOfTime ;
    dcat:endDate "2019-08"^^xsd:gYearMonth ;
    dcat:startDate "1995-01"^^xsd:gYearMonth ;
.
}
"""

UNTIDY = """
   # Longitudinal Education Outcomes.   \r

@prefix dct: <http://purl.org/dc/terms/> .
@prefix d: <http://www.w3.org/ns/dcat#> .
prefix unused: <http://example.org/>
@base <https://w3id.org/adrgraph/dataset/> .
<https://w3id.org/adrgraph/source/brochure-2022#longitudinal-education-outcomes> {
  <leo#period-1995-2019> d:startDate "1995-01"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> ;
      d:endDate '2019-08'^^<http://www.w3.org/2001/XMLSchema#gYearMonth>; a dct:PeriodOfTime .
  <leo> dct:temporal <leo#period-1995-2019> .
}
GRAPH <https://w3id.org/adrgraph/source/adrgraph> {
  <leo> <https://w3id.org/adrgraph/ontology#isCatalogedIn> <https://w3id.org/adrgraph/catalog>,
      <https://w3id.org/adrgraph/catalog> ; a <https://w3id.org/adrgraph/ontology#LinkedDataset>
}
GRAPH <https://w3id.org/adrgraph/source/brochure-2022#longitudinal-education-outcomes> {
  <leo> dct:title "Longitudinal Education Outcomes"@EN
}
"""

SHAPES = """\
PREFIX : <https://w3id.org/adrgraph/shape/dataset#>
PREFIX adr: <https://w3id.org/adrgraph/ontology#>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX shape: <https://w3id.org/adrgraph/shape/>

shape:dataset
    a sh:NodeShape ;
    sh:property
        :license ,
        :title ;
    sh:targetClass dcat:Dataset ;
.

:license
    a sh:PropertyShape ;
    sh:name "licence"@en ;
    sh:path [ sh:alternativePath ( dcterms:license [ sh:inversePath dcterms:license ] ) ] ;
    sh:message "Say under which licence."@en ;
    sh:minCount 1 ;
    sh:or (
        [ sh:nodeKind sh:IRI ]
        [
            sh:class dcterms:LicenseDocument ;
            sh:maxCount 1 ;
        ]
    ) ;
.

:title
    sh:in () ;
    sh:qualifiedValueShape [] ;
    sh:select \"\"\"SELECT $this
WHERE { $this dcterms:title "" }\"\"\" ;
.

[]
    a owl:AllDisjointClasses ;
    owl:members ( adr:Linkage adr:Release ) ;
.
"""

NAMELESS = (
    "Something here has no IRI. Give it one: a fragment of the document, such as :period-2019."
)

IRIS = [
    "https://w3id.org/adrgraph/dataset/leo",
    "https://w3id.org/adrgraph/dataset/leo#csv",
    "https://w3id.org/adrgraph/dataset/leo#a.b",
    "https://w3id.org/adrgraph/scheme/theme#education",
    "https://w3id.org/adrgraph/scheme/dataset#odd",
    "http://example.org/é/#it's(1);",
    "urn:x",
    ADR + "Linkage",
    PREFIXES["rdf"] + "nil",
]
PREDICATES = [
    *(PREFIXES["rdf"] + name for name in ("type", "first", "rest")),
    PREFIXES["dcterms"] + "title",
    PREFIXES["sh"] + "path",
    PREFIXES["dcat"] + "theme",
    "http://example.org/p",
]
DATATYPES = ["integer", "decimal", "boolean", "double", "string", "gYear"]

named = st.sampled_from(IRIS).map(ox.NamedNode)
blank = st.sampled_from("abcde").map(ox.BlankNode)
predicates = st.sampled_from(PREDICATES).map(ox.NamedNode)
texts = (
    st.text() | st.text('"\\\n\r\t a1.-+e') | st.sampled_from(["1", "-01", "1.50", "true", "1."])
)
literals = (
    st.builds(ox.Literal, texts)
    | st.builds(
        lambda text, name: ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + name)),
        texts,
        st.sampled_from(DATATYPES),
    )
    | st.builds(lambda text: ox.Literal(text, language="en-GB"), texts)
)
graphs = st.just(ox.DefaultGraph()) | named
quads = st.lists(
    st.builds(ox.Quad, named | blank, predicates, named | blank | literals, graphs), max_size=16
)


def written(statements: list[ox.Quad]) -> str:
    """Statements as TriG, in the order given."""
    return (ox.serialize(statements, format=ox.RdfFormat.TRIG) or b"").decode()


def stated(text: str) -> ox.Dataset:
    """What a text states, with blank nodes named by what is said of them."""
    dataset = ox.Dataset(ox.parse(text, format=ox.RdfFormat.TRIG))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


@given(quads)
def test_isomorphic(statements: list[ox.Quad]) -> None:
    """The canonical form states what the text stated."""
    text = written(statements)

    assert stated(canonical(text, path="leo.trig")) == stated(text)


@given(quads)
def test_idempotent(statements: list[ox.Quad]) -> None:
    """The canonical form of a canonical text is that text."""
    once = canonical(written(statements), path="leo.trig")

    assert canonical(once, path="leo.trig") == once


@given(quads, st.randoms(use_true_random=False))
def test_order(statements: list[ox.Quad], random: object) -> None:
    """Shuffled input with other labels gives the same bytes."""
    labels = {name: ox.BlankNode(f"z{ord('z') - ord(name)}") for name in "abcde"}

    def renamed(term: object) -> object:
        return labels[term.value] if isinstance(term, ox.BlankNode) else term

    shuffled = [
        ox.Quad(renamed(q.subject), q.predicate, renamed(q.object), q.graph_name)  # type: ignore[arg-type]
        for q in statements
    ]
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert canonical(written(shuffled), path="leo.trig") == canonical(
        written(statements), path="leo.trig"
    )


@given(texts)
def test_literal(text: str) -> None:
    """A text keeps every character, whatever escape it needs."""
    statement = ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal(text))
    form = canonical(written([statement]), path="leo.trig")

    assert list(ox.parse(form, format=ox.RdfFormat.TRIG)) == [statement]
    assert not any(line.endswith((" ", "\t", "\r")) for line in form.split("\n"))


def test_example() -> None:
    """A data file is written as the style has it, byte for byte."""
    assert canonical(UNTIDY, path=LEO) == CANONICAL
    assert canonical(CANONICAL, path=LEO) == CANONICAL


def test_nested() -> None:
    """Lists, restrictions and property paths are written where they are used."""
    assert canonical(SHAPES, path="shapes/dataset.ttl") == SHAPES


def test_shared_blank_node() -> None:
    """A blank node that is used twice, or within itself, has a label."""
    text = "_:x <urn:p> _:x . <urn:a> <urn:p> _:y . <urn:b> <urn:p> _:y . _:y <urn:q> 1 ."

    assert canonical(text, path="shapes/x.ttl") == (
        "<urn:a>\n    <urn:p> _:c14n0 ;\n.\n\n"
        "<urn:b>\n    <urn:p> _:c14n0 ;\n.\n\n"
        "_:c14n0\n    <urn:q> 1 ;\n.\n\n"
        "_:c14n1\n    <urn:p> _:c14n1 ;\n.\n"
    )


def test_empty() -> None:
    """A text without statements is its head, or nothing."""
    assert canonical(" \n", path=LEO) == ""
    assert canonical("# Soon.\nPREFIX : <urn:>", path=LEO) == "# Soon.\n"


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        (
            "# Head.\n<urn:a> <urn:p> '#' .\n # Remember this!\n",
            3,
            2,
            (
                'Move the comment "# Remember this!" to the head of the file, or make it a '
                "skos:editorialNote. It would be lost here."
            ),
        ),
        (
            "<urn:a> <urn:p>\n [ <urn:q> 1 ] .",
            2,
            2,
            NAMELESS,
        ),
        (
            "_:g { <urn:a> <urn:p> 1 }",
            1,
            1,
            NAMELESS,
        ),
        (
            "<urn:a> <urn:p> 1 .\n<urn:a> <urn:p> <<( <urn:a> <urn:p> 1 )>> .",
            2,
            17,
            (
                "A statement about a statement is RDF 1.2, which is not written here. "
                "Say who stated it by the GRAPH block, or give the matter an IRI of its own."
            ),
        ),
        (
            '<urn:a> <urn:p> "a"@en--ltr .',
            1,
            23,
            (
                "A text has a base direction, which is RDF 1.2 and not written here. "
                'Give its language alone: "…"@en.'
            ),
        ),
        (
            "\ufeff<urn:a> <urn:p> 1 .",
            1,
            1,
            "The file begins with a byte-order mark. Save it as UTF-8 without one.",
        ),
    ],
    ids=["comment", "blank", "blank-graph", "triple-term", "direction", "mark"],
)
def test_refused(text: str, line: int, column: int, message: str) -> None:
    """What the form cannot keep is refused where it stands, with the remedy."""
    with pytest.raises(SourceError) as caught:
        canonical(text, path=LEO)

    assert (caught.value.line, caught.value.column) == (line, column)
    assert caught.value.message == message


def test_deep() -> None:
    """Brackets within brackets without end are refused, not followed."""
    text = "<urn:a> <urn:p> " + "[ <urn:p> " * 5000 + "1" + " ]" * 5000 + " ."

    with pytest.raises(SourceError, match="Brackets nest more than 20 deep"):
        canonical(text, path="shapes/x.ttl")
