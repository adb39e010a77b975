"""Rules of the second stratum: in which order they are asked, how explained, what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib

from adrgraph.catalogue import Catalogue
from adrgraph.errors import UncompilableAxiom
from adrgraph.iris import BASE, INFERRED, PREFIXES, UNCONFIRMED
from adrgraph.layout import find_layout
from adrgraph.reasoning import Explanation, explain, reason
from adrgraph.reasoning.graph import Reasoning, conclude
from adrgraph.reasoning.judgements import read_judgements
from adrgraph.reasoning.rule_files import read_header
from adrgraph.store import load
from tests.statements import files, local
from tests.test_saved_queries import term

if TYPE_CHECKING:
    from pathlib import Path

    from adrgraph.reasoning.judgements import Judgement
    from adrgraph.sources import Sources

# rdflib warns of deprecated names that it uses itself.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")

RULE = """\
#+ summary: What nothing is part of is a whole.
#+ stratum: 2
#+ not found: a part of it.

PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>

CONSTRUCT { ?one dcterms:relation ?other }
WHERE {
  GRAPH ?source { ?one dcterms:source ?other . }
  OPTIONAL { ?one foaf:page ?page . }
  FILTER(COALESCE(?page, ?other) != ?one)
  FILTER NOT EXISTS { ?part dcterms:isPartOf ?one . }
}
"""


def judge(text: str) -> Judgement:
    """The rule in a text."""
    (judgement,) = read_judgements([read_header(text, path="ontology/rules/a.rq")], builders=())
    return judgement


def outline(explanation: Explanation) -> list[str]:
    """The first words of an explanation, line by line, without depth."""
    return [line.strip() for line in str(explanation).splitlines()]


@pytest.fixture(scope="module")
def sources() -> Sources:
    """The files of this project."""
    return files()


@pytest.fixture(scope="module")
def reasoning(sources: Sources) -> Reasoning:
    """What follows from them."""
    return conclude(sources)


def test_sizes_of_leo(reasoning: Reasoning) -> None:
    """LEO's 39 million of April 2022 is outdated by 38 million, though its page is of 2024."""
    leo = f"{BASE}dataset/leo"
    april, september, later = (
        ox.NamedNode(f"{leo}#size-individuals{suffix}") for suffix in ("-2022-04", "", "-2023-24")
    )
    outdated, latest = (
        ox.NamedNode(PREFIXES["adr"] + name) for name in ("isOutdatedBy", "hasLatestExtent")
    )
    order = {(s, o) for s, p, o in reasoning.judged if p == outdated}
    sizes = {o for s, p, o in reasoning.judged if p == latest and s == ox.NamedNode(leo)}

    assert {pair for pair in order if april in pair} == {(april, september), (april, later)}
    assert (september, later) in order
    assert sizes == {later, ox.NamedNode(f"{leo}#size-records")}


def test_every_judgement_can_be_asked_elsewhere(sources: Sources, reasoning: Reasoning) -> None:
    """Rdflib's engine judges the same of the graph without what nobody has confirmed."""
    unconfirmed = set(map(ox.NamedNode, UNCONFIRMED))
    quads = [quad for quad in reason(sources).quads() if quad.graph_name not in unconfirmed]
    copy = Catalogue(sources.layout, load(quads)).to_rdflib()
    own = {judgement.head.predicate for judgement in reasoning.judgements}
    theirs = {
        tuple(map(term, triple))
        for judgement in reasoning.judgements
        for triple in copy.query(judgement.text).graph or ()
    }

    assert isinstance(copy, rdflib.Dataset)
    assert theirs == set(reasoning.judged)
    assert {predicate for _, predicate, _ in theirs} == own


def test_judged_apart(sources: Sources, reasoning: Reasoning) -> None:
    """What is judged stands in the graph of what is inferred, and in no other named one."""
    graph = reason(sources)
    homes = {
        quad.graph_name
        for quad in graph.quads()
        if (quad.subject, quad.predicate, quad.object) in reasoning.judged
    }

    assert homes == {ox.NamedNode(INFERRED), ox.DefaultGraph()}


def test_explained(sources: Sources) -> None:
    """A judgement is explained by what it matched, and says in words what it did not find."""
    leo = f"{BASE}dataset/leo"
    latest = ox.Triple(
        ox.NamedNode(leo),
        ox.NamedNode(f"{PREFIXES['adr']}hasLatestExtent"),
        ox.NamedNode(f"{leo}#size-individuals-2023-24"),
    )
    reason_given = "a size is the latest of a thing where it outdates every rival that it has"
    lines = outline(explain(sources, latest))

    assert lines[:4] == [
        "dataset/leo adr:hasLatestExtent dataset/leo#size-individuals-2023-24",
        f"because {reason_given} [ontology/rules/has-latest-extent.rq]",
        "not found: a rival that it does not outdate",
        "dataset/leo dcterms:extent dataset/leo#size-individuals-2023-24",
    ]
    assert lines[4].startswith("stated by source/adr-uk-annual-report-2023-2024-leo (data/")


