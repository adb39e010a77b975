"""How what pages other than the brochure state of a dataset is looked up in the graph."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from adrgraph.iris import mint
from tests import fact_datasets as brochure
from tests.fact_prose import has_words, prose
from tests.facts import AGREEMENTS, full

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.facts import Sight

AREAS = {
    "England Scotland Wales": ["great-britain"],
    "England Wales Scotland": ["great-britain"],
    "England Wales": ["england-and-wales"],
    "UK": ["united-kingdom"],
    "Great Britain (DWP) UK (HMRC)": ["great-britain", "united-kingdom"],
}
UNITS = {
    "public law cases": "cases",
    "public law applications (n)": "applications",
    "private law applications (n)": "applications",
    "matched records": "records",
    "attainment records matched": "records",
    "farm businesses": "businesses",
    "CRCS records": "records",
    "CIN records": "records",
    "count (unlabelled: Activities, Cases, and People)": "not-stated",
    "count (unlabelled population coverage)": "not-stated",
}
FREQUENCIES = {"10 years": "every-ten-years", "annual": "annual"}
TOPICS = {
    "absence": "school-absence",
    "exclusion": "school-exclusion",
    "free school meals": "free-school-meals",
}
COHORTS = ("echild",)
"""Datasets whose time frame is when the people in them were born."""

CONTROLLED = ("phrd",)
"""Datasets whose owners are the controllers that a register lists."""


def area(sight: Sight) -> bool:
    """The areas are these and no others; those of a study as a whole stand with its programme."""
    if f"{sight.item.slug} coverage_nations" in sight.wordings["pages"] and not prose(sight):
        return False
    name = " ".join(sight.item.value)
    names = AREAS.get(name, [brochure.kebab(name)])
    things = {sight.thing, mint("programme", sight.item.slug)}
    found = set[str]().union(*(sight.objects(each, "dcterms:spatial") for each in things))
    return found == {full(f"area:{name}") for name in names}


def owner(sight: Sight) -> bool:
    """Each owner has that role, or the words of the source stand where it names none."""
    value = sight.item.value
    if f"{sight.item.slug} owner" in sight.wordings["pages"]:
        rules = sight.wordings["pages"][f"{sight.item.slug} owner"]
        named = [(body, role) for rule in rules for role, body in rule["roles"]]
        return prose(sight) and all(_has_role(sight, *pair) for pair in named)
    if value in ("not stated", *sight.wordings["unnamed"]):
        return unnamed(sight, "owner")
    names = value if isinstance(value, list) else [value]
    role = "controller" if sight.item.slug in CONTROLLED else "owner"
    return all(_has_role(sight, name, role) for name in names)


def unnamed(sight: Sight, role: str) -> bool:
    """An agent without a name has the role, its words and, where there is one, its number."""
    words = sight.wordings["unnamed"][sight.item.value]
    for node in agents(sight):
        roles = sight.objects(node, "dcat:hadRole") | sight.objects(node, "prov:hadRole")
        texts = sight.objects(node, "adr:wording")
        if roles == {full(f"role:{role}")} and any(words in text for text in texts):
            return not sight.objects(node, "prov:agent")
    return False


def collector(sight: Sight) -> bool:
    """Those who collect are unnamed but counted."""
    return unnamed(sight, "collector") and _counted(sight, "32")


def controllers(sight: Sight) -> bool:
    """Those who control are unnamed but counted."""
    return unnamed(sight, "controller") and _counted(sight, "5") and prose(sight)


def developers(sight: Sight) -> bool:
    """Each body is a creator."""
    return all(_has_role(sight, name, "creator") for name in sight.item.value)


def environment(sight: Sight) -> bool:
    """A release of the dataset is held there."""
    releases = sight.objects(sight.thing, "dcat:distribution")
    wanted = mint("environment", sight.item.value)
    held = [sight.objects(release, "adr:isHeldIn") for release in releases]
    return any(wanted in found for found in held)


def gateway(sight: Sight) -> bool:
    """The dataset or a release of it is accessed, or acquired, under the gateway alone."""
    wanted = {mint("legal-gateway", AGREEMENTS.get(sight.item.value, sight.item.value))}
    names = "adr:isAccessedUnder", "adr:isAcquiredUnder"
    acquired = "acquisition" in sight.note
    bearers = _bearers(sight)
    found = [sight.objects(each, names[acquired]) for each in bearers]
    if "default" in sight.note:
        return any(found[1:]) and set[str]().union(*found[1:]) == wanted and not found[0]
    return wanted <= set[str]().union(*found)


def linking_gateway(sight: Sight) -> bool:
    """The dataset is linked under these gateways and no others."""
    return sight.says("adr:isLinkedUnder", *(mint("legal-gateway", x) for x in sight.item.value))


def components(sight: Sight) -> bool:
    """Each component is read by a linkage that makes the dataset, or is a source of it.

    Those of an edition are what its release is built from.
    """
    if isinstance(sight.item.value, str):
        return prose(sight)
    as_of = str(sight.item.fact.get("as_of"))
    built = [
        sight.objects(release, "adr:isBuiltFrom")
        for release in sight.objects(sight.thing, "dcat:distribution")
        if as_of in sight.objects(release, "dcat:version") | sight.objects(release, "adr:wording")
    ]
    wanted = {mint("dataset", name) for name in sight.item.value}
    return brochure.components(sight) and all(found == wanted for found in built if found)


def period(sight: Sight) -> bool:
    """A period of the dataset, of a release or of its share in a linkage has these bounds."""
    start, end = (_day(sight.item.value[name]) for name in ("start", "end"))
    if start and start == end and "/" not in str(sight.item.value["start"]):
        return sight.says("adr:referenceDate", start)
    name = "adr:hasBirthCohort" if sight.item.slug in COHORTS else "dcterms:temporal"
    last = _day(sight.item.value["end"], last=True)
    words = [x for x in sight.item.value.values() if x and "/" in str(x)]
    return any(
        sight.objects(node, "dcat:startDate") == ({start} if start else set())
        and sight.objects(node, "dcat:endDate") == ({last} if last else set())
        and all(any(str(x) in text for text in sight.objects(node, "adr:wording")) for x in words)
        for bearer in _inputs(sight)
        for node in sight.objects(bearer, name)
    )


def size(sight: Sight) -> bool:
    """An extent of the dataset, of a release or of its share has amount, unit, part and date."""
    value, as_of = sight.item.value, str(sight.item.fact.get("as_of", ""))
    unit = UNITS.get(value["unit"], brochure.kebab(value["unit"]))
    wanted = ({str(value["amount"])}, {full(f"unit:{unit}")}, {str(value["approx"]).lower()})
    names = "adr:amount", "adr:hasUnit", "adr:isApproximate"
    return any(
        tuple(sight.objects(node, name) for name in names) == wanted
        and _is_dated(sight, node, as_of)
        and (unit == value["unit"] or "records" in wanted[1] or _counts(sight, node, unit))
        and sight.objects(node, "adr:countedThing") >= _counted_thing(sight)
        for bearer in _inputs(sight)
        for node in sight.objects(bearer, "dcterms:extent")
    )


def frequency(sight: Sight) -> bool:
    """The frequency is there; more words about it are a note."""
    if f"{sight.item.slug} {sight.item.attribute}" in sight.wordings["pages"]:
        later = sight.item.value.startswith("next update")
        if later:
            biennial = sight.names("dcterms:accrualPeriodicity", "frequency:every-two-years")
            return prose(sight) and biennial and "2026" in _dates(sight)
    name = FREQUENCIES.get(sight.item.value, brochure.kebab(sight.item.value))
    return sight.names("dcterms:accrualPeriodicity", f"frequency:{name}")


def status(sight: Sight) -> bool:
    """The status has its concepts, and the dates and words that go with it."""
    rule = sight.wordings["statuses"][f"{sight.item.slug} {sight.item.value}"]
    wanted = {full(f"status:{name}") for name in rule.get("status", [])}
    as_of = str(sight.item.fact.get("as_of", ""))
    return (
        wanted <= sight.objects(sight.thing, "adms:status")
        and set(rule.get("dates", [])) <= _dates(sight)
        and (not _is_date(as_of) or as_of in _dates(sight))
        and has_words(sight, {sight.thing}, "skos:note", rule.get("words", []))
    )


def identifiers(sight: Sight) -> bool:
    """What the dataset is matched by stands with its share in a linkage, word by word."""
    usages = sight.subjects("prov:entity", sight.thing)
    texts = set[str]().union(*(sight.objects(each, "adr:wording") for each in usages))
    keys = set[str]().union(*(sight.objects(each, "adr:usesKey") for each in usages))
    named = " ".join(texts).lower()
    stems = [re.sub(r" with dates| \(.*", "", each).lower() for each in sight.item.value]
    return bool(keys) and all(stem in named for stem in stems)


def identifier(sight: Sight) -> bool:
    """The dataset, or a release, has the identifier."""
    return any(
        sight.item.value in sight.objects(each, "dcterms:identifier") for each in _bearers(sight)
    )


def entry(sight: Sight) -> bool:
    """A record of a catalogue about the dataset has that address."""
    records = sight.subjects("foaf:primaryTopic", sight.thing)
    return any(
        sight.objects(each, "foaf:page") == {sight.item.value}
        and sight.objects(each, "dcterms:isPartOf")
        for each in records
    )


def landing_page(sight: Sight) -> bool:
    """The page is the only one."""
    return sight.says("dcat:landingPage", sight.item.value)


def replaces(sight: Sight) -> bool:
    """The dataset replaces that one."""
    return sight.says("dcterms:replaces", mint("dataset", sight.item.value))


def sampling_frame(sight: Sight) -> bool:
    """The sample is drawn from that register."""
    return sight.says("adr:usesSamplingFrame", mint("dataset", sight.item.value))


def source_system(sight: Sight) -> bool:
    """The records, or those of a release, come from the system, whose owner has that role."""
    system = re.sub(r"[^a-z]+", "-", sight.item.value["system"].lower())
    wanted = full(f"source-system:{system}")
    known = any(wanted in sight.objects(each, "dcterms:source") for each in _bearers(sight))
    return known and _has_role(sight, sight.item.value["owner"], "system-owner")


def topics(sight: Sight) -> bool:
    """The dataset records a characteristic for each topic, and words tell of them."""
    recorded = sight.objects(sight.thing, "adr:recordsCharacteristic")
    wanted = {full(f"characteristic:{TOPICS[name]}") for name in sight.item.value}
    return recorded == wanted and prose(sight)


def sampled(sight: Sight) -> bool:
    """The data are a survey, drawn from a frame, and words tell how."""
    is_survey = full("nature:survey") in sight.objects(sight.thing, "dcterms:type")
    return is_survey and bool(sight.objects(sight.thing, "adr:usesSamplingFrame")) and prose(sight)


def documents(sight: Sight) -> bool:
    """A user guide is a page of the dataset, and words tell where it is."""
    wanted = full("document-type:user-guide")
    pages = sight.objects(sight.thing, "foaf:page")
    return prose(sight) and any(wanted in sight.objects(page, "dcterms:type") for page in pages)


def synthetic(sight: Sight) -> bool:
    """Made-up data imitate the dataset, or a note says that none do yet."""
    if sight.item.value.startswith("not yet"):
        return prose(sight)
    made = sight.subjects("adr:isSyntheticVersionOf", sight.thing)
    return made == {mint("dataset", sight.item.value)}


def linkable(sight: Sight) -> bool:
    """Each dataset is linkable with it, and code enriches it."""
    if isinstance(sight.item.value, str):
        return prose(sight)
    known = sight.objects(sight.thing, "adr:isLinkableWith")
    known |= sight.subjects("adr:enriches", sight.thing)
    return known == {mint("dataset", name) for name in sight.item.value}


def whole(sight: Sight) -> bool:
    """The other dataset is built from this one, outright or through a linkage."""
    other = mint("dataset", sight.item.value)
    made = sight.anybody("prov:generated", other)
    read = set[str]().union(*(sight.objects(linkage, "prov:used") for linkage in made))
    return sight.thing in sight.objects(other, "adr:isBuiltFrom") | read


def agents(sight: Sight) -> set[str]:
    """The nodes that give somebody a role."""
    names = "prov:qualifiedAttribution", "prov:qualifiedAssociation"
    return set[str]().union(*(sight.objects(sight.thing, name) for name in names))


def _has_role(sight: Sight, body: str, role: str) -> bool:
    wanted = {mint("organisation", body)}, {full(f"role:{role}")}
    names = "prov:agent", "dcat:hadRole"
    return wanted in [tuple(sight.objects(node, name) for name in names) for node in agents(sight)]


def _counted(sight: Sight, number: str) -> bool:
    return any(sight.objects(node, "adr:amount") == {number} for node in agents(sight))


def _bearers(sight: Sight) -> list[str]:
    parts = sight.everywhere(sight.thing, "dcat:distribution")
    return [sight.thing, *sorted(parts)]


def _inputs(sight: Sight) -> Iterator[str]:
    yield from _bearers(sight)
    yield from sight.subjects("prov:entity", sight.thing)
    for linkage in sight.anybody("prov:generated", sight.thing):
        yield from sight.objects(linkage, "prov:qualifiedUsage")


def _day(value: object, *, last: bool = False) -> str | None:
    if value is None or "/" not in str(value):
        return None if value is None else str(value)
    return str(int(str(value)[:4]) + int(last))


def _is_date(text: str) -> bool:
    return bool(re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?", text))


def _is_dated(sight: Sight, node: str, as_of: str) -> bool:
    found = sight.objects(node, "adr:asOf")
    if _is_date(as_of):
        return found == {as_of}
    if re.fullmatch(r"\d{4}[-/]\d\d", as_of):
        return found == {as_of[:4]} and sight.objects(node, "adr:wording") == {as_of}
    return not found


def _counts(sight: Sight, node: str, unit: str) -> bool:
    named = UNITS.get(sight.item.value["unit"]) is not None
    return not named or bool(sight.objects(node, "adr:countedThing")) or unit == "businesses"


def _counted_thing(sight: Sight) -> set[str]:
    part = sight.item.value.get("count_of")
    return {sight.wordings["counted"][part]} if part else set()


def _dates(sight: Sight) -> set[str]:
    names = "adr:asOf", "dcterms:issued", "dcterms:date"
    found = set[str]().union(*(sight.objects(sight.thing, name) for name in names))
    for forecast in sight.subjects("adr:isForecastOf", sight.thing):
        found |= sight.objects(forecast, "adr:expectedAvailability")
    return found


_PROSE = (
    "caveats", "data_use_register", "exclusions", "identifier", "includes", "later",
    "person_id", "population", "restrictions", "role", "structure",
)  # fmt: skip

DATASET: MappingProxyType[str, Callable[[Sight], bool]] = MappingProxyType(
    {
        **brochure.DATASET,
        **dict.fromkeys(_PROSE, prose),
        "access_gateway": gateway,
        "added_to": whole,
        "catalogue_entry": entry,
        "components": components,
        "coverage_nations": area,
        "data_collector": collector,
        "data_controllers": controllers,
        "developers": developers,
        "docs": documents,
        "doi": identifier,
        "identifiers": identifiers,
        "landing_page": landing_page,
        "linkable_with": linkable,
        "linking_gateway": linking_gateway,
        "nature": sampled,
        "owner": owner,
        "replaces": replaces,
        "sampling_frame": sampling_frame,
        "size": size,
        "source_system": source_system,
        "status": status,
        "study_number": identifier,
        "synthetic": synthetic,
        "timeframe": period,
        "topics": topics,
        "tre": environment,
        "update_frequency": frequency,
        "used_in": whole,
    }
)
"""An attribute of a dataset to the way in which what a page states of it is looked up."""
