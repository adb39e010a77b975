"""How things that are neither datasets nor linkages are looked up in the graph."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from adrgraph.iris import mint
from tests.facts import full

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.facts import Sight

ACTORS = ("researcher", "requester")


def organisation(sight: Sight) -> bool:
    """The heading tells of the organisation, which has the name or one of the other names."""
    known = {sight.item.value, *sight.item.fact.get("alt_names", ())}
    wanted = known | {re.sub(r" \(.*\)", "", name) for name in known}
    names = sight.everywhere(sight.thing, "foaf:name") | sight.everywhere(
        sight.thing, "skos:altLabel"
    )
    described = full("org:Organization") in sight.everywhere(sight.thing, "rdf:type")
    return described and sight.mentions() and bool(wanted & names)


def environment(sight: Sight) -> bool:
    """The heading tells of the environment, or of its catalogue where it does no more."""
    described = full("adr:TrustedResearchEnvironment") in sight.everywhere(sight.thing, "rdf:type")
    if "only through its catalogue" not in sight.note:
        return described and sight.mentions()
    operators = sight.everywhere(sight.thing, "adr:isOperatedBy")
    published = set[str]().union(*(sight.anybody("dcterms:publisher", each) for each in operators))
    return described and any(sight.objects(each, "dcterms:title") for each in published)


def catalogue(sight: Sight) -> bool:
    """The heading names the catalogue."""
    described = full("dcat:Catalog") in sight.everywhere(sight.thing, "rdf:type")
    return described and sight.mentions()


def step(sight: Sight) -> bool:
    """The route has a step under the heading, with every address; the brochure says who acts."""
    role = sight.item.fact["role"]
    actor = full(f"actor:{role}") if role in ACTORS else mint("organisation", role)
    addresses = set(re.findall(r"[\w.]+@[\w.]+\w", sight.item.value))
    return any(
        sight.printed(node, "adr:isPerformedBy") == {actor}
        and all(
            any(address in text for text in sight.objects(node, "dcterms:description"))
            for address in addresses
        )
        for node in sight.subjects("adr:isStepOf", sight.thing)
    )


def no_gateway(sight: Sight) -> bool:
    """No section says that the route is under a law."""
    silent = sight.item.value.startswith("Not stated")
    return silent and not sight.printed(sight.thing, "adr:isAccessedUnder")


def gateway(sight: Sight) -> bool:
    """The heading tells of the legal gateway."""
    described = full("adr:LegalGateway") in sight.everywhere(sight.thing, "rdf:type")
    return described and sight.mentions()


def publication(sight: Sight) -> bool:
    """The heading tells of the publication, which uses the datasets of the fact."""
    used = {mint("dataset", name) for name in sight.item.fact["uses"]}
    described = full("foaf:Document") in sight.everywhere(sight.thing, "rdf:type")
    return (
        described
        and sight.mentions()
        and used <= sight.everywhere(sight.thing, "cito:usesDataFrom")
    )


def event(sight: Sight) -> bool:
    """An event, or a forecast where something was planned, has the date and what it is about."""
    fact, about = sight.item.fact, sight.item.fact["about"]
    if fact["kind"] == "planned":
        wanted = [sight.subjects("adr:isForecastOf", mint("dataset", name)) for name in about]
        return all(
            any(sight.objects(each, "adr:expectedAvailability") == {fact["date"]} for each in found)
            for found in wanted
        )
    kinds = "dataset", "organisation"
    things = {mint(kind, name) for name in about for kind in kinds}
    found = set[str]().union(*(sight.anybody("schema:about", thing) for thing in things))
    return any(sight.objects(each, "dcterms:date") == {fact["date"]} for each in found)


RECORD: MappingProxyType[tuple[str, str], Callable[[Sight], bool]] = MappingProxyType(
    {
        ("access-route", "dea_required"): no_gateway,
        ("access-route", "steps"): step,
        ("catalogue", "named_in_brochure"): catalogue,
        ("environment", "named_in_brochure"): environment,
        ("event", "record"): event,
        ("legal-gateway", "facts"): gateway,
        ("organisation", "record"): organisation,
        ("publication", "record"): publication,
    }
)
"""A kind of thing and an attribute to the way in which it is looked up."""