def test_explained_by_dates(sources: Sources) -> None:
    """That a figure is outdated is explained by its rival and by the dates of both."""
    leo = f"{BASE}dataset/leo"
    outdated = ox.Triple(
        ox.NamedNode(f"{leo}#size-individuals-2022-04"),
        ox.NamedNode(f"{PREFIXES['adr']}isOutdatedBy"),
        ox.NamedNode(f"{leo}#size-individuals"),
    )
    premises = {
        " ".join(map(str, premise.statement)): premise
        for premise in explain(sources, outdated).premises
    }
    dates = {
        each.statement.object.value
        for each in premises.values()
        if isinstance(each.statement.object, ox.Literal)
    }

    assert any("isRivalOf" in words for words in premises)
    assert dates == {"2022-04", "2022-09", "2024-04-17"}


@pytest.mark.parametrize(
    ("found", "replacement", "message"),
    [
        ("#+ stratum: 2", "#+ stratum: 3", r'There is no stratum "3"\. Leave the line out'),
        ("#+ not found: a part of it.\n", "", "1 FILTER NOT EXISTS and 0 lines"),
        ("FILTER NOT EXISTS { ?part", "MINUS { ?part", "more than plain triples"),
        ("FILTER NOT EXISTS { ?part", "FILTER EXISTS { ?part", "more than plain triples"),
        ("?part dcterms:isPartOf ?one", "?part dcterms:isPartOf+ ?one", "more than plain triples"),
        ("?part dcterms:isPartOf ?one", "?part ?isPartOf ?one", "variable as predicate"),
        (
            "dcterms:relation ?other }",
            "dcterms:relation ?page }",
            r"WHERE holds \?page",
        ),
        ("dcterms:relation ?other }", "a foaf:Document }", "judges what a thing is"),
        (
            "OPTIONAL { ?one foaf:page ?page . }",
            "OPTIONAL { ?one foaf:page ?page . FILTER NOT EXISTS { ?page foaf:page ?one . } }",
            "negates within OPTIONAL",
        ),
        (
            "FILTER(COALESCE(?page, ?other) != ?one)",
            "FILTER(?other != ?one || NOT EXISTS { ?one foaf:page ?one })",
            "asks in a condition",
        ),
        ("GRAPH ?source { ?one dcterms:source ?other . }", "", "stands on no triple|No triple in"),
    ],
)
def test_refused(found: str, replacement: str, message: str) -> None:
    """What could not be explained or ordered is refused by its path, with what to do."""
    text = RULE.replace(found, replacement, 1)

    assert text != RULE
    with pytest.raises(UncompilableAxiom, match=message) as caught:
        judge(text)
    assert str(caught.value).startswith("ontology/rules/a.rq:")


def test_pattern() -> None:
    """A rule knows what it stands on, what may be missing and what must be."""
    asked = judge(RULE).pattern

    assert [local(atom.predicate) for atom in asked.atoms] == ["source"]
    assert [local(atom.predicate) for atom in asked.optional] == ["page"]
    assert [[local(atom.predicate) for atom in each.atoms] for each in asked.absent] == [
        ["isPartOf"]
    ]


def test_order_of_rules() -> None:
    """A rule is asked after those whose conclusions it looks for, found or not."""
    first = RULE.replace("dcterms:isPartOf", "dcterms:replaces")
    second = RULE.replace("dcterms:relation", "dcterms:replaces")
    files = [read_header(text, path=path) for path, text in (("a.rq", first), ("b.rq", second))]

    assert [each.path for each in read_judgements(files, builders=())] == ["b.rq", "a.rq"]


def test_circle() -> None:
    """Rules that build upon each other in a circle are refused, and the circle is told."""
    first = RULE.replace("dcterms:isPartOf", "dcterms:replaces")
    second = RULE.replace("dcterms:relation", "dcterms:replaces").replace(
        "dcterms:isPartOf", "dcterms:relation"
    )
    files = [read_header(text, path=path) for path, text in (("a.rq", first), ("b.rq", second))]

    with pytest.raises(UncompilableAxiom, match=r"in a circle: (a\.rq → b|b\.rq → a)\.rq → "):
        read_judgements(files, builders=())
    with pytest.raises(UncompilableAxiom, match=r"in a circle: a\.rq → a\.rq\."):
        read_judgements(
            [read_header(RULE.replace("dcterms:isPartOf", "dcterms:relation"), path="a.rq")],
            builders=(),
        )


def test_nothing_builds_upon_a_judgement(tmp_path: Path) -> None:
    """A rule that judges what an axiom or a rule of the first stratum builds upon is refused."""
    real = files()
    rules = tmp_path / "ontology" / "rules"
    rules.mkdir(parents=True)
    layout = replace(find_layout(), root=tmp_path)
    (rules / "a.rq").write_text(RULE.replace("dcterms:relation", "dcterms:isPartOf", 1), "utf-8")

    with pytest.raises(
        UncompilableAxiom,
        match=r"a\.rq:1: The rule judges dcterms:isPartOf, but .* of dcterms:\w+ builds upon that",
    ):
        reason(replace(real, layout=layout))

    (rules / "a.rq").write_text(RULE, "utf-8")
    (rules / "b.rq").write_text(
        "#+ summary: Whatever.\n\nPREFIX dcterms: <http://purl.org/dc/terms/>\n\n"
        "CONSTRUCT { ?one dcterms:source ?other } WHERE { ?one dcterms:relation ?other }\n",
        "utf-8",
    )

    with pytest.raises(UncompilableAxiom, match=r"but ontology/rules/b\.rq builds upon that"):
        reason(replace(real, layout=layout))
