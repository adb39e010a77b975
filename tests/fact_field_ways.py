"""How each field of the facts on organisations, ways in, laws and the rest is looked up."""

from __future__ import annotations

import re
from calendar import month_name
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.iris import BASE, PREFIXES, mint
from tests.facts import full, section, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.evidence import Proof
    from tests.facts import Sight

    Way = Callable[[Sight], bool]

ACTORS = MappingProxyType(
    {
        "any ADR UK TRE (training provider)": "environment-operator",
        "anyone": "requester",
        "controller panels": "controller-panel",
        "data owner": "data-owner",
        "data providers": "data-owner",
        "fully accredited researcher": "researcher",
        "institution": "research-institution",
        "project coordinator": "project-coordinator",
        "requester": "requester",
        "researcher": "researcher",
        "researcher organisation": "research-institution",
    }
)
"""Who acts without being a body of its own, and the concept for it."""

AREAS = MappingProxyType(
    {"UK": "united-kingdom", "UK-wide service (England hub)": "united-kingdom"}
)
ABOUT = "dataset", "environment", "organisation"
NAMES = "dcterms:title", "foaf:name", "skos:altLabel"
TEXTS = (
    *("adr:accreditation", "adr:condition", "adr:cost", "adr:typicalDuration"),
    *("dcterms:description", "dcterms:title", "skos:altLabel", "skos:editorialNote", "skos:note"),
)


def named(sight: Sight) -> bool:
    """The thing has the name, in the forms in which it is written here, as one of its names."""
    wanted = sight.wordings["names"].get(sight.item.value, [sight.item.value])
    found = set[str]().union(*(sight.objects(sight.thing, each) for each in NAMES))
    return {_plain(name) for name in wanted} <= {_plain(name) for name in found}


def told(sight: Sight) -> bool:
    """One text about the thing or a part of it has the words that carry the value."""
    rule = _rule(sight)
    if isinstance(rule, dict):
        return all(_states(sight, *pair) for pair in rule["statements"])
    return bool(telling(sight))


def telling(sight: Sight) -> set[ox.Quad]:
    """The statements whose texts have the words that carry the value."""
    words = [str(word).lower() for word in _rule(sight)]
    graph = ox.NamedNode(section(sight.item.heading))
    return {
        quad
        for name in TEXTS
        for quad in sight.store.quads_for_pattern(
            ox.NamedNode(sight.thing), ox.NamedNode(full(name)), None, graph
        )
        if all(word in text(quad.object).lower() for word in words)
    }


def carrying(proof: Proof) -> frozenset[ox.Quad]:
    """The statements that carry a fact: a text with its words, or all that its proof has read."""
    if proof.way is not told or isinstance(_rule(proof.sight), dict):
        return proof.read()
    return frozenset(telling(proof.sight))


def happening(sight: Sight) -> bool:
    """The title and remarks of the event have the words that carry what happened."""
    return _has(sight, sight.thing, sight.wordings["words"][sight.item.value])


def kind(sight: Sight) -> bool:
    """The thing is of that kind and no other."""
    return sight.says("org:classification", _concept(sight, "organisation-kind"))


def area(sight: Sight) -> bool:
    """The thing is of that area and no other."""
    value = sight.item.value
    return sight.says("dcterms:spatial", f"area:{AREAS.get(value, _kebab(value))}")


def participant(sight: Sight) -> bool:
    """The route has that participant, who acts in it or is told of."""
    return sight.names("adr:hasParticipant", _actor(sight.item.value))


def step(sight: Sight) -> bool:
    """The route has the step at its place, with those who act and the words that carry it."""
    value = sight.item.value
    actors = {_actor(name) for name in value["role"].split(" + ")}
    words = sight.wordings["words"][f"{sight.item.slug} {value['action']}"]
    return any(
        sight.objects(node, "schema:position") == {str(value["step"])}
        and actors in (sight.objects(node, "adr:isPerformedBy"), _acting(sight, node))
        and _has(sight, node, words)
        for node in sight.subjects("adr:isStepOf", sight.thing)
    )


def access_mode(sight: Sight) -> bool:
    """Both ways of access are there, and which data have only one."""
    return sight.says("adr:hasAccessMode", "access-mode:remote", "access-mode:safe-setting") and (
        told(sight)
    )


