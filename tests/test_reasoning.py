"""What follows, what does not, what contradicts itself, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from adrgraph.errors import SourceError, UncompilableAxiom
from adrgraph.iris import INFERRED, PREFIXES
from adrgraph.layout import find_layout
from adrgraph.reasoning import Graph, reason
from adrgraph.reasoning.constructs import parse_rule, read_constructs
from adrgraph.reasoning.graph import conclude
from adrgraph.reasoning.rule_files import read_rule_files
from adrgraph.sources import Document, Sources, read
from tests.reasoning_cases import (
    Case,
    about_our_terms,
    cases,
    complains,
    merged,
    oracle,
    to_rdflib,
)

if TYPE_CHECKING:
    import random
    from pathlib import Path

CASES = [case for case in cases() if not case.lines(".refused.txt")]
REFUSED = [case for case in cases() if case.lines(".refused.txt")]
RULE = """\
#+ summary: Parts of a part are parts.

PREFIX dcterms: <http://purl.org/dc/terms/>

CONSTRUCT { ?one dcterms:isPartOf ?other }
WHERE {
  ?one dcterms:isPartOf ?middle .
  ?middle dcterms:isPartOf ?other .
  FILTER(?one != ?other)
}
"""
LAWS = """
PREFIX : <urn:case:>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
:A rdfs:subClassOf :B . :B owl:equivalentClass :C . :D owl:disjointWith :E .
:p rdfs:subPropertyOf :q ; rdfs:domain :A ; owl:inverseOf :r . :q a owl:TransitiveProperty .
:r rdfs:range :D . :s a owl:SymmetricProperty ; owl:equivalentProperty :t .
:t owl:propertyChainAxiom ( :p :r :q ) . :u owl:propertyChainAxiom ( :s :p ) ; a
owl:IrreflexiveProperty , owl:AsymmetricProperty . :q owl:propertyDisjointWith :u .
[ owl:onProperty :s ; owl:someValuesFrom :A ] rdfs:subClassOf :E .
:C rdfs:subClassOf [ owl:onProperty :u ; owl:allValuesFrom :F ] .
:F owl:equivalentClass [ owl:onProperty :v ; owl:hasValue :a ] .
:G owl:equivalentClass [ owl:intersectionOf ( :A :F ) ] .
[ owl:unionOf ( :D :G ) ] rdfs:subClassOf :H .
[] a owl:AllDisjointClasses ; owl:members ( :H :I :E ) .
"""


def ontology(text: str) -> Sources:
    """A text as the only file of an ontology."""
    iri = PREFIXES["adr"].removesuffix("#")
    graph = ox.NamedNode(iri)
    quads = tuple(
        ox.Quad(quad.subject, quad.predicate, quad.object, graph)
        for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)
    )
    return Sources(find_layout(), (Document("ontology/adrgraph.ttl", iri, text, quads),))


def unjudged(sources: Sources) -> list[ox.Triple]:
    """What holds before anything is judged: what OWL 2 RL and plain rules give."""
    return [ox.Triple(*statement) for statement in conclude(sources).closure.levels]


def default_graph(graph: Graph) -> list[ox.Triple]:
    """The statements of the default graph."""
    return [quad.triple for quad in graph.quads() if quad.graph_name == ox.DefaultGraph()]


@pytest.fixture(scope="module")
def sources() -> Sources:
    """The files of this project."""
    return read(find_layout())


@pytest.fixture(scope="module")
def graph(sources: Sources) -> Graph:
    """The graph of this project."""
    return reason(sources)


def test_oracle(sources: Sources, graph: Graph) -> None:
    """On the real graph our closure and owlrl's are the same, and neither finds a contradiction."""
    expected = oracle(merged(sources), read_constructs(read_rule_files(sources.layout)))

    assert about_our_terms(to_rdflib(unjudged(sources))) == about_our_terms(expected)
    assert graph.contradictions == ()
    assert not complains(expected)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    """What a case says follows does, what it says does not follow does not, as owlrl has it."""
    graph = reason(case.sources)
    known = set(default_graph(graph))
    expected = oracle(merged(case.sources), read_constructs(read_rule_files(case.sources.layout)))

    assert case.triples(".entailed.ttl") - known == set()
    assert case.triples(".absent.ttl") & known == set()
    assert case.triples(".entailed.ttl") | case.triples(".absent.ttl")
    assert about_our_terms(to_rdflib(unjudged(case.sources))) == about_our_terms(expected)
    assert bool(graph.contradictions) == complains(expected)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_contradictions(case: Case) -> None:
    """A contradiction names both statements, the file and line of each, and what to do."""
    told = [
        f"{found.path}:{found.line}: {found.message}"
        for found in reason(case.sources).contradictions
    ]

    assert told == case.lines(".contradictions.txt")


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_refused(case: Case) -> None:
    """An axiom that has no rule is refused with its file, line and kind, and what to do."""
    with pytest.raises(UncompilableAxiom) as caught:
        reason(case.sources)

    assert [str(caught.value)] == case.lines(".refused.txt")


