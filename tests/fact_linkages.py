"""How each attribute of a linkage is looked up in the graph."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from adrgraph.iris import mint
from tests.fact_datasets import gateway, kebab
from tests.facts import full

if TYPE_CHECKING:
    from collections.abc import Callable

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
