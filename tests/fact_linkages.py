"""How each attribute of a linkage is looked up in the graph."""

from __future__ import annotations

import re
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from adrgraph.iris import mint
from tests import fact_pages as pages
from tests.fact_datasets import gateway, kebab
from tests.fact_prose import prose
from tests.facts import full

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.facts import Sight


def result(sight: Sight) -> bool:
    """The linkage generated this alone; where each project has its own result, nothing."""
    if sight.item.value == "project-specific":
        return not sight.everywhere(sight.thing, "prov:generated")
    return sight.says("prov:generated", mint("dataset", sight.item.value))


def inputs(sight: Sight) -> bool:
    """The linkage read these and no others."""
    return sight.says("prov:used", *(mint("dataset", name) for name in sight.item.value))


def linkage_status(sight: Sight) -> bool:
    """The status is the only one."""
    value = sight.item.value.removesuffix(" in some form")
    return sight.says("adms:status", f"status:{kebab(value)}")


def lookup(sight: Sight) -> bool:
    """The linkage hands this lookup to researchers."""
    return sight.says("adr:usesLookup", mint("dataset", sight.item.value))


def linking_body(sight: Sight) -> bool:
    """The body linked, or was party to the agreement where the brochure says no more."""
    role = "agreement-party" if "agreement" in sight.note else "linker"
    return any(
        sight.objects(node, "prov:agent") == {mint("organisation", sight.item.value)}
        and sight.objects(node, "prov:hadRole") == {full(f"role:{role}")}
        for node in sight.objects(sight.thing, "prov:qualifiedAssociation")
    )


def keys(sight: Sight) -> bool:
    """Each key is used."""
    kinds = {"ALF": "linking-field", "household / residence linking field": "household"}
    return sight.says("adr:usesKey", *(f"key:{kinds[name]}" for name in sight.item.value))


LINKAGE: MappingProxyType[str, Callable[[Sight], bool]] = MappingProxyType(
    {
        "gateway": gateway,
        "joins": inputs,
        "keys": keys,
        "linking_body": linking_body,
        "lookup_table": lookup,
        "result": result,
        "status": linkage_status,
    }
)
"""An attribute of a linkage to the way in which it is looked up."""

METHODS = MappingProxyType(
    {
        "deduplication": "deduplication",
        "spine assignment": "spine-matching",
        "longitudinal build": "longitudinal-build",
        "family linkage": "family-linkage",
    }
)
KEYS = MappingProxyType(
    {
        "name": "name",
        "names": "name",
        "date of birth": "date-of-birth",
        "dates of birth": "date-of-birth",
        "gender": "sex",
        "sex": "sex",
        "postcode": "postcode",
        "postcode history": "postcode",
        "National Insurance number": "national-insurance-number",
        "addresses": "address",
        "others": "other",
        "ALF": "linking-field",
        "RALF": "household",
        "Unique Pupil Number": "unique-pupil-number",
        "anonymised unique pupil number (EOL_PID)": "unique-pupil-number",
        "Scottish Candidate Number": "scottish-candidate-number",
        "local authority": "local-authority",
        "NHS number obtained via Patient Register 2011 to 2013": "nhs-number",
        "aPMR": "pupil-matching-reference",
        "Token Person ID": "token-person-id",
    }
)
KINDS = MappingProxyType({"person": "people", "household": "households", "business": "businesses"})


def result_of_page(sight: Sight) -> bool:
    """The linkage made this, or a release of it where it read the same dataset; or words say so."""
    value = sight.item.value
    if f"{sight.item.slug} result" in sight.wordings["pages"]:
        return prose(sight) and not sight.everywhere(sight.thing, "prov:generated")
    if value == "project-specific":
        return not sight.everywhere(sight.thing, "prov:generated")
    made, wanted = sight.objects(sight.thing, "prov:generated"), mint("dataset", value)
    if wanted not in sight.everywhere(sight.thing, "prov:used"):
        return made == {wanted}
    methods = sight.everywhere(sight.thing, "adr:usesMethod")
    if full("method:deduplication") in methods:
        return not made and sight.says("prov:used", wanted)
    return bool(made) and made <= sight.everywhere(wanted, "dcat:distribution")


def inputs_of_page(sight: Sight) -> bool:
    """The linkage read these and no others; yearly returns are not their own result."""
    if f"{sight.item.slug} joins" in sight.wordings["pages"]:
        return prose(sight)
    return sight.says("prov:used", *(mint("dataset", name) for name in sight.item.value))


def linker(sight: Sight) -> bool:
    """The body linked, or somebody did whom the source does not name."""
    value = sight.item.value
    if value in sight.wordings["unnamed"]:
        return pages.unnamed(sight, "linker")
    return _associated(sight, mint("organisation", value), "linker")


def third_party(sight: Sight) -> bool:
    """Somebody is the trusted third party of the linkage."""
    return sight.item.value is True and _associated(sight, None, "trusted-third-party")


def spine(sight: Sight) -> bool:
    """The records were matched to these and no others."""
    value = sight.item.value
    names = value if isinstance(value, list) else [value]
    return sight.says("adr:usesSpine", *(mint("dataset", name) for name in names))


