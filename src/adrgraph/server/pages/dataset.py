"""The page of a dataset: what it is, what it links to, where it is, how to get in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adrgraph.iris import document
from adrgraph.server.pages.facets import slug_of
from adrgraph.server.pages.facts import Fact, Value
from adrgraph.server.pages.glance import ITSELF, glance, ways
from adrgraph.server.pages.sections import (
    Entry,
    Group,
    Section,
    contact,
    grouped,
    listed,
    part_of,
    pointing,
    routes,
    section,
    stated,
)
from adrgraph.server.pages.wording import capital, dated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adrgraph.server.pages.facts import Reading
    from adrgraph.server.pages.library import Line

KEY = (
    ("adms:status", "Status"),
    ("dcterms:spatial", "Area"),
    ("dcterms:temporal", "Years"),
    ("adr:hasBirthCohort", "People born"),
    ("adr:referenceDate", "Reference date"),
    ("dcterms:extent", "Size"),
    ("adr:population", "Population"),
    ("adr:hasPopulationKind", "Records stand for"),
    ("adr:recordsCharacteristic", "What it records"),
    ("dcterms:accrualPeriodicity", "Updated"),
)
NEEDED = ("Status", "Area", "Years", "Size", "Updated", "Owner", "Access")
FURTHER = (
    ("dcterms:accessRights", "Access"),
    ("dcterms:isPartOf", "Part of"),
    ("adr:isSyntheticVersionOf", "Synthetic version of"),
    ("adr:isOutputOf", "Output of"),
    ("adr:joins", "Joins"),
    ("adr:enriches", "Enriches"),
    ("adr:carriesLinkingField", "Linking field"),
    ("dcterms:source", "Taken from"),
    ("adr:usesSamplingFrame", "Sampled from"),
    ("adr:structure", "Structure"),
    ("adr:isLinkedUnder", "Power to link"),
    ("adr:isAcquiredUnder", "Power to acquire"),
    ("adr:isAccessedUnder", "Power to give access"),
    ("adr:hasAccessMode", "Ways of access"),
    ("dcterms:issued", "Issued"),
    ("dcterms:replaces", "Replaces"),
    ("dcterms:identifier", "Identifier"),
    ("dcat:landingPage", "Official page"),
    ("adr:asOf", "Stated as of"),
)
RELEASE = (
    ("adr:isHeldIn", "Held in"),
    ("dcat:version", "Version"),
    ("adms:status", "Status"),
    ("dcterms:temporal", "Years"),
    ("dcterms:extent", "Size"),
    ("dcterms:isPartOf", "Part of"),
    ("adr:isBuiltFrom", "Built from"),
    ("adr:isAccessedThrough", "Way in"),
    ("adr:isAccessedUnder", "Power to give access"),
    ("adr:carriesLinkingField", "Linking field"),
    ("dcterms:issued", "Issued"),
    ("dcterms:identifier", "Identifier"),
    ("dcat:landingPage", "Page"),
    ("skos:note", "Note"),
)
SENSES = {
    "built from it": "Built from it",
    "built from a part of it": "Built from a part of it",
    "beside it": "Linked beside it, as inputs of one linkage",
    "through a chain": "Through a chain of datasets",
    "linkable": "Linkable: possible, which is no permission",
}


def facts(reading: Reading) -> tuple[Fact, ...]:
    """The key facts, with silence where it matters."""
    key = list(stated(reading, KEY, needed=NEEDED))
    for place, fact in enumerate(key):
        curie = next(curie for curie, label in KEY if label == fact.label)
        of_releases = () if fact.values else _of_releases(reading, curie)
        if of_releases:
            key[place] = Fact(fact.label, of_releases)
    roles = reading.roles()
    if not any(fact.label == "Owner" for fact in roles):
        roles.insert(0, Fact("Owner", ()))
    roles.sort(key=lambda fact: fact.label != "Owner")
    return (*key[:1], *glance(reading), *key[1:], *roles, *stated(reading, FURTHER, needed=NEEDED))


def sections(reading: Reading) -> Iterator[Section]:
    """What else there is to know, in the order of a researcher's questions."""
    yield _made_of(reading)
    yield _links(reading)
    yield from _access(reading)
    yield _limits(reading)
    yield _questions(reading)
    yield from _documents(reading)
    yield _contacts(reading)
    yield _history(reading)
    groups = pointing(reading, leaving_out=_TOLD_ELSEWHERE)
    yield section("related", "Also related", *groups)