@pytest.mark.parametrize(
    ("predicate", "remedy"),
    [
        ("rdfs:subClassOf", "Move it to ontology/adrgraph.ttl, or take it back."),
        ("owl:sameAs", "Give the thing one IRI, or relate the two with skos:exactMatch."),
    ],
)
def test_refused_in_data(predicate: str, remedy: str) -> None:
    """An axiom among the data does not count, so it is refused with its file and line."""
    prefixes = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("owl", "rdfs"))
    sources = ontology(f"{prefixes}<urn:a> {predicate} <urn:b> .")
    moved = replace(sources.documents[0], path="data/datasets/a.trig")

    with pytest.raises(UncompilableAxiom) as caught:
        reason(replace(sources, documents=(moved,)))

    assert str(caught.value) == (
        f"data/datasets/a.trig:3: The axiom {predicate} of <urn:a> stands among the data, where "
        f"no axiom counts. {remedy}"
    )


def test_import_of_our_own() -> None:
    """An import of a file that is read is no more than a remark."""
    iri = PREFIXES["adr"].removesuffix("#")

    assert reason(ontology(f"<{iri}> <{PREFIXES['owl']}imports> <{iri}> .")).inferred == ()


terms = st.sampled_from([ox.NamedNode(f"urn:case:{name}") for name in "abcd"])
links = st.sampled_from([ox.NamedNode(f"urn:case:{name}") for name in "pqrstuv"])
kinds = st.sampled_from([ox.NamedNode(f"urn:case:{name}") for name in "ABCDEFGHI"])
typing = st.builds(ox.Triple, terms, st.just(ox.NamedNode(f"{PREFIXES['rdf']}type")), kinds)
linking = st.builds(ox.Triple, terms, links, terms)


@settings(max_examples=15, phases=[Phase.generate])
@given(st.lists(typing | linking, max_size=8))
def test_closure(statements: list[ox.Triple]) -> None:
    """Over every kind of axiom, any small graph has the closure that owlrl gives it."""
    sources = ontology(LAWS + "".join(f"{triple} .\n" for triple in statements))
    graph = reason(sources)
    expected = oracle(merged(sources))

    assert about_our_terms(to_rdflib(default_graph(graph))) == about_our_terms(expected)
    assert bool(graph.contradictions) == complains(expected)


@settings(max_examples=30)
@given(st.lists(typing | linking, max_size=12), st.randoms())
def test_order(statements: list[ox.Triple], chance: random.Random) -> None:
    """The order in which files and statements come is of no account."""
    sources = ontology(LAWS + "".join(f"{triple} .\n" for triple in statements))
    (entry,) = sources.documents
    quads = list(entry.quads)
    chance.shuffle(quads)

    shuffled = reason(replace(sources, documents=(replace(entry, quads=tuple(quads)),)))

    assert shuffled == reason(sources)
    assert list(shuffled.quads()) == list(reason(sources).quads())


@settings(max_examples=30)
@given(st.lists(typing | linking, max_size=12))
def test_fixpoint(statements: list[ox.Triple]) -> None:
    """Reasoning over what was reasoned adds nothing."""
    sources = ontology(LAWS + "".join(f"{triple} .\n" for triple in statements))
    (entry,) = sources.documents
    home = entry.quads[0].graph_name
    inferred = tuple(
        ox.Quad(each.subject, each.predicate, each.object, home)
        for each in reason(sources).inferred
    )
    whole = replace(entry, quads=(*entry.quads, *inferred))

    assert reason(replace(sources, documents=(whole,))).inferred == ()


def test_quads(sources: Sources, graph: Graph) -> None:
    """The default graph holds all but the shapes once; the inferred graph only what is inferred."""
    quads = list(graph.quads())
    default = default_graph(graph)
    apart = {quad.triple for quad in quads if quad.graph_name == ox.NamedNode(INFERRED)}
    stated = merged(sources)

    assert len(quads) == len(set(quads))
    assert len(default) == len(set(default))
    assert set(default) == stated | apart
    assert apart & stated == set()
    assert apart == set(graph.inferred)
    assert quads == list(reason(sources).quads())


def test_named_graphs(sources: Sources, graph: Graph) -> None:
    """Each statement of a file stands in its named graph, shapes included."""
    stated = {quad for entry in sources.documents for quad in entry.quads}

    assert set(graph.asserted) == stated
    assert {entry.iri for entry in sources.shapes} <= {
        quad.graph_name.value for quad in graph.quads() if isinstance(quad.graph_name, ox.NamedNode)
    }


def test_rule() -> None:
    """A rule keeps its summary, the triple at its head and those that it stands on."""
    rule = parse_rule(RULE, path="ontology/rules/part.rq")

    assert rule.summary == "Parts of a part are parts."
    assert str(rule.head.object) == "?other"
    assert [str(atom.subject) for atom in rule.body] == ["?one", "?middle"]


