"""Why statements hold, down to the sources that state them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from adrgraph.errors import NotEntailed
from adrgraph.iris import PREFIXES
from adrgraph.layout import find_layout
from adrgraph.places import statements as written
from adrgraph.reasoning import Explanation, explain, explain_each, reason
from adrgraph.reasoning.graph import conclude
from adrgraph.sources import Sources, read
from tests.layouts import world_layout
from tests.reasoning_cases import HERE, Case

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def dataset(name: str) -> ox.NamedNode:
    """A dataset, or a term of the cases, which stand beside them."""
    return ox.NamedNode(PREFIXES["dataset"] + name)


def adr(name: str) -> ox.NamedNode:
    """A term of ours."""
    return ox.NamedNode(PREFIXES["adr"] + name)


def height(explanation: Explanation) -> int:
    """How many rounds an explanation goes through."""
    return max((height(premise) + 1 for premise in explanation.premises), default=0)


def leaves(explanation: Explanation) -> Iterator[Explanation]:
    """What an explanation comes down to."""
    if not explanation.premises:
        yield explanation
    for premise in explanation.premises:
        yield from leaves(premise)


@pytest.fixture(scope="module")
def sources() -> Sources:
    """The files of this project."""
    return read(find_layout())


@pytest.fixture(scope="module")
def explanations(sources: Sources) -> list[Explanation]:
    """Why each inferred statement of the real graph holds."""
    return list(explain_each(sources, reason(sources).inferred))


def test_leaves(sources: Sources, explanations: list[Explanation]) -> None:
    """Every inferred statement comes down to stated ones, each shown where its file has it."""
    shown = {
        (entry.path, each.predicate_at.line, each.subject, each.predicate)
        for entry in sources.documents
        for each in written(entry.text)
    }
    found = {
        (
            testimony.path,
            testimony.line,
            leaf.statement.subject.value,
            leaf.statement.predicate.value,
        )
        for explanation in explanations
        for leaf in leaves(explanation)
        for testimony in leaf.testimonies
        if isinstance(leaf.statement.subject, ox.NamedNode)
    }

    assert all(leaf.testimonies for explanation in explanations for leaf in leaves(explanation))
    assert found - shown == set()


def test_rounds(sources: Sources, explanations: list[Explanation]) -> None:
    """What is not judged is explained in as few rounds as it took, so never in a circle."""
    levels = conclude(sources).closure.levels
    rounds = {ox.Triple(*statement): level for statement, level in levels.items() if level > 0}

    assert {
        each.statement: height(each) for each in explanations if each.statement in rounds
    } == rounds


def test_cycle() -> None:
    """What follows in a circle is explained by the shortest way round it."""
    sources = Case(HERE / "cycle.ttl").sources
    statement = ox.Triple(dataset("a"), dataset("drawsOn"), dataset("a"))

    assert height(explain(sources, statement)) == 2


def test_spelling(tmp_path: Path) -> None:
    """A number that a rule asks of is told as its source spells it."""
    rules = tmp_path / "ontology" / "rules"
    rules.mkdir(parents=True)
    (rules / "two.rq").write_text(
        f"#+ summary: Two.\n\nCONSTRUCT {{ ?one <{adr('b').value}> ?two }}\n"
        f"WHERE {{ ?one <{adr('a').value}> ?two }}\n",
        encoding="utf-8",
    )
    (case, *_) = Case(HERE / "cycle.ttl").sources.documents
    two = ox.Literal("02", datatype=ox.NamedNode(f"{PREFIXES['xsd']}integer"))
    stated = ox.Quad(dataset("a"), adr("a"), two, ox.NamedNode(case.iri))
    sources = Sources(replace(find_layout(), root=tmp_path), (replace(case, quads=(stated,)),))

    (inferred,) = reason(sources).inferred

    assert [each.statement for each in explain(sources, inferred).premises] == [stated.triple]


def test_stated(sources: Sources) -> None:
    """What is stated is explained by who states it, and nothing else."""
    stated = next(quad.triple for quad in sources.data[0].quads)
    explanation = explain(sources, stated)

    assert explanation.testimonies[0].path == sources.data[0].path
    assert (explanation.rule, explanation.premises) == ("", ())


def test_not_entailed(sources: Sources) -> None:
    """What no source states and what does not follow is said to be unknown, not false."""
    statement = ox.Triple(dataset("grade"), adr("isBuiltFrom"), dataset("no-such-dataset"))

    with pytest.raises(
        NotEntailed, match=r"^dataset/grade adr:isBuiltFrom .* Silence is unknown, not no\.$"
    ):
        explain(sources, statement)


def test_text(tmp_path: Path) -> None:
    """An explanation reads as a text: the statement, why, and what it stands on below it."""
    sources = read(world_layout(tmp_path))
    inferred = reason(sources).inferred
    linked = next(triple for triple in inferred if triple.predicate == adr("isLinkedWith"))
    lines = str(explain(sources, linked)).splitlines()

    assert lines[0].split()[1] == "adr:isLinkedWith"
    assert lines[1] == (
        "  because two different datasets that one linkage read are linked with each other "
        "[ontology/rules/is-linked-with.rq]"
    )
    assert lines[2].startswith("    linkage/")
    assert lines[3].startswith("      stated by source/")


@pytest.mark.parametrize(
    ("case", "statement", "reason_given"),
    [
        ("subclass", "leo a Dataset", "every dataset/Linked is a dataset/Dataset"),
        (
            "subproperty",
            "leo isDerivedFrom npd",
            "dataset/isBuiltFrom implies dataset/isDerivedFrom",
        ),
        (
            "inverse-of",
            "npd hasPart looked-after",
            "dataset/hasPart is dataset/isPartOf read backwards",
        ),
        ("symmetric", "census isLinkedWith npd", "dataset/isLinkedWith holds both ways"),
        ("transitive", "a drawsOn c", "dataset/drawsOn goes on through chains"),
        (
            "chain-of-two",
            "leo isBuiltFrom npd",
            "dataset/isBuiltFrom follows from dataset/wasGeneratedBy, then dataset/used",
        ),
        ("domain", "guie a Linkage", "whatever has dataset/reads is a dataset/Linkage"),
        ("range", "npd a Dataset", "whatever is a value of dataset/reads is a dataset/Dataset"),
        (
            "some-values-from",
            "guie a Linking",
            "if x dataset/reads y and y is a dataset/Register, then x is a dataset/Linking",
        ),
    ],
)
def test_reason(case: str, statement: str, reason_given: str) -> None:
    """Why a rule gives a statement is said in words that need no logic."""
    subject, predicate, value = statement.split()
    kind = ox.NamedNode(f"{PREFIXES['rdf']}type")
    link = kind if predicate == "a" else dataset(predicate)
    sources = Case(HERE / f"{case}.ttl").sources
    triple = ox.Triple(dataset(subject), link, dataset(value))

    assert explain(sources, triple).reason == reason_given
