"""What each fact on a linkage has the graph say: claims, which are looked for and counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import yaml

from adrgraph.iris import BASE, PREFIXES, mint
from tests.facts import full, section, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pyoxigraph as ox

    from tests.facts import Item, Sight

    Pair = tuple[str, "str | frozenset[Pair]"]

OURS = f"{PREFIXES['source']}adrgraph"
DERIVED = f"{PREFIXES['source']}derived"
PART = "part"
"""The property of a claim on a part that its graph does not tie to the linkage."""

SILENT = "project-specific"
KEYS = MappingProxyType(
    {
        "ALF": "linking-field",
        "NHS number obtained via Patient Register 2011 to 2013": "nhs-number",
        "National Insurance number": "national-insurance-number",
        "RALF": "household",
        "Scottish Candidate Number": "scottish-candidate-number",
        "Token Person ID": "token-person-id",
        "Unique Pupil Number": "unique-pupil-number",
        "aPMR": "pupil-matching-reference",
        "addresses": "address",
        "anonymised unique pupil number (EOL_PID)": "unique-pupil-number",
        "date of birth": "date-of-birth",
        "dates of birth": "date-of-birth",
        "gender": "sex",
        "household / residence linking field": "household",
        "local authority": "local-authority",
        "name": "name",
        "names": "name",
        "others": "other",
        "postcode": "postcode",
        "postcode history": "postcode",
        "sex": "sex",
    }
)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a graph says of a linkage: a property and a value, or a part with all that it has."""

    graph: str
    name: str
    value: str | frozenset[Pair]

    def __str__(self) -> str:
        """The claim as a failure names it."""
        graph = self.graph.removeprefix(f"{BASE}source/")
        return f"{graph}: {_short(self.name)} {_shown(self.value)}"


@cache
def tables() -> Mapping[str, Any]:
    """What data/linkages/ says of each value of the facts."""
    path = Path(__file__).parent / "linkages.yaml"
    loaded: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def claims_of(item: Item) -> Counter[Claim]:
    """The claims that an item has its graph, ours or that of what is derived make, counted."""
    remark = tables()["notes"][item.fact["note"]] if "note" in item.fact else {}
    unknown = item.fact.keys() - {"note", "source", "stated", "value"}
    if unknown:
        raise KeyError(*unknown)
    within = _pairs(remark.get("within", ()))
    pairs = [_within(pair, within) for pair in _WANTED[item.attribute](item)]
    pairs += _pairs(remark.get("beside", ()))
    return Counter(
        [
            *_claims(section(item.heading), pairs),
            *_claims(OURS, _pairs(remark.get("ours", ()))),
            *_claims(DERIVED, _pairs(remark.get("derived", ()))),
        ]
    )


def claims_on(record: Mapping[str, Any]) -> Counter[Claim]:
    """The claims on a linkage that no single fact with a source makes."""
    slug = record["id"].removeprefix("lk-")
    ours = [("dcterms:title", tables()["names"][record["name"]])]
    ours += tables()["ours"].get(slug, ())
    if "note" in record:
        ours += tables()["notes"][record["note"]]["ours"]
    found = Counter(_claims(OURS, _pairs(ours)))
    for by_graph in tables()["elsewhere"].get(slug, {}).values():
        for graph, pairs in by_graph.items():
            found.update(_claims(full(graph), _pairs(pairs)))
    return found


def claims_in(quads: Iterable[ox.Quad], thing: str) -> Counter[Claim]:
    """The claims that statements make on a linkage, but for the classes of things, counted."""
    said: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for quad in quads:
        if quad.predicate.value != full("rdf:type"):
            place = text(quad.graph_name), text(quad.subject)
            said.setdefault(place, []).append((quad.predicate.value, text(quad.object)))
    found, owned = Counter[Claim](), set[tuple[str, str]]()
    for (graph, subject), pairs in said.items():
        for name, value in pairs:
            if (graph, value) in said:
                owned.add((graph, value))
            if subject == thing:
                found[Claim(graph, name, _whole(said, graph, value))] += 1
    for graph, subject in said.keys() - owned:
        if subject != thing:
            found[_loose(Claim(graph, PART, _whole(said, graph, subject)), thing)] += 1
    return found


