"""Every field of the facts on things that are neither datasets nor linkages, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from adrgraph.iris import PREFIXES
from tests.facts import KINDS, SOURCE, Item, section

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

OURS = f"{PREFIXES['source']}adrgraph"
CURATED = frozenset({("event", "kind"), ("publication", "type")})
CURATED |= {("environment", "nation"), ("organisation", "nation"), ("organisation", "type")}
"""Fields whose values are concepts that this catalogue chooses, whoever tells of the thing."""

PLACE = frozenset({"id", "source", "stated"})
"""What says of which thing, and in which graph, the other fields of a record are."""

PLANNED = "planned"


def read_fields(
    folder: Path, pages: Mapping[str, Sequence[str]], rules: Mapping[str, Any]
) -> tuple[Item, ...]:
    """Each value of each field, with the named graph that has to state it.

    The pages give each address, or what the facts write instead, its named graphs.
    """
    facts = yaml.safe_load((folder / "facts.yaml").read_text(encoding="utf-8"))
    return tuple(
        _placed(item, pages, rules)
        for name, kind in KINDS.items()
        if name not in ("datasets", "linkages")
        for record in facts[name]
        for item in _fields(kind, record, rules)
    )


def _fields(kind: str, record: Mapping[str, Any], rules: Mapping[str, Any]) -> Iterator[Item]:
    slug = str(record["id"] if "id" in record else rules["events"][record["event"]])
    if record.get("kind") == PLANNED and slug.startswith("dataset/"):
        yield Item("", "dataset", slug.partition("/")[2], PLANNED, record["date"], record)
        return
    for name in record.keys() - PLACE:
        for value in _values(record[name]):
            yield from _parts((kind, slug.removeprefix("p-"), name), value, record)


def _values(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _parts(place: tuple[str, str, str], value: Any, record: Mapping[str, Any]) -> Iterator[Item]:
    """A value, or where it has a source of its own, what that states and each remark on it."""
    kind, slug, name = place
    if not isinstance(value, dict):
        yield Item("", *place, value=value, fact=record)
        return
    known = {"step", "role", "action"} if name == "steps" else {"value"}
    stated = {key: value[key] for key in known}
    yield Item("", *place, value=stated if name == "steps" else value["value"], fact=value)
    for key in value.keys() - known - PLACE:
        yield Item("", kind, slug, f"{name} {key}", value=value[key], fact=value)


def _placed(item: Item, pages: Mapping[str, Sequence[str]], rules: Mapping[str, Any]) -> Item:
    """The item with the graph in which its value has to stand, which the rules may say."""
    names = f"{item.kind}/{item.slug} {item.attribute}", str(item)
    said = next((rules["elsewhere"][name] for name in names if name in rules["elsewhere"]), None)
    if said is not None:
        heading = f"{PREFIXES['source']}{said}"
    elif (item.kind, item.attribute) in CURATED or "source" not in item.fact:
        heading = OURS
    else:
        heading = graph_of(item.fact["source"], pages)
    slug = rules["things"].get(str(item), item.slug)
    return Item(heading, item.kind, slug, item.attribute, item.value, item.fact)


def graph_of(source: str, pages: Mapping[str, Sequence[str]]) -> str:
    """The named graph of what the facts write as a source."""
    if source.startswith(SOURCE):
        return section(source.removeprefix(SOURCE))
    return min(pages[source], key=len)
