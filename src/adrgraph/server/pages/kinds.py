"""The pages of what is no dataset: what is told of each kind, and in which order."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.iris import BASE, document, full
from adrgraph.server.pages import dataset
from adrgraph.server.pages.facts import Fact, Value
from adrgraph.server.pages.sections import (
    Entry,
    Group,
    Section,
    grouped,
    listed,
    part_of,
    pointing,
    routes,
    section,
    stated,
)
from adrgraph.server.pages.wording import capital, dated
from adrgraph.server.records import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adrgraph.server.pages.facts import Reading
    from adrgraph.server.pages.library import Line

NAMES = {
    "access-route": "Access route",
    "catalogue": "Catalogue",
    "dataset": "Dataset",
    "environment": "Trusted research environment",
    "event": "Event",
    "legal-gateway": "Legal gateway",
    "linkage": "Linkage",
    "organisation": "Organisation",
    "programme": "Programme",
    "publication": "Publication",
    "source": "Source",
}
"""The kinds of things that have a page of their own."""

LISTS = {
    "access-route": "access-routes",
    "dataset": "datasets",
    "environment": "environments",
    "linkage": "linkages",
    "organisation": "organisations",
    "source": "sources",
}
"""Where all things of a kind are listed."""

_WANTED: dict[str, tuple[tuple[str, str], ...]] = {
    "linkage": (
        ("adms:status", "Status"),
        ("adr:usesMethod", "Method"),
        ("adr:usesKey", "Matched on"),
        ("adr:usesSpine", "Spine"),
        ("adr:usesLookup", "Lookup"),
        ("dqv:hasQualityMeasurement", "Quality"),
        ("dcterms:date", "Date"),
        ("dcterms:spatial", "Area"),
        ("adr:population", "Population"),
        ("adr:hasPopulationKind", "Records stand for"),
        ("adr:isLinkedUnder", "Power to link"),
        ("adr:isAcquiredUnder", "Power to acquire"),
        ("adr:isAccessedUnder", "Power to give access"),
        ("adr:asOf", "Stated as of"),
    ),
    "environment": (
        ("adr:isOperatedBy", "Run by"),
        ("dcterms:spatial", "Area"),
        ("adr:hasAccessMode", "Ways of access"),
        ("adr:accreditation", "Accreditation"),
        ("adr:hasCatalogue", "Catalogue"),
        ("adr:isToBeReplacedBy", "To be replaced by"),
        ("dcterms:created", "Since"),
        ("foaf:homepage", "Home page"),
        ("foaf:page", "Documents"),
    ),
    "organisation": (
        ("org:classification", "Kind"),
        ("dcterms:spatial", "Area"),
        ("org:subOrganizationOf", "Part of"),
        ("dcat:contactPoint", "Contact"),
        ("foaf:homepage", "Home page"),
        ("foaf:page", "Documents"),
    ),
    "access-route": (
        ("adr:extendsRoute", "Begins with"),
        ("adr:leadsTo", "Leads to"),
        ("adr:typicalDuration", "Typical time"),
        ("adr:cost", "Cost"),
        ("adr:isAccessedUnder", "Under"),
        ("adr:hasParticipant", "Who takes part"),
        ("dcat:contactPoint", "Contact"),
        ("foaf:page", "Documents"),
    ),
    "source": (
        ("dcterms:publisher", "Publisher"),
        ("dcterms:creator", "Author"),
        ("dcterms:issued", "Published"),
        ("dcterms:date", "Date"),
        ("dcterms:modified", "Changed"),
        ("dcterms:type", "Kind"),
        ("dcat:version", "Version"),
        ("foaf:page", "Read at"),
    ),
    "": (
        ("dcterms:type", "Kind"),
        ("dcterms:date", "Date"),
        ("dcterms:issued", "Published"),
        ("adms:status", "Status"),
        ("dcterms:publisher", "Publisher"),
        ("schema:about", "About"),
        ("cito:usesDataFrom", "Uses data from"),
        ("dcterms:subject", "Subject"),
        ("dcterms:temporal", "Years"),
        ("dcterms:spatial", "Area"),
        ("schema:funder", "Funded by"),
        ("dcterms:isPartOf", "Part of"),
        ("dcterms:identifier", "Identifier"),
        ("dcterms:bibliographicCitation", "Cite as"),
        ("adr:doiPrefix", "DOI prefix"),
        ("dcat:contactPoint", "Contact"),
        ("foaf:homepage", "Home page"),
        ("foaf:page", "Read at"),
    ),
}
_NEEDED = {
    "linkage": ("Status", "Method", "Matched on", "Quality", "Linking body", "Power to link"),
    "environment": ("Run by", "Ways of access", "Accreditation"),
    "access-route": ("Typical time", "Cost"),
    "source": ("Publisher", "Published"),
}


def facts(reading: Reading, kind: str) -> tuple[Fact, ...]:
    """The key facts of a thing of a kind."""
    if kind == "dataset":
        return dataset.facts(reading)
    wanted = _WANTED.get(kind, _WANTED[""])
    needed = _NEEDED.get(kind, ())
    roles = reading.roles()
    if "Linking body" in needed and all(fact.label != "Linking body" for fact in roles):
        roles.insert(0, Fact("Linking body", ()))
    return (*stated(reading, wanted, needed=needed), *roles)


def sections(reading: Reading, kind: str) -> Iterator[Section]:
    """What else there is to know of a thing of a kind."""
    if kind == "dataset":
        yield from dataset.sections(reading)
        return
    yield from _OWN.get(kind, _none)(reading)
    yield _notes(reading)
    if kind not in {"organisation", "source"}:
        left = ("adr:isHeldIn", "adr:isStepOf") if kind == "environment" else ("adr:isStepOf",)
        yield section("related", "What is related to it", *pointing(reading, leaving_out=left))


def _none(_: Reading) -> Iterator[Section]:
    return iter(())


def _notes(reading: Reading) -> Section:
    iri = reading.record.iri
    groups = [
        Group(label, listed(reading.values(iri, curie)))
        for curie, label in (("skos:note", ""), ("skos:editorialNote", "Remarks of curators"))
    ]
    return section("notes", "Notes", *groups)


def _linkage(reading: Reading) -> Iterator[Section]:
    iri = reading.record.iri
    groups = [
        Group("Reads", listed(reading.values(iri, "prov:used"))),
        Group("Makes", listed(reading.values(iri, "prov:generated"))),
    ]
    yield section("datasets", "What it reads and makes", *groups, silent="Not stated.")
    usages = tuple(
        (_usage_name(reading, node), part_of(node), stated(reading, _USAGE, node=node))
        for node in reading.nodes(iri, "prov:qualifiedUsage")
    )
    yield Section("inputs", "What holds for an input here only", blocks=usages)


_IRI = re.compile(r"https?://[^\s<>\"{}|^`\\]+")

_FEW = 120
"""Statements of a source that its page shows one by one; of more it tells where they stand."""

_USAGE = (
    ("dcterms:temporal", "Years"),
    ("adr:hasBirthCohort", "People born"),
    ("adr:referenceDate", "Reference date"),
    ("dcterms:extent", "Size"),
    ("adr:population", "Population"),
    ("dcterms:spatial", "Area"),
    ("adr:usesKey", "Matched on"),
    ("adr:wording", "In words"),
    ("skos:note", "Note"),
)


def _usage_name(reading: Reading, node: str) -> str:
    inputs = reading.nodes(node, "prov:entity")
    return reading.label(inputs[0]) if inputs else "An input without a name"


def _environment(reading: Reading) -> Iterator[Section]:
    rows = reading.library.about("held-in", "environment", reading.record.iri)
    held = [ox.NamedNode(iri) for iri in sorted({row["dataset"] for row in rows})]
    latest: dict[str, list[str]] = defaultdict(list)
    for row in reading.library.rows("latest", dataset=held) if held else ():
        latest[row["dataset"]].append(row["status"])

    def entry(row: Line) -> Entry:
        version = f"version: {row['version']}" if row["version"] else ""
        statuses = latest[row["dataset"]] or [row["status"]]
        return Entry(row["title"], reading.address(row["dataset"]), (*statuses, version))

    groups = grouped(reading.library, rows, heading=lambda _: "", entry=entry)
    yield section("held", "What it holds", *groups, silent="No source states what it holds.")
    ways = routes(reading, reading.nodes(reading.record.iri, "adr:isAccessedThrough"))
    silent = "" if ways else "No source states a way in."
    yield Section("access", "How to get in", routes=ways, silent=silent)


def _organisation(reading: Reading) -> Iterator[Section]:
    rows = reading.library.about("organisation", "organisation", reading.record.iri)

    def entry(row: Line) -> Entry:
        return Entry(row["title"], reading.address(row["thing"]), (row["detail"],))

    groups = grouped(
        reading.library, rows, heading=lambda row: capital(row["relation"]), entry=entry
    )
    yield section("does", "What it does", *groups, silent="No source says.")


def _route(reading: Reading) -> Iterator[Section]:
    found = routes(reading, [reading.record.iri])
    silent = "" if any(route.stages for route in found) else "No source states the steps."
    yield Section("steps", "Step by step", routes=found if not silent else (), silent=silent)
    limits = pointing(reading, only=("adr:appliesTo",))
    yield section("limits", "Restrictions and caveats", *limits)


def _source(reading: Reading) -> Iterator[Section]:
    iri = reading.record.iri
    rows = reading.library.rows("saying", source=ox.NamedNode(iri))

    def heading(row: Line) -> str:
        return row["section_title"] if row["section"] != iri else ""

    def entry(row: Line) -> Entry:
        number = row["statements"]
        words = "1 statement" if number == "1" else f"{number} statements"
        return Entry(row["title"] or row["thing"], reading.address(row["thing"]), (words,))

    fragments = {heading(row): part_of(row["section"]) for row in rows}
    groups = tuple(
        Group(group.title, group.entries, fragments[group.title] if group.title else "")
        for group in grouped(reading.library, rows, heading=heading, entry=entry)
    )
    slug = iri.rpartition("/")[2]
    more = (f"queries/source?source={slug}", "Every statement that was read from it, in a table")
    found = section("says", "What it speaks of", *groups, silent="Nothing was read from it.")
    yield replace(found, more=more)
    if 0 < sum(int(row["statements"]) for row in rows) <= _FEW:
        yield Section("words", "All that it says", blocks=tuple(_statements(reading)))
    published = {full("dcterms:publisher")}
    if any(row["property"] not in published for row in reading.pointers):
        yield section("related", "What is related to it", *pointing(reading))


def _statements(reading: Reading) -> Iterator[tuple[str, str, tuple[Fact, ...]]]:
    """Every statement of a source, by what it is about."""
    rows = reading.library.about("source", "source", reading.record.iri)
    terms = {term for row in rows for term in (row["subject"], row["property"], row["value"])}
    labels = reading.library.labels(term for term in terms if _IRI.fullmatch(term))
    by_subject: dict[str, dict[str, list[Value]]] = {}
    for row in rows:
        is_ours = row["value"].startswith(BASE)
        named = labels.get(row["value"]) or (name_of(row["value"]) if is_ours else "")
        text = named or dated(row["value"])
        value = Value(text, reading.address(row["value"]))
        label = labels.get(row["property"]) or name_of(row["property"])
        by_subject.setdefault(row["subject"], {}).setdefault(label, []).append(value)
    for subject, found in by_subject.items():
        title = labels.get(document(subject)) or name_of(document(subject))
        whole = Fact("Of", (Value(title, reading.address(subject)),))
        facts = tuple(Fact(capital(label), tuple(values)) for label, values in found.items())
        yield labels.get(subject) or _name_of_part(subject), "", (whole, *facts)


def _name_of_part(iri: str) -> str:
    """What a part of a document is called, of which nobody says.

    >>> _name_of_part("https://w3id.org/adrgraph/dataset/leo#release-ons-srs")
    'Release ons srs'
    """
    return capital((part_of(iri) or name_of(iri)).replace("-", " "))


_OWN = {
    "linkage": _linkage,
    "environment": _environment,
    "organisation": _organisation,
    "access-route": _route,
    "source": _source,
}