def stated(sight: Sight) -> bool:
    """The graphs make every claim of the item; one that claims nothing has no result."""
    if not (wanted := claims_of(sight.item)):
        return not sight.everywhere(sight.thing, "prov:generated")
    return all(_is_made(sight, claim) for claim in wanted)


def _is_made(sight: Sight, claim: Claim) -> bool:
    here = replace(sight, item=replace(sight.item, heading=claim.graph))
    name, value = claim.name, claim.value
    if isinstance(value, str):
        return value in here.objects(here.thing, name)
    back = name.removeprefix("^") if name.startswith("^") else ""
    nodes = here.subjects(back, here.thing) if back else here.objects(here.thing, name)
    return any(_part(here, node, {back}) == value for node in nodes)


def _part(sight: Sight, node: str, without: set[str]) -> frozenset[Pair]:
    """All that the graph of a sight says of a node, but for its class and some properties."""
    skipped = without | {full("rdf:type")}
    return frozenset(
        (name, _part(sight, value, set()) if value.startswith(f"{sight.thing}#") else value)
        for name, value in sight.pairs(node)
        if name not in skipped
    )


def _claims(graph: str, pairs: Iterable[Pair]) -> Iterator[Claim]:
    for name, value in pairs:
        yield Claim(graph, name, value)


def _within(pair: Pair, more: Sequence[Pair]) -> Pair:
    name, value = pair
    return (name, value | frozenset(more)) if isinstance(value, frozenset) else pair


def _pairs(written: Iterable[Any]) -> list[Pair]:
    """Pairs as they are written, with IRIs for CURIEs and for the names of things."""
    return [(_property(name), _value(value)) for name, value in written]


def _property(name: str) -> str:
    return f"^{full(name[1:])}" if name.startswith("^") else full(name)


def _value(value: Any) -> str | frozenset[Pair]:
    if isinstance(value, frozenset):
        return value
    if not isinstance(value, str):
        return frozenset(_pairs(value))
    kinds = "dataset/", "legal-gateway/", "organisation/"
    return BASE + value if value.startswith(kinds) else full(value)


def _names(item: Item) -> Sequence[str]:
    return item.value if isinstance(item.value, list) else [item.value]


def _said(item: Item) -> list[Pair]:
    return _pairs(tables()["said"][item.attribute][str(item.value)])


def _inputs(item: Item) -> list[Pair]:
    if str(item.value) in tables()["said"]["joins"] and item.slug in item.value:
        return _said(item)
    return _pairs(("prov:used", mint("dataset", name)) for name in item.value)


def _result(item: Item) -> list[Pair]:
    if item.value == SILENT:
        return []
    if item.value in tables()["said"]["result"]:
        return _said(item)
    if item.slug.startswith("dedup-"):
        same = "The result is the same dataset, in which people are told apart."
        reads = [("prov:used", mint("dataset", item.value))]
        return _pairs([*reads, ("dcterms:description", same)])
    made = tables()["results"].get(item.slug, f"dataset/{item.value}")
    if made.removeprefix("dataset/").partition("#")[0] != item.value:
        raise KeyError(item.value)
    return _pairs([("prov:generated", made)])


def _linker(item: Item) -> list[Pair]:
    role = "linker"
    if "note" in item.fact:
        remarks = {"agreement": "agreement-party", "inferred": "assessor"}
        role = next((r for word, r in remarks.items() if word in item.fact["note"]), role)
    words = tables()["unnamed"].get(item.value)
    who = ("adr:wording", words) if words else ("prov:agent", f"organisation/{item.value}")
    return _pairs([("prov:qualifiedAssociation", [who, ("prov:hadRole", f"role:{role}")])])


def _third_party(item: Item) -> list[Pair]:
    if item.value is not True:
        raise KeyError(item.value)
    who = tables()["third-parties"][item.slug]
    role = ("prov:hadRole", "role:trusted-third-party")
    return _pairs([("prov:qualifiedAssociation", [*who, role])])


