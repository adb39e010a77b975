"""How what pages state of things that are neither datasets nor linkages is looked up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import yaml

from adrgraph.iris import PREFIXES, mint
from tests.facts import ELSEWHERE, KINDS, full, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

OURS = f"{PREFIXES['source']}adrgraph"
DERIVED = f"{PREFIXES['source']}derived"
WITHOUT_ADDRESS = MappingProxyType(
    {
        "derived from other facts in this file": "derived",
        "none (general knowledge; verify before use)": "unverified",
        'no address known: "GRADE user guide", Ofqual, gov.uk, updated 8 January 2025': (
            "grade-user-guide-2025"
        ),
    }
)
"""What the facts write instead of an address, and the source that it is."""

ACTORS = MappingProxyType(
    {
        "data owner": "data-owner",
        "data providers": "data-owner",
        "institution": "research-institution",
        "requester": "requester",
        "researcher": "researcher",
        "researcher organisation": "research-institution",
    }
)
"""Who acts without being a body of its own, and the concept for it."""


@dataclass(frozen=True, slots=True)
class Record:
    """One statement of a page: its graph, the thing, the attribute and what the fact says."""

    graph: str
    kind: str
    slug: str
    attribute: str
    fact: Mapping[str, Any]

    def __str__(self) -> str:
        """The statement as a failure names it."""
        said = self.fact.get("value", self.fact.get("action", self.fact.get("event", "")))
        return f"{self.kind}/{self.slug} {self.attribute}: {said} [{self.graph}]"

    @property
    def key(self) -> str:
        """The name under which its words are kept."""
        number = f" {self.fact['step']}" if "step" in self.fact else ""
        return f"{self.slug} {self.attribute}{number}"


@dataclass(frozen=True, slots=True)
class Page:
    """The graph as one page states it."""

    store: ox.Store
    record: Record
    wordings: Mapping[str, list[str]]

    @property
    def thing(self) -> str:
        """The IRI of what the statement is about."""
        return mint(self.record.kind, self.record.slug)

    def objects(self, subject: str, predicate: str, graph: str = "") -> set[str]:
        """The values of a property that the page, or another source, gives."""
        pattern = ox.NamedNode(subject), ox.NamedNode(full(predicate))
        source = ox.NamedNode(graph or self.record.graph)
        return {text(quad.object) for quad in self.store.quads_for_pattern(*pattern, None, source)}

    def everywhere(self, subject: str, predicate: str) -> set[str]:
        """The values of a property in any source."""
        pattern = ox.NamedNode(subject), ox.NamedNode(full(predicate))
        return {text(quad.object) for quad in self.store.quads_for_pattern(*pattern, None, None)}

    def subjects(self, predicate: str, value: str) -> set[str]:
        """The things to which the page gives a value of a property."""
        pattern = ox.NamedNode(full(predicate)), ox.NamedNode(value)
        found = self.store.quads_for_pattern(None, *pattern, ox.NamedNode(self.record.graph))
        return {text(quad.subject) for quad in found}

    def words(self, *predicates: str, subject: str = "") -> bool:
        """Whether the words that stand for the fact are in one value of these properties."""
        wanted = self.wordings[self.record.key]
        found = set[str]().union(
            *(self.objects(subject or self.thing, each) for each in predicates)
        )
        return any(all(word in value for word in wanted) for value in found)


def read_records(folder: Path, graphs: Mapping[str, str]) -> tuple[Record, ...]:
    """What the brochure does not state; the graphs are those of the addresses."""
    facts = yaml.safe_load((folder / "facts.yaml").read_text(encoding="utf-8"))
    found: list[Record] = []
    for name, kind in KINDS.items():
        if name not in ("datasets", "linkages"):
            for record in facts[name]:
                found += _records(kind, record, graphs)
    return tuple(found)


def _records(kind: str, record: Mapping[str, Any], graphs: Mapping[str, str]) -> Iterator[Record]:
    slug = str(record.get("id", record.get("date"))).removeprefix("p-")
    for attribute, fact in [("record", record), *_parts(record)]:
        if fact.get("stated", "brochure") != "brochure":
            source = graphs[fact["source"]]
            yield Record(source, kind, slug, attribute, fact)


def _parts(record: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for attribute, facts in record.items():
        for number, fact in enumerate(facts if isinstance(facts, list) else [facts], 1):
            if isinstance(fact, dict):
                yield f"fact {number}" if attribute == "facts" else attribute, fact


def organisation(page: Page) -> bool:
    """The page names the body, its parent, home page and what it does; its kind is ours."""
    fact, thing = page.record.fact, page.thing
    names = page.everywhere(thing, "foaf:name") | page.everywhere(thing, "skos:altLabel")
    wanted = {re.sub(r" \(Northern Ireland\)", "", fact["name"]), *fact.get("alt_names", ())}
    parents = {mint("organisation", fact["parent"])} if "parent" in fact else set()
    homes = {fact["url"]} if "url" in fact else set()
    said = _tokens(" ".join(page.objects(thing, "skos:note")))
    return (
        all(any(name.startswith(each) for name in names) for each in wanted)
        and page.objects(thing, "org:subOrganizationOf") == parents
        and page.objects(thing, "foaf:homepage") == homes
        and all(_tokens(role) <= said for role in fact["roles"])
        and bool(page.objects(thing, "org:classification", OURS))
        and page.objects(thing, "dcterms:spatial", OURS) == {_area(fact["nation"])}
    )


def environment(page: Page) -> bool:
    """The page names the environment, its operator, the way in and what it is."""
    fact, thing = page.record.fact, page.thing
    return (
        page.objects(thing, "dcterms:title") == {fact["name"]}
        and page.objects(thing, "skos:altLabel") == set(fact["alt_names"])
        and page.objects(thing, "adr:isOperatedBy") == {mint("organisation", fact["operator"])}
        and page.words("skos:note")
    )


def home(page: Page) -> bool:
    """The page gives the address and no other."""
    return page.objects(page.thing, "foaf:homepage") == {page.record.fact["value"]}


def infrastructure(page: Page) -> bool:
    """The body has the role in the environment."""
    wanted = mint("organisation", page.record.fact["value"]), full("role:infrastructure-provider")
    return any(
        page.objects(node, "prov:agent") == {wanted[0]}
        and page.objects(node, "dcat:hadRole") == {wanted[1]}
        for node in page.objects(page.thing, "prov:qualifiedAttribution")
    )


def access_mode(page: Page) -> bool:
    """Both ways of access are there, and which data have only one."""
    modes = {full("access-mode:remote"), full("access-mode:safe-setting")}
    return page.objects(page.thing, "adr:hasAccessMode") == modes and page.words("skos:note")


def future(page: Page) -> bool:
    """What will take the place of the environment is planned, not done."""
    planned = page.objects(page.thing, "adr:isToBeReplacedBy")
    return planned == {mint("environment", "ids")} and not page.everywhere(
        page.thing, "dcterms:isReplacedBy"
    )


def unnamed_in_brochure(page: Page) -> bool:
    """That the brochure is silent is derived, and the brochure is silent indeed."""
    thing = ox.NamedNode(page.thing)
    said = [*page.store.quads_for_pattern(thing, None, None, None)]
    said += page.store.quads_for_pattern(None, None, thing, None)
    brochure = PREFIXES["brochure"]
    silent = not any(text(quad.graph_name).startswith(brochure) for quad in said)
    return silent and any("brochure" in note for note in page.objects(page.thing, "skos:note"))


def step(page: Page) -> bool:
    """The route has the step at its place, with those who act, in the words kept for it."""
    fact = page.record.fact
    actors = {
        full(f"actor:{ACTORS[name]}") if name in ACTORS else mint("organisation", name)
        for name in fact["role"].split(" + ")
    }
    return any(
        page.objects(node, "schema:position") == {str(fact["step"])}
        and page.objects(node, "adr:isPerformedBy") == actors
        and page.words("dcterms:description", subject=node)
        for node in page.subjects("adr:isStepOf", page.thing)
    )


def restriction(page: Page) -> bool:
    """The restriction is one of the dataset, and the route tells of it."""
    bearers = page.subjects("adr:appliesTo", mint("dataset", "echild"))
    return bool(bearers) and page.words("skos:note")


def gateway(page: Page) -> bool:
    """The page says it of the gateway, or of the one of its agreements that it tells of."""
    slug = ELSEWHERE.get(page.record.slug, page.record.slug)
    return page.words("skos:note", subject=mint("legal-gateway", slug))


def publication(page: Page) -> bool:
    """The page gives the title, year and address of the document; an inferred DOI is apart."""
    fact, thing = page.record.fact, page.thing
    names = page.everywhere(thing, "dcterms:title") | page.everywhere(thing, "skos:altLabel")
    uses = {mint("dataset", name) for name in fact["uses"]}
    inferred = "table inferred" in fact.get("note", "") or "inferred" in fact.get("note", "")
    doi_graph = DERIVED if "doi_status" in fact else page.record.graph
    return (
        _plain(fact["title"]) in {_plain(name) for name in names}
        and page.objects(thing, "dcterms:issued")
        == ({str(fact["year"])} if fact["year"] else set())
        and page.objects(thing, "foaf:page") == {fact["url"]}
        and page.objects(thing, "dcterms:identifier", doi_graph) == _listed(fact.get("doi"))
        and uses <= page.objects(thing, "cito:usesDataFrom", OURS if inferred else "")
    )


def event(page: Page) -> bool:
    """One event has the date and all that it is about; a span has its year."""
    fact = page.record.fact
    date = str(fact["date"]).partition("-")[0] if "/" in str(fact["date"]) else str(fact["date"])
    kinds = "dataset", "organisation", "environment"
    about = [{mint(kind, name) for kind in kinds} for name in fact["about"]]
    events = set[str]().union(*(page.subjects("schema:about", each) for each in about[0]))
    return any(
        page.objects(node, "dcterms:date") == {date}
        and all(each & page.objects(node, "schema:about") for each in about)
        for node in events
    )


def _listed(value: str | None) -> set[str]:
    return {value} if value else set()


def _plain(title: str) -> str:
    return title.lower().replace("\u2019", "'")


def _tokens(words: str) -> set[str]:
    return set(re.findall(r"\w+", words.lower()))


def _area(nation: str) -> str:
    name = {"UK": "united-kingdom"}.get(nation, nation.lower().replace(" ", "-"))
    return full(f"area:{name}")


def _says(*predicates: str) -> Callable[[Page], bool]:
    return lambda page: page.words(*predicates)


def _exactly(predicate: str) -> Callable[[Page], bool]:
    return lambda page: page.objects(page.thing, predicate) == {page.record.fact["value"]}


WAYS: MappingProxyType[tuple[str, str], Callable[[Page], bool]] = MappingProxyType(
    {
        ("access-route", "cost"): _says("adr:cost"),
        ("access-route", "fast_path"): _says("skos:note"),
        ("access-route", "older_rule"): _says("skos:note"),
        ("access-route", "restriction"): restriction,
        ("access-route", "steps"): step,
        ("access-route", "typical_duration"): _says("adr:typicalDuration"),
        ("catalogue", "doi_prefix"): _exactly("adr:doiPrefix"),
        ("catalogue", "named_in_brochure"): unnamed_in_brochure,
        ("catalogue", "url"): home,
        ("environment", "access_mode"): access_mode,
        ("environment", "accreditation"): _says("adr:accreditation"),
        ("environment", "established"): _exactly("dcterms:created"),
        ("environment", "future"): future,
        ("environment", "infrastructure"): infrastructure,
        ("environment", "named_in_brochure"): unnamed_in_brochure,
        ("environment", "platform"): _says("skos:note"),
        ("environment", "record"): environment,
        ("environment", "url"): home,
        ("event", "record"): event,
        ("organisation", "record"): organisation,
        ("publication", "record"): publication,
    }
)
"""A kind of thing and an attribute to the way in which it is looked up."""


def way(record: Record) -> Callable[[Page], bool]:
    """The way in which a statement is looked up."""
    return gateway if record.kind == "legal-gateway" else WAYS[record.kind, record.attribute]
