"""Errors sown in the real sources: each is found, and both SHACL engines find the same."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from adrgraph.iris import BASE, PREFIXES
from adrgraph.layout import find_layout
from adrgraph.sources import read
from adrgraph.validation import ENGINES, shape_findings, validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from adrgraph.findings import Finding
    from adrgraph.sources import Sources

TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
ELSEWHERE = ox.NamedNode("https://example.org/elsewhere")
WORDS = ox.Literal("some words")


def named(curie: str) -> ox.NamedNode:
    """The IRI behind `prefix:name`, or behind a path below our base such as `scheme/area#wales`."""
    prefix, colon, name = curie.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + name if colon else BASE + curie)


def typed(text: str, datatype: str) -> ox.Literal:
    """A literal of a datatype of XML Schema."""
    return ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + datatype))


def english(text: str) -> ox.Literal:
    """A text in English."""
    return ox.Literal(text, language="en")


def dropped(statements: Sequence[ox.Quad]) -> list[ox.Quad]:
    """Nothing in place of the statements."""
    assert statements
    return []


def changed(statements: Sequence[ox.Quad], *, to: ox.NamedNode | ox.Literal) -> list[ox.Quad]:
    """One statement with another object in place of all of them."""
    first = statements[0]
    return [ox.Quad(first.subject, first.predicate, to, first.graph_name)]


def joined(statements: Sequence[ox.Quad], *, by: ox.NamedNode | ox.Literal) -> list[ox.Quad]:
    """The statements and one more with another object."""
    return [*statements, *changed(statements, to=by)]


@dataclass(frozen=True, slots=True)
class Seed:
    """An error: something of a class whose statements of a property are replaced by others."""

    what: str
    kind: str
    property: str
    sow: Callable[[Sequence[ox.Quad]], list[ox.Quad]]


def seed(
    what: str, place: str, sow: Callable[..., list[ox.Quad]], **terms: ox.Literal | ox.NamedNode
) -> Seed:
    """The error called `what` at a `class property`."""
    kind, name = place.split()
    return Seed(what, kind, name, partial(sow, **terms))


SEEDS = (
    seed("no title", "adr:LinkedDataset dcterms:title", dropped),
    seed("no description", "adr:SourceDataset dcterms:description", dropped),
    seed("no catalogue", "adr:SourceDataset adr:isCatalogedIn", dropped),
    seed("no environment", "adr:Release adr:isHeldIn", dropped),
    seed("no unit", "adr:Extent adr:hasUnit", dropped),
    seed("no actor", "adr:AccessStep adr:isPerformedBy", dropped),
    seed("no name", "org:Organization foaf:name", dropped),
    seed("no class", "adr:SourceDataset rdf:type", changed, to=named("dcat:Dataset")),
    seed("no language", "adr:SourceDataset dcterms:title", changed, to=WORDS),
    seed(
        "wrong language",
        "adr:SourceDataset dcterms:title",
        changed,
        to=ox.Literal("x", language="fr"),
    ),
    seed("number as words", "adr:Extent adr:amount", changed, to=WORDS),
    seed("number in words", "adr:Extent adr:amount", changed, to=typed("thirty-eight", "integer")),
    seed("negative number", "adr:Extent adr:amount", changed, to=typed("-1", "integer")),
    seed(
        "no such month",
        "dcterms:PeriodOfTime dcat:startDate",
        changed,
        to=typed("2001-13", "gYearMonth"),
    ),
    seed("no date", "dcterms:PeriodOfTime dcat:endDate", changed, to=typed("2001", "integer")),
    seed("no truth", "adr:Extent adr:isApproximate", changed, to=typed("perhaps", "boolean")),
    seed(
        "dates reversed", "dcterms:PeriodOfTime dcat:startDate", changed, to=typed("2999", "gYear")
    ),
    seed("second title", "adr:LinkedDataset dcterms:title", joined, by=english("Another")),
    seed("second environment", "adr:Release adr:isHeldIn", joined, by=ELSEWHERE),
    seed("second position", "adr:AccessStep schema:position", joined, by=typed("99", "integer")),
    seed("second class", "adr:LinkedDataset rdf:type", joined, by=named("adr:SourceDataset")),
    seed(
        "unknown status", "adr:SourceDataset adms:status", changed, to=named("scheme/status#lost")
    ),
    seed("status of no scheme", "adr:LinkedDataset adms:status", changed, to=english("available")),
    seed(
        "area of another scheme",
        "adr:SourceDataset dcterms:spatial",
        changed,
        to=named("scheme/theme#education"),
    ),
    seed("unknown dataset", "adr:Linkage prov:used", changed, to=named("dataset/nowhere")),
    seed("dataset for a person", "prov:Attribution prov:agent", changed, to=named("dataset/npd")),
    seed("words for a thing", "adr:SourceDataset dcat:distribution", changed, to=english("SRS")),
    seed("words for an address", "vcard:Kind vcard:hasEmail", changed, to=WORDS),
    seed("undeclared class", "adr:SourceDataset rdf:type", joined, by=named("adr:Database")),
)


@dataclass(frozen=True, slots=True)
class Field:
    """Sources with errors, the thing in which each was sown, and what they add to the findings."""

    sources: Sources
    places: dict[Seed, str]
    found: set[Finding]


def sown(sources: Sources) -> tuple[Sources, dict[Seed, str]]:
    """The sources with every error, each in a thing of its own, and where each was sown."""
    grown = {document.path: list(document.quads) for document in sources.data}
    places: dict[Seed, str] = {}
    for error in SEEDS:
        found = _candidates(sources, error)
        fresh = [candidate for candidate in found if candidate[1] not in places.values()]
        assert fresh, f"data/ has no place left for {error}"
        path, subject, statements = fresh[0]
        places[error] = subject
        kept = [quad for quad in grown[path] if quad not in statements]
        grown[path] = kept + error.sow(statements)
    documents = tuple(
        replace(document, quads=tuple(grown.get(document.path, document.quads)))
        for document in sources.documents
    )
    return replace(sources, documents=documents), places


def _candidates(sources: Sources, error: Seed) -> Iterable[tuple[str, str, list[ox.Quad]]]:
    """The things of the error's class, with their statements of its property."""
    for document in sources.data:
        things = {
            quad.subject
            for quad in document.quads
            if quad.predicate == TYPE and quad.object == named(error.kind)
        }
        statements = defaultdict(list)
        for quad in document.quads:
            if quad.subject in things and quad.predicate == named(error.property):
                statements[str(quad.subject)].append(quad)
        for subject in sorted(statements):
            yield document.path, subject, statements[subject]


@pytest.fixture(scope="module")
def real() -> Sources:
    """The sources of this project."""
    return read(find_layout())


@pytest.fixture(scope="module")
def field(real: Sources) -> Field:
    """The sources with all errors sown."""
    sources, places = sown(real)
    found = set(validate(sources).findings) - set(validate(real).findings)
    return Field(sources, places, found)


@pytest.mark.parametrize("error", SEEDS, ids=lambda error: error.what)
def test_found(error: Seed, field: Field) -> None:
    """Each error gives a finding on the thing in which it was sown."""
    assert field.places[error] in {finding.focus for finding in field.found}


def test_engines_agree(real: Sources, field: Field) -> None:
    """Both SHACL engines find the same in the real sources, and in those with errors."""
    in_real, in_field = (
        [shape_findings(sources, engine=engine) for engine in ENGINES]
        for sources in (real, field.sources)
    )

    assert in_real[0] == in_real[1]
    assert in_field[0] == in_field[1]
    assert len(SEEDS) >= 20