def keys_of_page(sight: Sight) -> bool:
    """These keys are used and no others."""
    return sight.says("adr:usesKey", *(f"key:{KEYS[name]}" for name in sight.item.value))


def gateways(sight: Sight) -> bool:
    """The data are linked, or acquired, under these gateways and no others."""
    value = sight.item.value
    names = value if isinstance(value, list) else [value]
    wanted = {mint("legal-gateway", name) for name in names}
    found = (sight.objects(sight.thing, f"adr:is{how}Under") for how in ("Linked", "Acquired"))
    return wanted in list(found)


def kind(sight: Sight) -> bool:
    """The kind of linkage is a method of it."""
    return sight.names("adr:usesMethod", f"method:{METHODS[sight.item.value]}")


def population_kind(sight: Sight) -> bool:
    """The linkage joins records of these kinds of thing."""
    value = sight.item.value
    named = value if isinstance(value, list) else [re.sub(r" \(.*\)", "", value)]
    return sight.names("adr:hasPopulationKind", *(f"population:{KINDS[name]}" for name in named))


def lookup_of_page(sight: Sight) -> bool:
    """The lookup is described, or named in words."""
    if f"{sight.item.slug} lookup_table" in sight.wordings["pages"]:
        return prose(sight)
    return lookup(sight)


def match_rate(sight: Sight) -> bool:
    """A measurement has the rate or count, its denominator, and the metric that it is of."""
    value = sight.item.value
    metric = "key-completeness" if "completeness" in sight.note else "match-rate"
    return any(
        sight.objects(node, "dqv:isMeasurementOf") == {full(f"metric:{metric}")}
        and _share(sight, node) == _percent(value, "percent")
        and sight.objects(node, "adr:linkedCount") == _count(value)
        and sight.objects(node, "adr:wording") >= _told(sight)
        and _has_unit(sight, node)
        and _has_denominator(sight, node)
        and _has_range(sight, node)
        for node in sight.objects(sight.thing, "dqv:hasQualityMeasurement")
    )


def quality(sight: Sight) -> bool:
    """Precision and recall are measurements of their own; that of de-duplication says so."""
    wanted = set[tuple[str, Decimal]]()
    for name, value in sight.item.value.items():
        metric = name.removesuffix("_percent").removeprefix("dedup_")
        wanted.add((full(f"metric:{metric}"), Decimal(str(value)) / 100))
    return wanted <= set(_measured(sight))


def _measured(sight: Sight) -> Iterator[tuple[str, Decimal]]:
    for node in sight.objects(sight.thing, "dqv:hasQualityMeasurement"):
        for metric in sight.objects(node, "dqv:isMeasurementOf"):
            for value in sight.objects(node, "dqv:value"):
                yield metric, Decimal(value)


def _share(sight: Sight, node: str) -> set[Decimal]:
    return {Decimal(value) for value in sight.objects(node, "dqv:value")}


def _percent(value: dict[str, Any], name: str) -> set[Decimal]:
    return {Decimal(str(value[name])) / 100} if name in value else set()


def _count(value: dict[str, Any]) -> set[str]:
    return {str(value["linked"])} if "linked" in value else set()


def _told(sight: Sight) -> set[str]:
    told = sight.item.value.get("text")
    return {sight.wordings["rates"][told]} if told else set()


def _has_unit(sight: Sight, node: str) -> bool:
    names = "adr:countedThing", "adr:denominator", "adr:population"
    said = set[str]().union(*(sight.objects(node, name) for name in names))
    words = set(str(sight.item.value.get("unit", "")).lower().split())
    return words <= set(" ".join(said).lower().split())


def _has_denominator(sight: Sight, node: str) -> bool:
    stated = str(sight.item.value.get("denominator", "not given"))
    said = sight.objects(node, "adr:denominator") | sight.objects(node, "adr:population")
    if stated == "not given":
        return not said
    words = {word for word in stated.lower().split() if len(word) > 2}
    return words <= set(" ".join(said).lower().replace(";", " ").split())


def _has_range(sight: Sight, node: str) -> bool:
    if "range" not in sight.note:
        return True
    bounds = sight.objects(node, "adr:lowerBound") | sight.objects(node, "adr:upperBound")
    return {f"{Decimal(bound) * 100:.0f}%" for bound in bounds} <= set(sight.note.split())


def _associated(sight: Sight, body: str | None, role: str) -> bool:
    return any(
        sight.objects(node, "prov:hadRole") == {full(f"role:{role}")}
        and (body is None or sight.objects(node, "prov:agent") == {body})
        for node in sight.objects(sight.thing, "prov:qualifiedAssociation")
    )


PAGES: MappingProxyType[str, Callable[[Sight], bool]] = MappingProxyType(
    {
        "caveat": prose,
        "entity_type": population_kind,
        "gateway": gateways,
        "joins": inputs_of_page,
        "keys": keys_of_page,
        "kind": kind,
        "linking_body": linker,
        "lookup_table": lookup_of_page,
        "match_rate": match_rate,
        "method": prose,
        "quality": quality,
        "result": result_of_page,
        "scope": prose,
        "spine": spine,
        "status": pages.status,
        "trusted_third_party": third_party,
    }
)
"""An attribute of a linkage to the way in which what a page states of it is looked up."""
