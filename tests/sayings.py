"""The text of every source of the facts: what a figure in its named graph has to be found in."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from adrgraph.iris import BASE, PREFIXES, UNCONFIRMED
from tests.facts import SOURCE, section

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

OURS = frozenset(f"{PREFIXES['source']}{name}" for name in ("adrgraph", "brochure-2022"))
ACT = "Digital Economy Act 2017"
"""What the facts shorten to DEA."""

MONTH = "September 2022, 2022-09"
"""The date of the brochure, which holds for each of its sections."""


@dataclass(frozen=True, slots=True)
class Sayings:
    """The facts and the brochure, whole, by named graph and by thing."""

    everything: str
    names: str
    by_graph: Mapping[str, str]
    by_thing: Mapping[str, str]

    def of(self, graph: str, thing: str) -> str:
        """What the source of a graph says, as far as the facts and the brochure tell.

        What nobody confirmed, or is ours, is told of the thing of the file, and names others; of
        what only the brochure tells there is no record, and so anything may be told.
        """
        if graph in UNCONFIRMED:
            return self.by_graph.get(graph, "") + self.by_thing.get(thing, "")
        if graph not in OURS:
            return self.by_graph.get(graph, "")
        of_page = self.by_graph.get(f"{PREFIXES['source']}{thing}", "")
        told = of_page or "".join(
            text for name, text in self.by_thing.items() if f"{thing}-".startswith(f"{name}-")
        )
        return told + self.names if told else self.everything


def read_sayings(folder: Path, pages: Mapping[str, Sequence[str]]) -> Sayings:
    """The texts of the sources; the pages give each address its named graphs."""
    written = (folder / "facts.yaml").read_text(encoding="utf-8")
    brochure = (folder.parent / "brochure.md").read_text(encoding="utf-8")
    texts, things = defaultdict[str, str](str), defaultdict[str, str](str)
    for graph, text in _sections(brochure):
        texts[graph] += text + MONTH
    known = list(_records(yaml.safe_load(written)))
    listed = _listed((folder / "sources.md").read_text(encoding="utf-8"))
    for address, graphs in pages.items():
        for graph in graphs:
            texts[graph] += f"{address} {listed.get(address, '')}\n"
    for record in known:
        name = str(record.get("id", record.get("date", "")))
        things[re.sub(r"^(lk|p)-", "", name)] += _dump(record)
        names = {key: record[key] for key in ("id", "name", "alt_names", "date") if key in record}
        for fact in _facts(record):
            for graph in _graphs(fact["source"], pages):
                texts[graph] += _dump({**names, "fact": fact}).replace("DEA", ACT)
    named = "\n".join(str(record.get("name", record.get("event", ""))) for record in known)
    return Sayings(f"{written}\n{brochure}", named, texts, things)


def thing_of(path: str) -> str:
    """The slug of the thing that a file is about."""
    return path.rpartition("/")[2].removesuffix(".trig")


def _sections(brochure: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"^# ", brochure, flags=re.MULTILINE):
        yield section(part.partition("\n")[0].strip()), part


def _listed(sources: str) -> dict[str, str]:
    """What the list of the sources says of each of them, by address or what stands for it."""
    lines = re.findall(r"^- (.*?) - (.*)$", sources, re.MULTILINE)
    return {address: said.replace("Sept ", "September ") for address, said in lines}


def _records(facts: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for name, records in facts.items():
        if name != "meta":
            yield from records


def _facts(value: Any) -> Iterator[Mapping[str, Any]]:
    """The facts within a record, which may be one itself."""
    if isinstance(value, dict):
        if "source" in value and "stated" in value:
            yield value
        for part in value.values():
            yield from _facts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _facts(part)


def _graphs(source: str, pages: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if source.startswith(SOURCE):
        return [section(source.removeprefix(SOURCE))]
    return pages.get(source, [f"{BASE}source/unknown"])


def _dump(value: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(value), allow_unicode=True, width=10**6) + "\n"
