"""The parts of a page: facts, lists of other things, and steps, each with who says so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from adrgraph.iris import document, full
from adrgraph.server.pages.facts import Fact, Value
from adrgraph.server.pages.wording import capital, dated
from adrgraph.server.records import name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from adrgraph.server.pages.facts import Reading
    from adrgraph.server.pages.leaves import Leaf
    from adrgraph.server.pages.library import Library, Line, Told


@dataclass(frozen=True, slots=True)
class Entry:
    """Another thing, or a few words, in a list."""

    title: str
    href: str = ""
    notes: tuple[str, ...] = ()
    sources: tuple[Told, ...] = ()
    standing: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under a heading of their own; none where the section's will do."""

    title: str
    entries: tuple[Entry, ...]
    fragment: str = ""
    """What leads to it, where it is a part of the document."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a way in, in the words of each source."""

    words: tuple[str, ...]
    kind: str
    actors: tuple[Entry, ...]
    conditions: tuple[str, ...]
    only: tuple[Entry, ...]
    sources: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """A way in with its steps, those of more general ways first."""

    title: str
    href: str
    stages: tuple[tuple[str, tuple[Step, ...]], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page under a heading; whatever is empty is not shown."""

    id: str
    title: str
    blocks: tuple[tuple[str, str, tuple[Fact, ...]], ...] = ()
    """Facts of parts: what the part is called, its fragment, and what is said of it."""

    groups: tuple[Group, ...] = ()
    routes: tuple[Route, ...] = ()
    more: tuple[str, str] | None = None
    silent: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show, not even that nothing is stated."""
        return not (self.blocks or self.groups or self.routes or self.silent)


def stated(
    reading: Reading,
    wanted: Iterable[tuple[str, str]],
    *,
    needed: Iterable[str] = (),
    node: str = "",
) -> tuple[Fact, ...]:
    """The facts that sources state of the properties wanted; silence is shown where it matters."""
    found = []
    for curie, label in wanted:
        fact = reading.fact(curie, label, node=node)
        if fact is None and label in needed:
            fact = Fact(label, ())
        if fact is not None:
            found.append(fact)
    return tuple(found)


def changes(reading: Reading) -> Section:
    """What changed here from build to build, where that is kept."""
    history = reading.library.history
    groups = (
        Group(
            f"{capital(each.verb)} on {dated(each.noted)}",
            tuple(Entry(line, notes=(heading,)) for heading, lines in each.said for line in lines),
        )
        for each in history.of(reading.record.iri)
    )
    silent = f"Nothing since {dated(history.since)}, when this began to be noted."
    return section("changes", "What changed here", *groups, silent=silent if history.since else "")


def contact(row: Line, *, of: str = "") -> Entry:
    """Where to write to, for what, and on which thing where several are told of."""
    address = row["email"].removeprefix("mailto:")
    href = f"mailto:{address}" if "@" in address else ""
    about = f"{of}: {row['about']}" if of else row["about"]
    name = row["contact"] if address else ""
    return Entry(address or row["contact"], href, (name, about, row["note"]))


def part_of(iri: str) -> str:
    """The fragment by which a part is found within its document."""
    return iri.partition("#")[2]


def section(id: str, title: str, *groups: Group, silent: str = "") -> Section:  # noqa: A002
    """A section of lists, without those that have nothing in them."""
    full_ones = tuple(group for group in groups if group.entries)
    return Section(id, title, groups=full_ones, silent="" if full_ones else silent)


def cut(groups: Iterable[Group], leaf: Leaf) -> list[Group]:
    """What one page shows of groups that follow each other."""
    found, before = [], 0
    for group in groups:
        start, stop = leaf.before - before, leaf.until - before
        entries = group.entries[max(0, start) : max(0, stop)]
        if entries:
            found.append(replace(group, entries=entries))
        before += len(group.entries)
    return found


def grouped(
    library: Library,
    rows: Sequence[Line],
    *,
    heading: Callable[[Line], str],
    entry: Callable[[Line], Entry],
) -> tuple[Group, ...]:
    """Rows as entries under headings, in the order of the rows; the same thing once a heading."""
    told = library.told(row["source"] for row in rows if row.get("source"))
    found: dict[str, dict[tuple[str, str], Entry]] = {}
    for row in rows:
        made = entry(row)
        within = found.setdefault(heading(row), {})
        before = within.get((made.title, made.href))
        sources = (*(before.sources if before else ()), *_told(row, told))
        notes = (*(before.notes if before else ()), *made.notes)
        warnings = (*(before.warnings if before else ()), *made.warnings)
        marks = [each.standing for each in sources]
        within[made.title, made.href] = Entry(
            made.title,
            made.href,
            tuple(dict.fromkeys(note for note in notes if note)),
            tuple(dict.fromkeys(sources)),
            marks[0] if marks and all(marks) else "",
            tuple(dict.fromkeys(note for note in warnings if note)),
        )
    return tuple(Group(title, tuple(entries.values())) for title, entries in found.items())


def routes(reading: Reading, iris: Iterable[str]) -> tuple[Route, ...]:
    """The ways in with their steps."""
    wanted_routes = sorted(set(iris))
    names = reading.library.labels(wanted_routes)
    found = []
    for iri in wanted_routes:
        own = reading.library.steps(iri)
        told = reading.library.told(row["source"] for row in own)
        stages: dict[str, list[Line]] = {}
        for row in own:
            stages.setdefault(row["stage_title"], []).append(row)
        found.append(
            Route(
                names.get(iri) or reading.label(iri),
                reading.address(iri),
                tuple(
                    (title, tuple(_steps(reading, lines, told))) for title, lines in stages.items()
                ),
            )
        )
    return tuple(found)


def _steps(reading: Reading, rows: Sequence[Line], told: dict[str, Told]) -> Iterator[Step]:
    by_step: dict[str, list[Line]] = {}
    for row in rows:
        by_step.setdefault(row["step"], []).append(row)
    for lines in by_step.values():
        actors = {row["actor"]: row["actor_name"] for row in lines if row["actor"]}
        only = {row["only"]: row["only_name"] for row in lines if row["only"]}
        yield Step(
            words=tuple(dict.fromkeys(row["words"] for row in lines)),
            kind=lines[0]["kind"],
            actors=tuple(Entry(name, reading.address(iri)) for iri, name in actors.items()),
            conditions=tuple(dict.fromkeys(row["condition"] for row in lines if row["condition"])),
            only=tuple(Entry(name or iri, reading.address(iri)) for iri, name in only.items()),
            sources=tuple(
                dict.fromkeys(told[row["source"]] for row in lines if row["source"] in told)
            ),
        )


def _told(row: Line, told: dict[str, Told]) -> tuple[Told, ...]:
    found = told.get(row.get("source", ""))
    return (found,) if found else ()


POINTING = {
    "prov:used": "Linkages that read it",
    "prov:generated": "Linkages that make it",
    "adr:usesLookup": "Linkages that use it as a lookup",
    "adr:usesSpine": "Linkages that use it as a spine",
    "adr:isBuiltFrom": "Built from it",
    "dcterms:isPartOf": "Its parts",
    "adr:isHeldIn": "Held in it",
    "adr:isAccessedThrough": "Reached this way",
    "adr:leadsTo": "Routes that lead here",
    "adr:extendsRoute": "Routes that begin with it",
    "adr:isAccessedUnder": "Access is given under it",
    "adr:isLinkedUnder": "Linked under it",
    "adr:isAcquiredUnder": "Acquired under it",
    "cito:usesDataFrom": "Used by",
    "foaf:page": "Explains",
    "schema:about": "What happened",
    "schema:funder": "Funds",
    "dcterms:publisher": "Publishes",
    "adr:isOutputOf": "What came of it",
    "adr:appliesTo": "Restrictions and caveats",
    "adr:isForecastOf": "Expected",
    "adr:isOperatedBy": "Operates",
    "adr:isPerformedBy": "Steps that it acts in",
    "org:subOrganizationOf": "Its parts",
    "prov:agent": "Has a part in",
    "adr:hasCatalogue": "Catalogue of",
    "adr:joins": "Lookups that join it",
    "adr:enriches": "Code that enriches it",
    "adr:isSyntheticVersionOf": "Synthetic versions",
    "dcterms:replaces": "Replaced by",
    "adr:isCatalogedIn": "Listed in it",
    "adr:isLinkableWith": "Linkable with it",
    "adr:usesSamplingFrame": "Sampled from it",
    "prov:entity": "Linkages that say more of it as an input",
}
"""What points at a thing, by property, in words that read from the thing."""


def pointing(
    reading: Reading, *, only: Iterable[str] = (), leaving_out: Iterable[str] = ()
) -> tuple[Group, ...]:
    """What the sources relate to the document or to a part of it, by property."""
    wanted = {full(curie) for curie in only}
    left = {full(curie) for curie in leaving_out}
    rows = [
        row
        for row in reading.pointers
        if row["property"] not in left and (not wanted or row["property"] in wanted)
    ]
    names = reading.library.labels(
        iri for row in rows for iri in (row["property"], row["subject"], document(row["subject"]))
    )
    headings = {full(curie): words for curie, words in POINTING.items()}

    def heading(row: Line) -> str:
        return headings.get(row["property"]) or f"Named as: {names.get(row['property'], '?')}"

    def entry(row: Line) -> Entry:
        whole = document(row["subject"])
        part = names.get(row["subject"], "") if row["subject"] != whole else ""
        return Entry(names.get(whole) or name_of(whole), reading.address(whole), (part,))

    return grouped(reading.library, rows, heading=heading, entry=entry)


def listed(values: Iterable[Value]) -> tuple[Entry, ...]:
    """Values as entries of a list."""
    return tuple(
        Entry(
            value.text,
            value.href,
            (value.detail,) if value.detail else (),
            value.sources,
            value.standing,
        )
        for value in values
    )
