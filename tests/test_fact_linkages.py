"""What data/ says of linkages is what the facts say of them: no more, no less, nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
import yaml

from adrgraph.iris import BASE, PREFIXES, mint
from adrgraph.layout import find_layout
from adrgraph.sources import read
from adrgraph.validation import shape_findings
from tests.fact_linkages import LINKAGE, SILENT, claims_in, claims_of, claims_on, tables
from tests.fact_ways import pages_of
from tests.facts import full, read_items, read_later, read_store, text

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator, Mapping

    from tests.fact_linkages import Claim
    from tests.facts import Item

    Quads = tuple[ox.Quad, ...]

ELSEWHERE = ox.NamedNode(f"{PREFIXES['source']}casrai-secure-data-environment")
UNSOURCED = frozenset({"id", "name", "note"})
GAPS = {"linking_body": "linker-advised", "match_rate": "quality-advised"}
"""A field of the facts to the demand that tells of its silence."""

INVENTED = (
    ("adms:status", "status:withdrawn"),
    ("adr:isLinkedUnder", "legal-gateway/hsca-2012-261"),
    ("adr:usesKey", "key:hesid"),
    ("adr:usesLookup", "dataset/df-mags-crown-lookup"),
    ("adr:usesMethod", "method:family-linkage"),
    ("adr:usesSpine", "dataset/pds"),
    ("prov:generated", "dataset/guie-w3"),
    ("prov:used", "dataset/bsd"),
)
"""What no fact says of any linkage in the graph of a page that tells of it."""


@dataclass(frozen=True, slots=True)
class Audit:
    """A linkage of the facts, and the claims that they have data/ make."""

    record: Mapping[str, Any]
    items: tuple[Item, ...]

    @property
    def thing(self) -> str:
        """The IRI of the linkage."""
        return mint("linkage", self.record["id"].removeprefix("lk-"))

    def differences(self, quads: Iterable[ox.Quad]) -> list[str]:
        """What the statements of the linkage's file lack, and what they have too much."""
        found, wanted = claims_in(quads, self.thing), self.claims()
        missing = sorted(f"{self.thing} lacks {claim}" for claim in (wanted - found).elements())
        more = sorted(f"{self.thing} has {claim}" for claim in (found - wanted).elements())
        return missing + more

    def claims(self) -> Counter[Claim]:
        """The claims of all facts; two that make the same one make it once."""
        wanted = claims_on(self.record)
        for item in self.items:
            wanted |= claims_of(item)
        return wanted


