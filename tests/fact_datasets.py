"""How each attribute of a dataset, or of code for one, is looked up in the graph."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from adrgraph.iris import mint
from tests.facts import full

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.facts import Sight

OWNERS = (
    "owner",
    "creator",
    "collector",
    "partner",
    "publisher",
    "agreement-party",
    "contributor",
)
"""The roles in which the brochure shows those whom the facts call owners."""

AVAILABLE = "available", "available; user guide pending"
UNITS = {"unit not printed": "not-stated"}
AREAS = {"England and Wales": "england-and-wales", "Cardiff (city in Wales)": "cardiff"}
PARTS = {"PNC": "pnc-extract", "NPD": "npd"}
NAMED_PARTS = {
    "Cafcass part": "Cafcass and Cafcass Cymru data",
    "family court part": "Family court data",
}
CONTACT_OF_PROGRAMME = ("df-civil", "df-oasys")
"""Datasets that the brochure does not name: its address for them is that of their programme."""


def area(sight: Sight) -> bool:
    """The area is the only one; two nations are one area."""
    name = " and ".join(sight.item.value)
    return sight.says("dcterms:spatial", f"area:{AREAS.get(name, kebab(name))}")


def owner(sight: Sight) -> bool:
    """Each owner has a role; where none is stated, nobody has one in the brochure."""
    if sight.item.value == "not stated":
        return not any(_roles(sight, node) & _names(OWNERS) for node in _attributions(sight))
    wanted = sight.item.value if isinstance(sight.item.value, list) else [sight.item.value]
    return all(_has_role(sight, body, OWNERS) for body in wanted)


def partners(sight: Sight) -> bool:
    """Each body is a partner."""
    return all(_has_role(sight, body, ["partner"]) for body in sight.item.value)


def lead(sight: Sight) -> bool:
    """The body is the lead."""
    return _has_role(sight, sight.item.value, ["lead"])


def environment(sight: Sight) -> bool:
    """A release, or the code itself, is held in the environment and in no other."""
    releases = sight.objects(sight.thing, "dcat:distribution") | {sight.thing}
    held = set[str]().union(*(sight.objects(each, "adr:isHeldIn") for each in releases))
    return held == {mint("environment", sight.item.value)}


def period(sight: Sight) -> bool:
    """A period, of the whole or of the part that the fact names, has the bounds as printed."""
    start, end = sight.item.value["start"], sight.item.value["end"]
    if start == end:
        return sight.says("adr:referenceDate", str(start))
    return any(
        _bounds(sight, node) == (_year(start), _year(end, last=True))
        and _is_part(sight, bearer, node)
        and _keeps_academic_years(sight, node)
        for bearer in _bearers(sight)
        for node in sight.objects(bearer, "dcterms:temporal")
    )


def size(sight: Sight) -> bool:
    """An extent, of the whole or of the part that the fact names, has amount, unit and date."""
    value, as_of = sight.item.value, sight.item.fact.get("as_of")
    unit = full(f"unit:{UNITS.get(value['unit'], kebab(value['unit']))}")
    wanted = ({str(value["amount"])}, {unit}, {str(value["approx"]).lower()})
    return any(
        tuple(sight.objects(node, f"adr:{name}") for name in ("amount", "hasUnit", "isApproximate"))
        == wanted
        and sight.objects(node, "adr:asOf") == ({as_of} if as_of else set())
        and _is_part(sight, bearer, node)
        for bearer in _bearers(sight)
        for node in sight.objects(bearer, "dcterms:extent")
    )


def frequency(sight: Sight) -> bool:
    """The frequency is the only one."""
    return sight.says("dcterms:accrualPeriodicity", f"frequency:{kebab(sight.item.value)}")


def status(sight: Sight) -> bool:
    """The status is there, and a forecast where the data were expected."""
    value = sight.item.value
    fixed = {
        "available (through linked products)": "available-through-linked-products",
        "available in catalogue, no user guide": "in-catalogue",
        "not part of ONS official statistics output": "not-official-statistics",
    }
    if value in fixed:
        return sight.names("adms:status", f"status:{fixed[value]}")
    if value.startswith("expected "):
        return sight.says("adms:status", "status:expected") and _is_forecast(sight, value[9:])
    return value in AVAILABLE and sight.says("adms:status", "status:available")


def documents(sight: Sight) -> bool:
    """Documents of the kinds that the fact names are pages of the dataset."""
    named = sight.wordings["documents"][sight.item.value]
    wanted = Counter(full(f"document-type:{kind}") for kind in named)
    pages = sight.objects(sight.thing, "foaf:page")
    kinds = [kind for page in pages for kind in sight.everywhere(page, "dcterms:type")]
    return not wanted - Counter(kinds)


def questions(sight: Sight) -> bool:
    """There are as many research questions as the brochure lists."""
    count: int = sight.item.value["count"]
    return len(sight.subjects("adr:isAnswerableWith", sight.thing)) == count


def contact(sight: Sight) -> bool:
    """The address is that of a contact."""
    thing = sight.thing
    if sight.item.slug in CONTACT_OF_PROGRAMME:
        thing = mint("programme", "data-first")
    points = sight.objects(thing, "dcat:contactPoint")
    addresses = set[str]().union(*(sight.objects(point, "vcard:hasEmail") for point in points))
    return f"mailto:{sight.item.value}" in addresses


def prose(sight: Sight) -> bool:
    """One value of a property has the words that carry the fact."""
    rule = sight.wordings["prose"][f"{sight.item.slug} {sight.item.attribute}"]
    bearers = {sight.thing}
    if rule.get("usage"):
        usages = sight.subjects("prov:entity", sight.thing)
        bearers = set[str]().union(*(sight.objects(each, "adr:hasBirthCohort") for each in usages))
    if rule.get("caveat"):
        bearers = sight.subjects("adr:appliesTo", sight.thing)
    texts = set[str]().union(*(sight.objects(bearer, rule["property"]) for bearer in bearers))
    told = any(all(word.lower() in text.lower() for word in rule["words"]) for text in texts)
    return told and rule["fact"] == str(sight.item.value)


def catalogue(sight: Sight) -> bool:
    """The dataset is in the catalogue."""
    return sight.names("adr:isCatalogedIn", mint("catalogue", sight.item.value))


def original(sight: Sight) -> bool:
    """The made-up data imitate, or the code enriches, the dataset."""
    wanted = mint("dataset", sight.item.value)
    return sight.says("adr:isSyntheticVersionOf", wanted) or sight.says("adr:enriches", wanted)


def route(sight: Sight) -> bool:
    """The dataset is accessed through the route."""
    return sight.says("adr:isAccessedThrough", mint("access-route", sight.item.value))


def gateway(sight: Sight) -> bool:
    """The data are linked under the gateway; where none is stated, no section states one."""
    if sight.item.value == "not stated in the brochure":
        return not sight.printed(sight.thing, "adr:isAccessedUnder")
    return sight.says("adr:isLinkedUnder", mint("legal-gateway", sight.item.value))


def programme(sight: Sight) -> bool:
    """The dataset comes from the programme of that title."""
    found = sight.objects(sight.thing, "adr:isOutputOf")
    return {title for each in found for title in sight.everywhere(each, "dcterms:title")} == {
        sight.item.value
    }


def components(sight: Sight) -> bool:
    """Each component was read by a linkage that made the dataset, or is a part or source of it."""
    made = sight.anybody("prov:generated", sight.thing)
    read = set[str]().union(*(sight.objects(linkage, "prov:used") for linkage in made))
    known = read | sight.objects(sight.thing, "adr:isBuiltFrom") | _parts(sight)
    return {mint("dataset", name) for name in sight.item.value} <= known


def parts(sight: Sight) -> bool:
    """The parts are these and no others."""
    return _parts(sight) == {mint("dataset", name) for name in sight.item.value}


def whole(sight: Sight) -> bool:
    """The dataset is a part of that one alone."""
    return sight.says("dcterms:isPartOf", mint("dataset", sight.item.value))


def joined(sight: Sight) -> bool:
    """The lookup joins these and no others."""
    return sight.says("adr:joins", *(mint("dataset", name) for name in sight.item.value))


def linkable(sight: Sight) -> bool:
    """The dataset can be linked with these and no others."""
    return sight.says("adr:isLinkableWith", *(mint("dataset", each) for each in sight.item.value))


def funding(sight: Sight) -> bool:
    """A call for fellowships has the duration and the deadline of the fact."""
    calls = sight.subjects("adr:appliesTo", sight.thing)
    months, deadline = _call(sight.item.value)
    return any(
        sight.objects(call, "adr:applicationDeadline") == {deadline}
        and sight.objects(call, "schema:duration") == {months}
        for call in calls
    )


def unit_of_analysis(sight: Sight) -> bool:
    """The records are about households."""
    return sight.item.value == "household / home" and sight.says(
        "adr:hasPopulationKind", "population:households"
    )


def register(sight: Sight) -> bool:
    """A register of uses by that body is a page of the dataset."""
    return any(
        full("document-type:data-use-register") in sight.everywhere(page, "dcterms:type")
        and sight.objects(page, "dcterms:publisher") == {mint("organisation", sight.item.value)}
        for page in sight.objects(sight.thing, "foaf:page")
    )


def kebab(words: str) -> str:
    """Words as a slug.

    >>> kebab("records per year")
    'records-per-year'
    """
    return words.lower().replace(" ", "-")


def _year(text: Any, *, last: bool = False) -> str | None:
    if text is None or "/" not in str(text):
        return None if text is None else str(text)
    return str(int(text[:4]) + int(last))


def _call(words: str) -> tuple[str, str]:
    months = re.search(r"(\d+) months", words)
    whole, rest = divmod(int(months[1]) if months else 0, 12)
    # The store keeps a duration of fifteen months as a year and three.
    return f"P{whole}Y{rest}M", f"{words[-16:].replace(' ', 'T')}:00"


def _names(roles: Sequence[str]) -> set[str]:
    return {full(f"role:{role}") for role in roles}


def _attributions(sight: Sight) -> set[str]:
    return sight.printed(sight.thing, "prov:qualifiedAttribution")


def _roles(sight: Sight, node: str) -> set[str]:
    return sight.printed(node, "dcat:hadRole")


def _has_role(sight: Sight, body: str, roles: Sequence[str]) -> bool:
    return any(
        sight.objects(node, "prov:agent") == {mint("organisation", body)}
        and sight.objects(node, "dcat:hadRole") <= _names(roles)
        for node in sight.objects(sight.thing, "prov:qualifiedAttribution")
    )


def _bearers(sight: Sight) -> Iterator[str]:
    yield sight.thing
    yield from sight.subjects("prov:entity", sight.thing)
    for linkage in sight.anybody("prov:generated", sight.thing):
        yield from sight.objects(linkage, "prov:qualifiedUsage")


def _is_part(sight: Sight, bearer: str, node: str) -> bool:
    counted = sight.item.value.get("count_of", "")
    part = str(sight.item.fact.get("count_of") or counted or sight.note)
    if part in PARTS:
        return sight.objects(bearer, "prov:entity") == {mint("dataset", PARTS[part])}
    if part.partition(";")[0] in NAMED_PARTS:
        return NAMED_PARTS[part.partition(";")[0]] in sight.objects(node, "adr:countedThing")
    return not counted


def _bounds(sight: Sight, node: str) -> tuple[str | None, ...]:
    found = (sight.objects(node, f"dcat:{name}") for name in ("startDate", "endDate"))
    return tuple(min(values, default=None) for values in found)


def _keeps_academic_years(sight: Sight, node: str) -> bool:
    years = [str(year) for year in sight.item.value.values() if "/" in str(year)]
    return all(any(year in text for text in sight.objects(node, "adr:wording")) for year in years)


def _is_forecast(sight: Sight, when: str) -> bool:
    month, _, condition = when.partition(" subject to ")
    for forecast in sight.subjects("adr:isForecastOf", sight.thing):
        expected = sight.objects(forecast, "adr:expectedAvailability")
        stated = sight.objects(forecast, "adr:statedOn") == {sight.item.fact["as_of"]}
        told = " ".join(sight.objects(forecast, "adr:condition"))
        if stated and bool(condition) == bool(told) and all(w in told for w in condition.split()):
            return expected == _dates(month)
    return False


def _dates(month: str) -> set[str]:
    if month == "availability TBD":
        return set()
    season, _, year = month.partition(" ")
    if season == "autumn":
        return {year}
    return {datetime.strptime(month, "%B %Y").strftime("%Y-%m")}  # noqa: DTZ007 - a month


def _parts(sight: Sight) -> set[str]:
    return sight.subjects("dcterms:isPartOf", sight.thing)


DATASET: MappingProxyType[str, Callable[[Sight], bool]] = MappingProxyType(
    {
        "access_gateway": gateway,
        "access_process": route,
        "catalogue": catalogue,
        "caveats": prose,
        "components": components,
        "contact": contact,
        "content": prose,
        "coverage_nations": area,
        "data_use_register": register,
        "derived_from": original,
        "docs": documents,
        "funding": funding,
        "has_part": parts,
        "joins": joined,
        "linkable_via": prose,
        "linkable_with": linkable,
        "mentioned": prose,
        "nature": prose,
        "openness": prose,
        "owner": owner,
        "part_of": whole,
        "population": prose,
        "programme": programme,
        "project_lead": lead,
        "research_questions": questions,
        "size": size,
        "source_owners": partners,
        "status": status,
        "structure": prose,
        "timeframe": period,
        "tre": environment,
        "unit_of_analysis": unit_of_analysis,
        "update_frequency": frequency,
    }
)
"""An attribute of a dataset to the way in which it is looked up."""
