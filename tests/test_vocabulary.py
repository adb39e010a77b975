"""Misspelt names in ontology, shapes, rules and queries: found, placed, and set right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adrgraph.iris import ADR, PREFIXES
from adrgraph.layout import Layout, find_layout
from adrgraph.sources import read
from adrgraph.validation import vocabulary_findings
from adrgraph.validation.vocabulary import mentions
from tests.layouts import world_layout

if TYPE_CHECKING:
    from pathlib import Path

ERRORS = {
    "shapes/extent.ttl": ("sh:path adr:hasUnit", "sh:path adr:hasUnits", "adr:hasUnit"),
    "shapes/period.ttl": ("sh:path dcat:endDate", "sh:path dcat:endDay", "dcat:endDate"),
    "shapes/release.ttl": ("a sh:NodeShape", "a sh:NodeShapes", "sh:NodeShape"),
    "ontology/rules/is-linked-with.rq": ("prov:used ?one", "prov:use ?one", "prov:used"),
    "ontology/alignments.ttl": ("schema:HowToStep ;", "schema:HowToSteps ;", "schema:HowToStep"),
    "queries/linked-with.rq": ("dcterms:title ?label", "dcterms:titel ?label", "dcterms:title"),
}


@pytest.fixture
def world(tmp_path: Path) -> Layout:
    """The small world, in a folder of its own."""
    return world_layout(tmp_path)


def test_nothing_is_misspelt() -> None:
    """Every name in this project's own ontology, shapes, rules and queries is described."""
    assert vocabulary_findings(read(find_layout())) == set()


@pytest.mark.parametrize("path", ERRORS)
def test_misspelt(world: Layout, path: str) -> None:
    """A misspelt name is found at its file and line, with the name that was meant."""
    right, wrong, meant = ERRORS[path]
    before = vocabulary_findings(read(world))
    text = (world.root / path).read_text("utf-8")
    assert right in text
    broken = text.replace(right, wrong, 1)
    (world.root / path).write_text(broken, encoding="utf-8")
    (found,) = vocabulary_findings(read(world)) - before

    assert found.path == path
    assert wrong in broken.splitlines()[found.line - 1]
    assert f'Did you mean "{meant}"?' in found.message


def test_far_from_all_names(world: Layout) -> None:
    """Where no name is near, the remedy is to mend the spelling or to declare it."""
    path = world.queries / "linked-with.rq"
    path.write_text(path.read_text("utf-8").replace("prov:used", "prov:xyzzyxyzzy"), "utf-8")
    messages = {finding.message for finding in vocabulary_findings(read(world))}

    assert "No file describes prov:xyzzyxyzzy. Mend its spelling, or declare it." in messages


def test_not_mentioned() -> None:
    """Comments, strings and declarations of prefixes use no name."""
    text = f"""
        PREFIX adr: <{ADR}>  # adr:comment
        PREFIX dcat: <{PREFIXES["dcat"]}>
        SELECT ?x WHERE {{ ?x adr:path/dcat:step+ "adr:text" FILTER(?x<?y) }}
    """
    used = [(iri, token.line) for iri, token in mentions(text)]

    assert [iri for iri, _ in used][:2] == [f"{ADR}path", f"{PREFIXES['dcat']}step"]
    assert {line for _, line in used} == {4}