@pytest.fixture(scope="module")
def facts(facts_folder: Path) -> Mapping[str, Any]:
    """The facts, as they are written."""
    loaded: Mapping[str, Any] = yaml.safe_load((facts_folder / "facts.yaml").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def files() -> Mapping[str, Quads]:
    """The statements of each file in data/linkages/, by the linkage that it is about."""
    return {
        mint("linkage", document.path.rpartition("/")[2].removesuffix(".trig")): document.quads
        for document in read(find_layout()).data
        if document.path.startswith("data/linkages/")
    }


@pytest.fixture(scope="module")
def audits(facts_folder: Path, facts: Mapping[str, Any]) -> tuple[Audit, ...]:
    """Every linkage of the facts with its items."""
    store = read_store(document.text for document in read(find_layout()).data)
    wordings = yaml.safe_load((Path(__file__).parent / "wordings.yaml").read_text("utf-8"))
    items = *read_items(facts_folder), *read_later(facts_folder, pages_of(store, wordings))
    by_slug: dict[str, list[Item]] = {}
    for item in items:
        if item.kind == "linkage":
            by_slug.setdefault(item.slug, []).append(item)
    return tuple(
        Audit(record, tuple(by_slug[record["id"].removeprefix("lk-")]))
        for record in facts["linkages"]
    )


def test_each_has_its_file(audits: tuple[Audit, ...], files: Mapping[str, Quads]) -> None:
    """Each linkage of the facts has a file, and each file a linkage."""
    assert {audit.thing for audit in audits} == files.keys()


def test_every_item_is_looked_up(audits: tuple[Audit, ...]) -> None:
    """No fact on a linkage is left out: each has a field, and each of its values, a claim."""
    written = [
        (audit.record["id"], field, fact["value"])
        for audit in audits
        for field, facts in audit.record.items()
        if field not in UNSOURCED
        for fact in (facts if isinstance(facts, list) else [facts])
    ]
    read_in = [
        (f"lk-{item.slug}", item.attribute, item.value) for audit in audits for item in audit.items
    ]
    claimless = {item.value for audit in audits for item in audit.items if not claims_of(item)}

    assert {field for _, field, _ in written} <= LINKAGE.keys()
    assert sorted(map(str, written)) == sorted(map(str, read_in))
    assert claimless == {SILENT}


def test_said(audits: tuple[Audit, ...], files: Mapping[str, Quads]) -> None:
    """Each file says of its linkage what the facts say, in the graphs of their sources, alone."""
    assert [line for audit in audits for line in audit.differences(files[audit.thing])] == []


def test_unknown_field(audits: tuple[Audit, ...]) -> None:
    """A field that no way is known for, a kind of fact or a remark that nothing tells of, fails."""
    item = audits[0].items[0]
    unknown = (
        replace(item, attribute="software"),
        replace(item, fact={**item.fact, "as_of": "2022-09"}),
        replace(item, fact={**item.fact, "note": "by hand"}),
        replace(item, attribute="match_rate", value={"percent": 77, "margin": 2}),
        replace(item, attribute="method", value="by hand"),
    )
    for each in unknown:
        with pytest.raises(KeyError):
            claims_of(each)


def test_dropped(audits: tuple[Audit, ...], files: Mapping[str, Quads]) -> None:
    """Each single statement of a file counts: one that is taken out is missed."""
    unnoticed = [
        str(quad)
        for audit in audits
        for quad, rest in _without_one(files[audit.thing])
        if not audit.differences(rest)
    ]

    assert unnoticed == []


def test_moved_to_another_graph(audits: tuple[Audit, ...], files: Mapping[str, Quads]) -> None:
    """A statement that another source makes instead is missed, and is one too many."""
    unnoticed = [
        str(quad)
        for audit in audits
        for quad, rest in _without_one(files[audit.thing])
        for moved in [ox.Quad(quad.subject, quad.predicate, quad.object, ELSEWHERE)]
        if len(audit.differences([*rest, moved])) < 2
    ]

    assert unnoticed == []


def test_changed(audits: tuple[Audit, ...], files: Mapping[str, Quads]) -> None:
    """A statement with another number, date, name or text is missed, and is one too many."""
    unnoticed = [
        str(quad)
        for audit in audits
        for quad, rest in _without_one(files[audit.thing])
        for other in [ox.Quad(quad.subject, quad.predicate, _other(quad), quad.graph_name)]
        if len(audit.differences([*rest, other])) < 2
    ]

    assert unnoticed == []


def test_moved_to_another_linkage(audits: tuple[Audit, ...], files: Mapping[str, Quads]) -> None:
    """What a file says of a linkage is missed there, and too much, at another."""
    unnoticed = [
        f"{quad} at {other.thing}"
        for audit, other in zip(audits, [*audits[1:], audits[0]], strict=True)
        for quad in files[audit.thing]
        if text(quad.subject) == audit.thing and quad.predicate.value != full("rdf:type")
        for subject in [ox.NamedNode(other.thing)]
        for moved in [ox.Quad(subject, quad.predicate, quad.object, quad.graph_name)]
        if moved not in files[other.thing] and not other.differences([*files[other.thing], moved])
    ]

    assert unnoticed == []


def test_invented(audits: tuple[Audit, ...], files: Mapping[str, Quads]) -> None:
    """A relation, role, rate, forecast or note that no fact states is one too many."""
    unnoticed = [
        f"{audit.thing} {name} in {graph}"
        for audit in audits
        for graph in {quad.graph_name for quad in files[audit.thing]}
        for name, more in _inventions(audit.thing, graph)
        if not audit.differences([*files[audit.thing], *more])
    ]

    assert unnoticed == []


def test_no_rate_found(facts: Mapping[str, Any], files: Mapping[str, Quads]) -> None:
    """Where no match rate was found, none is stated; elsewhere there is one."""
    metric = ox.NamedNode(full("metric:match-rate"))
    with_rate = {
        thing for thing, quads in files.items() if metric in {quad.object for quad in quads}
    }
    wanted = {
        mint("linkage", record["id"].removeprefix("lk-"))
        for record in facts["linkages"]
        if any("completeness" not in fact.get("note", "") for fact in record["match_rate"] or ())
    }

    assert with_rate == wanted
    assert len(facts["linkages"]) - len(wanted) == 25 + 1


def test_gaps(facts: Mapping[str, Any]) -> None:
    """`adrgraph check` tells of each linkage whose quality, or linking body, no source states."""
    findings = shape_findings(read(find_layout()))
    told = {(found.focus.strip("<>"), found.shape.rpartition("#")[2]) for found in findings}
    wanted = {
        (mint("linkage", record["id"].removeprefix("lk-")), gap)
        for record in facts["linkages"]
        for field, gap in GAPS.items()
        if not any("agreement" not in fact.get("note", "") for fact in record.get(field, ()))
    }

    assert {(thing, gap) for thing, gap in told if gap in GAPS.values()} == wanted


def test_other_facts(facts: Mapping[str, Any]) -> None:
    """What is told of a linkage by a fact on another thing names a fact that there is."""
    known = {
        (field, record["id"])
        for kind in ("datasets", "organisations")
        for record in facts[kind]
        for field in record
    }
    named = {
        (field, slug)
        for by_fact in tables()["elsewhere"].values()
        for fact in by_fact
        for fields, _, slug in [fact.partition(" of ")]
        for field in fields.split(" and ")
    }

    assert named
    assert named <= known


def test_tables_are_used(facts: Mapping[str, Any]) -> None:
    """The tables speak of no value that the facts have not."""
    spoken = {str(field) for fields in tables()["said"].values() for field in fields}
    spoken |= {str(name) for part in ("denominators", "names", "notes") for name in tables()[part]}
    written = {str(value) for value in _values(facts["linkages"])}

    assert spoken - written == {"not given"} - written


def _without_one(quads: Quads) -> Iterator[tuple[ox.Quad, list[ox.Quad]]]:
    for quad in quads:
        if quad.predicate.value != full("rdf:type"):
            yield quad, [each for each in quads if each != quad]


def _other(quad: ox.Quad) -> ox.NamedNode | ox.Literal:
    value = quad.object
    if isinstance(value, ox.Literal):
        return ox.Literal(f"{value.value} 7")
    return ox.NamedNode(f"{text(value)}-invented")


def _inventions(thing: str, graph: Any) -> Iterator[tuple[str, list[ox.Quad]]]:
    node, part = ox.NamedNode(thing), ox.NamedNode(f"{thing}#invented")

    def says(subject: ox.NamedNode, name: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
        return ox.Quad(subject, ox.NamedNode(full(name)), value, graph)

    for name, value in INVENTED:
        end = f"{BASE}{value}" if "/" in value else full(value)
        yield name, [says(node, name, ox.NamedNode(end))]
    yield "note", [says(node, "skos:note", ox.Literal("Linked by hand.", language="en"))]
    rate = [says(part, "dqv:value", ox.Literal("0.5"))]
    yield "rate", [says(node, "dqv:hasQualityMeasurement", part), *rate]
    yield "loose rate", rate
    yield "forecast", [says(part, "adr:isForecastOf", node)]
    role = says(part, "prov:hadRole", ox.NamedNode(full("role:linker")))
    agent = says(part, "prov:agent", ox.NamedNode(mint("organisation", "ons")))
    yield "role", [says(node, "prov:qualifiedAssociation", part), role, agent]


def _values(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, dict):
        for part in value.values():
            yield from _values(part)
    elif isinstance(value, list):
        for part in value:
            yield from _values(part)