@pytest.mark.parametrize(
    ("found", "replacement", "message"),
    [
        ("#+ summary: Parts of a part are parts.", "", r":1: Begin the rule with `#\+ summary: `"),
        ("?one dcterms:isPartOf ?other }", "?one dcterms:isPartOf ?other, ?one }", "2 triples"),
        ("?one dcterms:isPartOf ?other }", "}", "0 triples"),
        ("?other }", "?whole }", r"No triple in WHERE holds \?whole"),
        ("FILTER(?one != ?other)", "FILTER NOT EXISTS { ?one a ?other }", "negates"),
        ("FILTER(?one != ?other)", "MINUS { ?one a ?other }", "negates"),
        ("FILTER(?one != ?other)", "OPTIONAL { ?one a ?kind }", "it has to be explained"),
        ("FILTER(?one != ?other)", "FILTER(?one !)", r":\d+: The rule is no SPARQL"),
        ("?one dcterms:isPartOf ?middle", "?one dcterms:isPartOf+ ?middle", "plain triples"),
        ("?one dcterms:isPartOf ?middle", "?one ?isPartOf ?middle", "variable as predicate"),
        ("?one dcterms:isPartOf ?middle", "?one dcterms:isPartOf []", "blank node"),
        (
            "?one dcterms:isPartOf ?middle",
            "?one dcterms:isPartOf <<( ?one a ?one )>>",
            "in a triple",
        ),
        ("{ ?one dcterms:isPartOf ?other }", "{ ?one a ?other }", "types that could be axioms"),
        ("FILTER(?one != ?other)", "FILTER dcterms:same(?one, ?other)", "cannot be asked"),
        ("FILTER(?one != ?other)", "FILTER(rand() < 0.5)", r"RAND\(\) gives something else"),
        ("FILTER(?one != ?other)", "BIND(NOW() AS ?now)", r"NOW\(\) gives something else"),
        ("FILTER(?one != ?other)", "BIND(UUID() AS ?new)", r"UUID\(\) gives something else"),
        ("FILTER(?one != ?other)", "BIND(STRUUID() AS ?new)", r"STRUUID\(\) gives"),
        ("FILTER(?one != ?other)", "BIND(BNODE() AS ?new)", r"BNODE\(\) gives something else"),
        ("CONSTRUCT { ?one dcterms:isPartOf ?other }", "SELECT ?one ?other", "CONSTRUCT"),
        ("?one dcterms:isPartOf ?other }", "?one a dcterms:isPartOf", "no SPARQL"),
        (
            "?one dcterms:isPartOf ?other }",
            "?one <http://www.w3.org/2000/01/rdf-schema#subClassOf> ?other }",
            "makes axioms",
        ),
    ],
)
def test_refused_rule(found: str, replacement: str, message: str) -> None:
    """A file that holds no rule, or one that could not be explained, is refused by its path."""
    with pytest.raises(UncompilableAxiom, match=message) as caught:
        parse_rule(RULE.replace(found, replacement, 1), path="ontology/rules/part.rq")

    assert str(caught.value).startswith("ontology/rules/part.rq:")


@pytest.mark.parametrize(
    "condition",
    ["FILTER(?other != ?new)", 'BIND(IRI(CONCAT(STR(?other), "x")) AS ?new)'],
    ids=["FILTER", "BIND"],
)
def test_endless_rule(condition: str) -> None:
    """A rule whose head has what no triple holds is refused: it could make terms without end."""
    text = RULE.replace("?other }", "?new }", 1).replace("FILTER(?one != ?other)", condition)

    with pytest.raises(UncompilableAxiom, match=r"No triple in WHERE holds \?new"):
        parse_rule(text, path="a.rq")


@pytest.mark.parametrize(
    "condition",
    [
        'FILTER(CONTAINS(STR(?one), ")") && ?one != ?other) BIND(STR(?one) AS ?text)',
        'FILTER(STR(?one) != "}#{ MINUS RAND()")',
        """FILTER(STR(?one) != '''}' # "{''') # }""",
        "FILTER BOUND(?one) FILTER(?now != ?minus) ?now dcterms:hasPart ?minus .",
    ],
    ids=["brackets", "text", "long text", "names"],
)
def test_conditions(condition: str) -> None:
    """Texts, names and brackets in conditions are no part of what a rule stands on."""
    rule = parse_rule(RULE.replace("FILTER(?one != ?other)", condition), path="a.rq")

    assert len(rule.body) == 2 + condition.count("dcterms:hasPart")


def test_unreadable_rules(tmp_path: Path) -> None:
    """A file that is no UTF-8, or a folder in its place, is told by its path; hidden ones rest."""
    (tmp_path / "ontology/rules").mkdir(parents=True)
    (tmp_path / "ontology/rules/.part.rq").symlink_to("nowhere")
    layout = replace(find_layout(), root=tmp_path)

    assert read_rule_files(layout) == ()

    (tmp_path / "ontology/rules/part.rq").write_bytes(b"#+ summary: \xff\n")

    with pytest.raises(SourceError, match=r"^ontology/rules/part\.rq:1:13: .* no UTF-8"):
        read_rule_files(layout)

    (tmp_path / "ontology/rules/folder.rq").mkdir()

    with pytest.raises(SourceError, match=r"^ontology/rules/folder\.rq:1:1: .* cannot be read"):
        read_rule_files(layout)