def _keys(item: Item) -> list[Pair]:
    remarks = (tables()["key-remarks"].get(name) for name in item.value)
    return _pairs(
        [
            *(("adr:usesKey", f"key:{KEYS[name]}") for name in item.value),
            *(("skos:note", remark) for remark in remarks if remark),
        ]
    )


def _spine(item: Item) -> list[Pair]:
    return _pairs(("adr:usesSpine", mint("dataset", name)) for name in _names(item))


def _gateway(item: Item) -> list[Pair]:
    powers = tables()["powers"]
    return _pairs((powers[name], f"legal-gateway/{name}") for name in _names(item))


def _lookup(item: Item) -> list[Pair]:
    if item.value in tables()["said"]["lookup_table"]:
        return _said(item)
    return _pairs([("adr:usesLookup", mint("dataset", item.value))])


def _match_rate(item: Item) -> list[Pair]:
    value, completeness = dict(item.value), "completeness" in str(item.fact.get("note"))
    metric = "key-completeness" if completeness else "match-rate"
    told: list[Any] = [("dqv:isMeasurementOf", f"metric:{metric}")]
    if "percent" in value:
        told.append(("dqv:value", _share(value.pop("percent"))))
    if "linked" in value:
        told.append(("adr:linkedCount", str(value.pop("linked"))))
    told += tables()["denominators"][str(value.pop("denominator", "not given"))]
    told += tables()["units"][value.pop("unit")] if "unit" in value else []
    told += tables()["texts"][value.pop("text")] if "text" in value else []
    if value:
        raise KeyError(*value)
    return _pairs([("dqv:hasQualityMeasurement", told)])


def _quality(item: Item) -> list[Pair]:
    measures = []
    for name, percent in item.value.items():
        metric = name.removesuffix("_percent").removeprefix("dedup_")
        told = [("dqv:isMeasurementOf", f"metric:{metric}"), ("dqv:value", _share(percent))]
        of = [("adr:population", "De-duplication")] if name.startswith("dedup_") else []
        measures.append(("dqv:hasQualityMeasurement", [*told, *of]))
    return _pairs(measures)


def _share(percent: object) -> str:
    return f"{(Decimal(str(percent)) / 100).normalize():f}"


def _whole(
    said: Mapping[tuple[str, str], Sequence[tuple[str, str]]], graph: str, value: str
) -> str | frozenset[Pair]:
    """A value, or all that its graph says of it where it is a part."""
    if "#" not in value or (graph, value) not in said:
        return value
    return frozenset((name, _whole(said, graph, end)) for name, end in said[graph, value])


def _loose(claim: Claim, thing: str) -> Claim:
    """The claim on a part that points to the linkage, read backwards."""
    if isinstance(claim.value, str):
        return claim
    back = {name for name, value in claim.value if value == thing}
    rest = frozenset(pair for pair in claim.value if pair[1] != thing)
    return Claim(claim.graph, f"^{back.pop()}", rest) if back else claim


def _short(name: str) -> str:
    bare = name.removeprefix("^")
    prefix = next((key for key, space in PREFIXES.items() if bare.startswith(space)), None)
    return name if prefix is None else name.replace(PREFIXES[prefix], f"{prefix}:")


def _shown(value: str | frozenset[Pair]) -> str:
    if isinstance(value, str):
        return value.removeprefix(BASE)
    return "; ".join(sorted(f"{_short(name)} {_shown(end)}" for name, end in value))


_WANTED: MappingProxyType[str, Callable[[Item], list[Pair]]] = MappingProxyType(
    {
        **dict.fromkeys(("caveat", "entity_type", "kind", "method", "scope", "status"), _said),
        "gateway": _gateway,
        "joins": _inputs,
        "keys": _keys,
        "linking_body": _linker,
        "lookup_table": _lookup,
        "match_rate": _match_rate,
        "quality": _quality,
        "result": _result,
        "spine": _spine,
        "trusted_third_party": _third_party,
    }
)
"""An attribute of a linkage to the claims that it makes."""

LINKAGE = MappingProxyType(dict.fromkeys(_WANTED, stated))
"""An attribute of a linkage to the way in which it is looked up."""