def infrastructure(sight: Sight) -> bool:
    """The body has the role in the environment."""
    return any(
        sight.objects(node, "prov:agent") == {mint("organisation", sight.item.value)}
        and sight.objects(node, "dcat:hadRole") == {full("role:infrastructure-provider")}
        for node in sight.objects(sight.thing, "prov:qualifiedAttribution")
    )


def future(sight: Sight) -> bool:
    """What will take the place of the environment is planned, not done."""
    planned = sight.says("adr:isToBeReplacedBy", mint("environment", "ids")) and told(sight)
    return planned and not sight.everywhere(sight.thing, "dcterms:isReplacedBy")


def in_brochure(sight: Sight) -> bool:
    """The section tells of the thing; or the brochure is silent, and that is derived."""
    if sight.item.value is True:
        return sight.mentions() or _through_catalogue(sight)
    return sight.item.value is False and told(sight) and not _printed(sight)


def year(sight: Sight) -> bool:
    """The document is of that year; a month in it is told by the year's remark."""
    found = {date[:4] for date in sight.objects(sight.thing, "dcterms:issued")}
    return found == ({str(sight.item.value)} if sight.item.value is not None else set())


def page(sight: Sight) -> bool:
    """The document has that address and no other, or none."""
    wanted = {sight.item.value} if sight.item.value is not None else set()
    return sight.objects(sight.thing, "foaf:page") == wanted


def date(sight: Sight) -> bool:
    """The event has the date; a span has its year, and its months in words."""
    value = str(sight.item.value)
    if not re.fullmatch(r"\d{4}-\d\d/\d{4}-\d\d", value):
        return sight.says("dcterms:date", value)
    months = [month_name[int(end[5:])] for end in value.split("/")]
    notes = sight.objects(sight.thing, "skos:note")
    return sight.says("dcterms:date", value[:4]) and any(
        all(month in note for month in months) for note in notes
    )


def about(sight: Sight) -> bool:
    """The event is about the thing."""
    meant = {mint(kind, sight.item.value) for kind in ABOUT}
    return bool(meant & sight.objects(sight.thing, "schema:about"))


def planned(sight: Sight) -> bool:
    """A forecast, which is no event, expects the data then; its condition is told."""
    words = sight.wordings["words"][sight.item.fact["event"]]
    return any(
        sight.objects(node, "adr:expectedAvailability") == {str(sight.item.value)}
        and (_has(sight, node, words) if words else not sight.objects(node, "adr:condition"))
        for node in sight.subjects("adr:isForecastOf", sight.thing)
    )


def _link(predicate: str, kind: str, *, only: bool = False) -> Way:
    def way(sight: Sight) -> bool:
        value = mint(kind, sight.item.value)
        return (sight.says if only else sight.names)(predicate, value)

    return way


def _type(scheme: str) -> Way:
    return lambda sight: sight.names("dcterms:type", _concept(sight, scheme))


def _value(predicate: str) -> Way:
    return lambda sight: sight.objects(sight.thing, predicate) == {sight.item.value}


def _rule(sight: Sight) -> list[str] | dict[str, list[list[str]]]:
    words = sight.wordings["words"]
    value = sight.item.value
    found: list[str] | dict[str, list[list[str]]] = (
        words.get(f"{sight.item.slug} {value}") or (words[value])
    )
    return found


def _states(sight: Sight, name: str, value: str) -> bool:
    wanted = value if value.startswith("http") else BASE + value
    return any(
        node == sight.thing or node.startswith(f"{sight.thing}#")
        for node in sight.subjects(full(name), wanted)
    )


def _concept(sight: Sight, scheme: str) -> str:
    place = f"{sight.item.slug} {sight.item.value}"
    known = sight.wordings["kinds"]
    return f"{scheme}:{known.get(place) or known.get(sight.item.value, _kebab(sight.item.value))}"


def _actor(name: str) -> str:
    return full(f"actor:{ACTORS[name]}") if name in ACTORS else mint("organisation", name)


def _acting(sight: Sight, node: str) -> set[str]:
    """Who acts by any section of the brochure, where the item is one of its own."""
    printed = section(sight.item.heading).startswith(PREFIXES["brochure"])
    return sight.printed(node, "adr:isPerformedBy") if printed else set()