_TOLD_ELSEWHERE = (
    *("prov:used", "prov:generated", "adr:isBuiltFrom", "dcterms:isPartOf", "cito:usesDataFrom"),
    *("schema:about", "adr:isAnswerableWith", "foaf:primaryTopic"),
)


def _of_releases(reading: Reading, curie: str) -> tuple[Value, ...]:
    found = [
        Value(v.text, v.href, v.language, "; ".join(filter(None, (v.detail, name))), v.sources)
        for release in reading.nodes(reading.record.iri, "dcat:distribution")
        for name in [_release_name(reading, release)]
        for v in reading.values(release, curie)
    ]
    return tuple(found)


def _release_name(reading: Reading, release: str) -> str:
    places = [reading.label(iri) for iri in reading.nodes(release, "adr:isHeldIn")]
    version = ", ".join(reading.texts(release, "dcat:version"))
    if not places:
        return f"Version: {version}" if version else "Release"
    return f"Release in {places[0]}{f', {version}' if version else ''}"


def _made_of(reading: Reading) -> Section:
    rows = reading.library.about("components", "dataset", reading.record.iri)
    headings = {"component": "Built from", "part": "Its parts"}

    def entry(row: Line) -> Entry:
        note = f"by the linkage: {row['through']}" if row["through"] else ""
        return Entry(row["title"], reading.address(row["component"]), (note,))

    groups = grouped(reading.library, rows, heading=lambda row: headings[row["sense"]], entry=entry)
    made = pointing(reading, only=("prov:generated",))
    return section("components", "What it is made of", *groups, *made)


def _links(reading: Reading) -> Section:
    rows = reading.library.about("links-to", "dataset", reading.record.iri)
    linkages = reading.library.labels(row["linkage"] for row in rows if row["linkage"])
    places = reading.library.labels(row["environment"] for row in rows if row["environment"])

    def entry(row: Line) -> Entry:
        linkage = linkages.get(row["linkage"], "")
        place = places.get(row["environment"], "")
        notes = (
            f"linkage: {linkage}" if linkage else "",
            f"through {row['through']}" if row["through"] else "",
            f"in {place}" if place else "",
        )
        return Entry(
            row["title"], reading.address(row["other"]), notes, warnings=(row["restriction"],)
        )

    groups = grouped(
        reading.library,
        rows,
        heading=lambda row: SENSES.get(row["sense"], row["sense"]),
        entry=entry,
    )
    groups = tuple(replace(group, entries=tuple(map(_in_order, group.entries))) for group in groups)
    silent = "No source names data that are built from it or linked beside it: unknown, not no."
    found = section("links", "What it links to", *groups, silent=silent)
    slug = slug_of(reading.record.iri)
    return replace(
        found, more=(f"link?dataset={slug}", "What can I link to this? All that is known")
    )


def _in_order(entry: Entry) -> Entry:
    """An entry whose notes name the linkages first, then the parts, then the places."""
    order = ("linkage:", "through", "in")
    notes = sorted(entry.notes, key=lambda note: order.index(note.split(" ", 1)[0]))
    return replace(entry, notes=tuple(notes))


def _access(reading: Reading) -> Iterator[Section]:
    iri = reading.record.iri
    releases = reading.nodes(iri, "dcat:distribution")
    blocks = tuple(
        (_release_name(reading, release), part_of(release), stated(reading, RELEASE, node=release))
        for release in releases
    )
    elsewhere = [row for row in reading.held if row["held"] != ITSELF]

    def entry(row: Line) -> Entry:
        return Entry(row["name"], reading.address(row["environment"]), (row["held"],))

    groups = grouped(reading.library, elsewhere, heading=lambda _: "", entry=entry)
    silent = "" if blocks or groups else "Not stated."
    yield Section("where", "Where it is held", blocks=blocks, groups=groups, silent=silent)
    found = routes(reading, ways(reading))
    yield Section(
        "access",
        "How to get in",
        routes=found,
        silent="" if found else "No source states a way in.",
    )


