"""All that the reference tells, read from the files of a layout, and where each thing is told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from adrgraph import terms as our
from adrgraph.iris import PREFIXES, document_iri, full
from adrgraph.queries import read_queries
from adrgraph.reasoning.rule_files import read_rule_files
from adrgraph.reference.demands import Shape, read_shapes
from adrgraph.reference.diagram import View
from adrgraph.reference.statements import Statements
from adrgraph.reference.terms import Scheme, Term, read_schemes, read_terms
from adrgraph.validation import mentions
from adrgraph.validation.checks import read_checks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from adrgraph.queries import Query
    from adrgraph.reasoning.rule_files import RuleFile
    from adrgraph.sources import Sources
    from adrgraph.validation.checks import Check

_DATASET = full("dcat:Dataset")
_ORGANISATION = full("org:Organization")

VIEWS = (
    View(
        "model",
        "The model at a glance",
        frozenset(
            {
                *(our.LINKAGE, our.LINKED_DATASET, our.LOOKUP_DATASET, our.SYNTHETIC_DATASET),
                *(our.RELEASE, our.TRUSTED_RESEARCH_ENVIRONMENT, our.ACCESS_ROUTE, _DATASET),
            }
        ),
    ),
    View(
        "linking",
        "How data are linked",
        frozenset(
            {
                *(our.LINKAGE, our.LOOKUP_DATASET, our.LEGAL_GATEWAY, our.RELEASE, _DATASET),
                *(our.LINKING_FIELD, full("prov:Usage"), full("dcterms:PeriodOfTime")),
            }
        ),
    ),
    View(
        "access",
        "How one gets in",
        frozenset(
            {
                *(our.ACCESS_ROUTE, our.ACCESS_STEP, our.LEGAL_GATEWAY, our.RELEASE),
                *(our.TRUSTED_RESEARCH_ENVIRONMENT, _ORGANISATION, _DATASET),
            }
        ),
    ),
    View(
        "remarks",
        "What is said of data",
        frozenset(
            {
                *(our.CAVEAT, our.FORECAST, our.FUNDING_OPPORTUNITY, our.RESEARCH_QUESTION),
                *(our.RESTRICTION, our.ACCESS_ROUTE, _DATASET),
            }
        ),
    ),
)
"""The parts of the model that are drawn; what lies between classes is read from the ontology."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A file of SPARQL that is no saved query: what it makes sure of, or what it infers."""

    name: str
    iri: str
    summary: str
    text: str


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that has a page, or a place on one."""

    terms: tuple[Term, ...]
    schemes: tuple[Scheme, ...]
    shapes: tuple[Shape, ...]
    queries: tuple[Query, ...]
    exports: tuple[Query, ...]
    checks: tuple[Rule, ...]
    rules: tuple[Rule, ...]
    ontology: Mapping[str, str]
    uses: Mapping[str, tuple[str, ...]]
    addresses: Mapping[str, str]
    labels: Mapping[str, str]

    def ours(self) -> list[Term]:
        """The terms of our own ontology."""
        return [term for term in self.terms if term.is_ours]

    def classes(self) -> list[Term]:
        """Our classes, and those borrowed ones whose members have properties here."""
        used = {iri for term in self.terms for iri in term.domain}
        found = [
            term for term in self.terms if term.is_class and (term.is_ours or term.iri in used)
        ]
        return sorted(found, key=lambda term: term.label)


def read_contents(sources: Sources) -> Contents:
    """The contents of the reference of a layout's files.

    Raises:
        InvalidQueryFile: A saved query, an export or a check is malformed.
        UncompilableAxiom: A rule does not say what it infers.
    """
    said = Statements((*sources.ontology, *sources.schemes, *sources.shapes))
    layout = sources.layout
    schemes = read_schemes(said)
    slugs = [scheme.slug for scheme in schemes]
    queries, malformed = read_queries(layout.queries, schemes=slugs)
    exports, unfit = read_queries(layout.queries / "exports", schemes=slugs)
    for error in (*malformed, *unfit):
        raise error
    terms, shapes = read_terms(said), read_shapes(said)
    ontology = document_iri("ontology/adrgraph.ttl")
    contents = Contents(
        terms=terms,
        schemes=schemes,
        shapes=shapes,
        queries=tuple(queries.values()),
        exports=tuple(exports.values()),
        checks=tuple(map(_rule, read_checks(layout))),
        rules=tuple(map(_rule, read_rule_files(layout))),
        ontology=MappingProxyType(
            {
                "iri": ontology,
                "title": said.text(ontology, "dcterms:title"),
                "description": said.text(ontology, "dcterms:description"),
                "version": said.text(ontology, "owl:versionInfo"),
                "license": "".join(said.iris(ontology, "dcterms:license")),
            }
        ),
        uses={},
        addresses={},
        labels={},
    )
    return _indexed(contents)


def _rule(file: Check | RuleFile) -> Rule:
    iri = document_iri(file.path)
    return Rule(iri.rpartition("/")[2], iri, file.summary, file.text)


def _indexed(contents: Contents) -> Contents:
    addresses = dict(_addresses(contents))
    labels = {term.iri: term.label for term in contents.terms}
    labels |= {scheme.iri: scheme.label for scheme in contents.schemes}
    labels |= {f"{PREFIXES['query']}{query.name}": query.name for query in contents.queries}
    uses: dict[str, list[str]] = defaultdict(list)
    for iri, user in _uses(contents):
        if user not in uses[iri]:
            uses[iri].append(user)
    return replace(
        contents,
        addresses=MappingProxyType(addresses),
        labels=MappingProxyType(labels),
        uses=MappingProxyType({iri: tuple(users) for iri, users in uses.items()}),
    )


def _addresses(contents: Contents) -> Iterator[tuple[str, str]]:
    """The page and place of everything, from the root of the reference."""
    yield contents.ontology["iri"], "ontology.html"
    classes = {term.iri for term in contents.classes()}
    for term in contents.terms:
        ours = "properties" if term.is_ours else "borrowed"
        page = "classes" if term.iri in classes else ours
        yield term.iri, f"{page}.html#{term.fragment}"
    for scheme in contents.schemes:
        yield scheme.iri, f"scheme/{scheme.slug}.html"
        for concept in _concepts(scheme):
            yield concept, f"scheme/{scheme.slug}.html#{concept.partition('#')[2]}"
    for shape in contents.shapes:
        yield shape.iri, f"shape/{shape.slug}.html"
        for demand in shape.demands:
            yield demand.iri, f"shape/{shape.slug}.html#{demand.fragment}"
    for query in contents.queries:
        yield f"{PREFIXES['query']}{query.name}", f"query/{query.name}.html"
    for export in contents.exports:
        yield f"{PREFIXES['export']}{export.name}", f"queries.html#{export.name}"
    for check in contents.checks:
        yield check.iri, f"shapes.html#{check.name}"
    for rule in contents.rules:
        yield rule.iri, f"ontology.html#{rule.name}"


def _concepts(scheme: Scheme) -> Iterator[str]:
    left = list(scheme.top)
    while left:
        concept = left.pop()
        yield concept.iri
        left += concept.narrower


def _uses(contents: Contents) -> Iterator[tuple[str, str]]:
    """Which shape, rule or query uses which term, each as a pair of IRIs."""
    for shape in contents.shapes:
        for target in shape.targets:
            yield target, shape.iri
        for demand in shape.demands:
            for iri in sorted(demand.terms):
                yield iri, demand.iri
    texts = [
        *((f"{PREFIXES['query']}{query.name}", query.text) for query in contents.queries),
        *((f"{PREFIXES['export']}{export.name}", export.text) for export in contents.exports),
        *((rule.iri, rule.text) for rule in (*contents.checks, *contents.rules)),
    ]
    for user, text in texts:
        yield from ((iri, user) for iri, _ in mentions(text))