def _has(sight: Sight, node: str, words: list[str]) -> bool:
    names = "adr:condition", "dcterms:description", "dcterms:title", "skos:note"
    found = " ".join(each for name in names for each in sorted(sight.objects(node, name))).lower()
    return all(str(word).lower() in found for word in words)


def _through_catalogue(sight: Sight) -> bool:
    """Whether the section tells of the catalogue of the environment, as the note says."""
    if "only through its catalogue" not in sight.note:
        return False
    found = sight.everywhere(sight.thing, "adr:hasCatalogue")
    return any(sight.objects(each, "dcterms:title") for each in found)


def _printed(sight: Sight) -> bool:
    node = ox.NamedNode(sight.thing)
    quads = [*sight.store.quads_for_pattern(node, None, None, None)]
    quads += sight.store.quads_for_pattern(None, None, node, None)
    return any(text(quad.graph_name).startswith(PREFIXES["brochure"]) for quad in quads)


def _kebab(words: str) -> str:
    return words.lower().replace(" ", "-")


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))


WAYS: MappingProxyType[tuple[str, str], Way] = MappingProxyType(
    {
        ("access-route", "cost"): told,
        ("access-route", "dea_required"): told,
        ("access-route", "dea_required note"): told,
        ("access-route", "extends"): _link("adr:extendsRoute", "access-route", only=True),
        ("access-route", "fast_path"): told,
        ("access-route", "gateway"): _link("adr:isAccessedUnder", "legal-gateway"),
        ("access-route", "name"): named,
        ("access-route", "note"): told,
        ("access-route", "older_rule"): told,
        ("access-route", "older_rule note"): told,
        ("access-route", "restriction"): told,
        ("access-route", "roles"): participant,
        ("access-route", "steps"): step,
        ("access-route", "tre"): _link("adr:leadsTo", "environment", only=True),
        ("access-route", "typical_duration"): told,
        ("catalogue", "doi_prefix"): _value("adr:doiPrefix"),
        ("catalogue", "name"): named,
        ("catalogue", "named_in_brochure"): in_brochure,
        ("catalogue", "note"): told,
        ("catalogue", "publisher"): _link("dcterms:publisher", "organisation", only=True),
        ("catalogue", "url"): _value("foaf:homepage"),
        ("dataset", "planned"): planned,
        ("environment", "access_mode"): access_mode,
        ("environment", "accreditation"): told,
        ("environment", "accreditation note"): told,
        ("environment", "alt_names"): named,
        ("environment", "catalogue"): _link("adr:hasCatalogue", "catalogue", only=True),
        ("environment", "established"): _value("dcterms:created"),
        ("environment", "future"): future,
        ("environment", "how_to_apply"): _link("adr:isAccessedThrough", "access-route", only=True),
        ("environment", "infrastructure"): infrastructure,
        ("environment", "name"): named,
        ("environment", "named_in_brochure"): in_brochure,
        ("environment", "named_in_brochure note"): told,
        ("environment", "nation"): area,
        ("environment", "note"): told,
        ("environment", "operator"): _link("adr:isOperatedBy", "organisation", only=True),
        ("environment", "platform"): told,
        ("environment", "url"): _value("foaf:homepage"),
        ("event", "about"): about,
        ("event", "date"): date,
        ("event", "event"): happening,
        ("event", "kind"): _type("event-kind"),
        ("legal-gateway", "facts"): told,
        ("legal-gateway", "facts note"): told,
        ("legal-gateway", "name"): named,
        ("organisation", "alt_names"): named,
        ("organisation", "name"): named,
        ("organisation", "nation"): area,
        ("organisation", "note"): told,
        ("organisation", "parent"): _link("org:subOrganizationOf", "organisation", only=True),
        ("organisation", "roles"): told,
        ("organisation", "type"): kind,
        ("organisation", "url"): _value("foaf:homepage"),
        ("publication", "doi"): _value("dcterms:identifier"),
        ("publication", "doi_status"): told,
        ("publication", "note"): told,
        ("publication", "title"): named,
        ("publication", "type"): _type("document-type"),
        ("publication", "url"): page,
        ("publication", "uses"): _link("cito:usesDataFrom", "dataset"),
        ("publication", "year"): year,
    }
)
"""A kind of thing and a field of it to the way in which it is looked up."""