def _limits(reading: Reading) -> Section:
    iri = reading.record.iri
    forbidden = reading.library.about("forbidden-with", "dataset", iri)
    caveats = reading.library.about("caveats", "thing", iri)
    said = {row["words"] for row in forbidden}

    def of_rule(row: Line) -> Entry:
        on = row["on"]
        as_of = f"as of {dated(row['as_of'])}" if row["as_of"] else ""
        return Entry(row["words"], "", ("" if on == "the dataset" else on, as_of))

    def of_caveat(row: Line) -> Entry:
        return Entry(row["caveat"], "", (f"as of {dated(row['as_of'])}" if row["as_of"] else "",))

    groups = [
        *grouped(reading.library, forbidden, heading=lambda _: "Restrictions", entry=of_rule),
        *grouped(
            reading.library,
            [row for row in caveats if row["caveat"] not in said],
            heading=lambda _: "To know before using it",
            entry=of_caveat,
        ),
        *(
            Group(label, listed(reading.values(iri, curie)))
            for curie, label in (
                ("skos:note", "Notes"),
                ("skos:editorialNote", "Remarks of curators"),
            )
        ),
    ]
    return section("limits", "Restrictions, caveats and notes", *groups)


def _questions(reading: Reading) -> Section:
    rows = reading.library.about("research-questions", "dataset", reading.record.iri)
    groups = grouped(
        reading.library, rows, heading=lambda _: "", entry=lambda row: Entry(row["question"])
    )
    return section("questions", "Questions it could answer", *groups)


def _documents(reading: Reading) -> Iterator[Section]:
    rows = reading.library.about("documentation-of", "dataset", reading.record.iri)
    pages = {node: next(iter(reading.nodes(node, "foaf:page")), "") for node in reading.said}

    def entry(row: Line) -> Entry:
        iri = row["document"]
        inside = document(iri) == reading.record.iri
        href = reading.address(pages.get(iri, "") if inside else iri)
        notes = (row["kind"], dated(row["issued"]), row["note"])
        return Entry(row["title"], href, notes)

    groups = grouped(
        reading.library,
        rows,
        heading=lambda row: capital(row["relation"]),
        entry=entry,
    )
    yield section("documents", "Documents and publications", *groups)


def _contacts(reading: Reading) -> Section:
    groups = grouped(reading.library, reading.contacts, heading=lambda _: "", entry=contact)
    return section("contacts", "Whom to write to", *(groups or _instead(reading)))


def _instead(reading: Reading) -> Iterator[Group]:
    """Where one can ask, of a dataset for which no source gives an address."""
    held = {row["environment"]: row["name"] for row in reading.held if row["environment"]}
    entries = [
        *listed(reading.values(reading.record.iri, "dcat:landingPage")),
        *(Entry(name, reading.address(iri)) for iri, name in held.items()),
    ]
    if entries:
        yield Group("No source gives an address; one can ask through", tuple(entries))
    else:
        yield Group("", (Entry("No source gives an address."),))


def _history(reading: Reading) -> Section:
    iri = reading.record.iri
    rows = reading.library.about("happened", "dataset", iri)

    def happened(row: Line) -> Entry:
        words = f"{dated(row['date'])}: {row['title'] or row['kind']}"
        return Entry(words, "", (row["kind"], row["note"]))

    groups = [
        *grouped(reading.library, rows, heading=lambda _: "What happened", entry=happened),
        Group("What was expected", listed(_forecasts(reading))),
    ]
    return section("history", "What happened, and what was expected", *groups)


def _forecasts(reading: Reading) -> Iterator[Value]:
    for node in sorted(reading.said):
        for target in reading.nodes(node, "adr:isForecastOf"):
            found = reading.part(node)
            of = "" if target == reading.record.iri else reading.label(target)
            detail = "; ".join(filter(None, (of, found.detail)))
            yield Value(found.text, "", "", detail, found.sources)
