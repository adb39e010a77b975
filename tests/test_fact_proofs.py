"""The proof that facts are in the graph is itself proved: what is moved or changed is missed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
import yaml

from adrgraph.iris import BASE, PREFIXES, UNCONFIRMED, mint
from adrgraph.layout import find_layout
from adrgraph.sources import read
from tests.evidence import moved, others, replaced
from tests.fact_ways import read_proofs
from tests.facts import full, read_store, section, text
from tests.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from adrgraph.sources import Sources
    from tests.evidence import Proof

HERE = Path(__file__).parent
ELSEWHERE = ox.NamedNode(f"{PREFIXES['source']}casrai-secure-data-environment")
STRANGERS = {"dataset": ("bsd", "msds"), "linkage": ("env-household", "grade")}
"""Two things of a kind: what is stated of another is moved to one of them."""

NOTHING = "not stated", "not stated in the brochure", "project-specific"
"""Values of facts that say that a source is silent: there is no statement to move."""

OURS = f"{PREFIXES['source']}adrgraph"
SAME_NODE = frozenset(
    full(name)
    for name in (
        "adr:isHeldIn", "adr:wording", "dcat:hadRole", "dcat:version", "dcterms:title", "skos:note",
    )
)  # fmt: skip
"""What may be told of a part about which something else is looked up."""

FACT = frozenset({"as_of", "note", "source", "stated", "value"})
UNSOURCED = frozenset({"alt_names", "id", "in_brochure", "kind", "name", "note", "themes"})


@pytest.fixture(scope="module")
def records(facts_folder: Path) -> list[dict[str, Any]]:
    """The facts on datasets, as they are written."""
    facts = yaml.safe_load((facts_folder / "facts.yaml").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = facts["datasets"]
    return found


@pytest.fixture(scope="module")
def sources() -> Sources:
    """The sources of this repository."""
    return read(find_layout())


@pytest.fixture(scope="module")
def store(sources: Sources) -> ox.Store:
    """A copy of what stands in data/, to be changed."""
    return read_store(document.text for document in sources.data)


@pytest.fixture(scope="module")
def rules() -> Mapping[str, Any]:
    """How remarks, editions and kinds are looked up."""
    loaded: Mapping[str, Any] = yaml.safe_load((HERE / "remarks.yaml").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def proofs(facts_folder: Path, store: ox.Store) -> tuple[Proof, ...]:
    """Every fact that is looked up."""
    wordings = yaml.safe_load((HERE / "wordings.yaml").read_text(encoding="utf-8"))
    return read_proofs(facts_folder, store, wordings)


@pytest.fixture(scope="module")
def stated(proofs: tuple[Proof, ...]) -> tuple[Proof, ...]:
    """The facts on datasets and linkages that say something."""
    return tuple(
        proof for proof in proofs if proof.item.kind in STRANGERS and not _says_nothing(proof)
    )


def test_taken_out(proofs: tuple[Proof, ...], store: ox.Store) -> None:
    """A fact is no longer found when the statements that it rests on are taken out."""
    still = []
    for proof in proofs:
        with replaced(store, proof.evidence()):
            if proof.holds() and not _says_nothing(proof):
                still.append(str(proof.item))

    assert still == []


def test_moved_to_another_thing(stated: tuple[Proof, ...], store: ox.Store) -> None:
    """A fact is not found when what it rests on is said of another thing instead."""
    still = []
    for proof in stated:
        evidence, item = proof.evidence(), proof.item
        other = next(name for name in STRANGERS[item.kind] if name != item.slug)
        pair = mint(item.kind, item.slug), mint(item.kind, other)
        with replaced(store, evidence, [moved(quad, *pair) for quad in evidence]):
            if proof.holds():
                still.append(str(item))

    assert still == []


def test_moved_to_another_graph(stated: tuple[Proof, ...], store: ox.Store) -> None:
    """A fact is not found when another source states it instead."""
    still = []
    for proof in stated:
        evidence = proof.evidence()
        others = [ox.Quad(q.subject, q.predicate, q.object, ELSEWHERE) for q in evidence]
        with replaced(store, evidence, others):
            if proof.holds():
                still.append(str(proof.item))

    assert still == []


def test_changed(stated: tuple[Proof, ...]) -> None:
    """A fact with another number, unit, date, name or word is not found."""
    still = [
        f"{proof.item} -> {value}"
        for proof in stated
        for value in others(proof.item.value)
        if replace(proof, item=replace(proof.item, value=value)).holds()
    ]

    assert still == []


@pytest.mark.parametrize("as_of", ["1999-12", "1999-12-31"])
def test_changed_date_of_a_size(as_of: str, stated: tuple[Proof, ...]) -> None:
    """A size with another date, or with one where none is stated, is not found."""
    sizes = [proof for proof in stated if proof.item.attribute == "size"]
    dated = [replace(p.item, fact={**p.item.fact, "as_of": as_of}) for p in sizes]

    assert sizes
    assert [str(i) for i, p in zip(dated, sizes, strict=True) if replace(p, item=i).holds()] == []


def test_missing_is_told(proofs: tuple[Proof, ...], store: ox.Store) -> None:
    """What is missing is told with its thing, attribute and value."""
    proof = next(each for each in proofs if each.item.attribute == "size")
    with replaced(store, proof.evidence()):
        missing = [str(each.item) for each in proofs if not each.holds()]

    assert (
        "dataset/leo size: {'amount': 38000000, 'unit': 'individuals', 'approx': True}" in missing
    )


def test_every_field_is_looked_up(records: list[dict[str, Any]]) -> None:
    """The facts on datasets have no field but those that some test looks up."""
    fields = {
        (attribute, frozenset(fact) - FACT)
        for record in records
        for attribute, facts in record.items()
        if attribute not in UNSOURCED
        for fact in (facts if isinstance(facts, list) else [facts])
    }

    assert {pair for pair in fields if pair[1]} == set()


def test_names(records: list[dict[str, Any]], store: ox.Store, rules: Mapping[str, Any]) -> None:
    """A dataset has each of its names, in letters, digits and order as the facts write them."""
    unnamed = [
        f"{record['id']}: {name}"
        for record in records
        for name in (record["name"], *record.get("alt_names", ()))
        if not _is_named(store, mint("dataset", record["id"]), rules["names"].get(name, [name]))
    ]

    assert unnamed == []


def test_kinds_and_themes(
    records: list[dict[str, Any]], store: ox.Store, rules: Mapping[str, Any]
) -> None:
    """A dataset has the class of its kind, and a theme for each of its themes."""
    wrong = []
    for record in records:
        thing = mint("dataset", record["id"])
        kind = "linked-dataset" if record["id"] in rules["linked"] else record["kind"]
        wanted = full(rules["kinds"][kind])
        classes = _texts(store, thing, "rdf:type")
        if wanted and wanted not in classes:
            wrong.append(f"{thing} is no {kind}")
        if kind == "subset" and not _texts(store, thing, "dcterms:isPartOf"):
            wrong.append(f"{thing} is part of nothing")
        for theme in record.get("themes", ()):
            names = rules["themes"].get(theme, [theme.replace(" ", "-")])
            if not {full(f"theme:{name}") for name in names} & _texts(store, thing, "dcat:theme"):
                wrong.append(f"{thing} has not the theme {theme}")

    assert wrong == []


def test_remarks_on_datasets(
    records: list[dict[str, Any]], store: ox.Store, rules: Mapping[str, Any]
) -> None:
    """What the facts remark on a dataset as a whole is told, and the brochure tells of its own."""
    silent = [
        record["id"]
        for record in records
        if ("note" in record and not _is_told(store, record, rules["records"][record["note"]]))
        or (record["in_brochure"] and not _is_in_brochure(store, mint("dataset", record["id"])))
    ]

    assert silent == []


def test_not_found(records: list[dict[str, Any]], store: ox.Store) -> None:
    """What was looked for and not found is stated by nobody."""
    names = {"size": "dcterms:extent", "timeframe": "dcterms:temporal", "doi": "dcterms:identifier"}
    empty = [(r["id"], field) for r in records for field, facts in r.items() if facts == []]
    told = [
        (slug, field)
        for slug, field in empty
        if list(_said(store, mint("dataset", slug), names[field]))
    ]

    assert empty
    assert told == []


def test_remarks(proofs: tuple[Proof, ...], store: ox.Store, rules: Mapping[str, Any]) -> None:
    """What a fact on a dataset remarks beside its value is told, or is no fact about the data."""
    noted = [p.item for p in proofs if p.item.kind == "dataset" and "note" in p.item.fact]
    known = {**rules["notes"], **rules["asides"]}
    silent = [
        f"{item}: {item.fact['note']}"
        for item in noted
        if item.fact["note"] not in rules["asides"] and not Remark(item, store, rules).told()
    ]

    assert silent == []
    assert {item.fact["note"] for item in noted} == set(known)


def test_dates(proofs: tuple[Proof, ...], store: ox.Store, rules: Mapping[str, Any]) -> None:
    """What a fact on a dataset holds as of is told: by it, by its edition or by its page."""
    dated = [p.item for p in proofs if p.item.kind == "dataset" and "as_of" in p.item.fact]
    silent = [
        f"{item} as of {item.fact['as_of']}"
        for item in dated
        if not Remark(item, store, rules).dated()
    ]

    assert dated
    assert silent == []


def test_unconfirmed_nowhere_else(stated: tuple[Proof, ...], store: ox.Store) -> None:
    """What nobody confirmed, or what is derived, is stated in no other graph."""
    graphs = [graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)]
    doubtful = [p for p in stated if section(p.item.heading) in UNCONFIRMED]
    elsewhere = [
        f"{proof.item} in {graph}"
        for proof in doubtful
        for graph in graphs
        if graph != section(proof.item.heading)
        and replace(proof, item=replace(proof.item, heading=graph)).holds()
        and not _is_stated_too(proof, graph, stated)
    ]

    assert doubtful
    assert elsewhere == []


def test_every_statement_has_its_fact(
    proofs: tuple[Proof, ...], store: ox.Store, sources: Sources, rules: Mapping[str, Any]
) -> None:
    """A dataset's file has nothing in the graph of a page, or unconfirmed, that no fact states."""
    seen = set[ox.Quad]().union(*(proof.read() for proof in proofs))
    seen |= _remarked(proofs, store, rules)
    known = {(quad.graph_name, quad.subject) for quad in seen}
    curated = set(rules["curated"])
    left = {
        f"{text(quad.subject).removeprefix(f'{BASE}dataset/')} {_short(quad.predicate)}"
        for document in sources.data
        if "data/datasets/" in document.path
        for quad in document.quads
        if text(quad.graph_name) != OURS
        and not text(quad.graph_name).startswith(PREFIXES["brochure"])
        and quad.predicate.value != full("rdf:type")
        and quad not in seen
        and not (
            quad.predicate.value in SAME_NODE
            and (quad.graph_name, quad.subject) in known
            and "#" in text(quad.subject)
            and text(quad.graph_name) not in UNCONFIRMED
        )
    }

    assert left - curated == set()
    assert curated - left == set()


def _remarked(proofs: tuple[Proof, ...], store: ox.Store, rules: Mapping[str, Any]) -> set[ox.Quad]:
    """The statements that carry the remarks of facts and what they hold as of."""
    found = set[ox.Quad]()
    for item in (proof.item for proof in proofs if proof.item.kind == "dataset"):
        remark = Remark(item, store, rules)
        if item.fact.get("note") in rules["notes"]:
            found |= remark.told()
        if "as_of" in item.fact and "#" not in section(item.heading):
            found |= remark.dated()
    return found


def _short(predicate: ox.NamedNode) -> str:
    """A property as prefix and name."""
    prefix = next(name for name, space in PREFIXES.items() if predicate.value.startswith(space))
    return f"{prefix}:{predicate.value.removeprefix(PREFIXES[prefix])}"


def _is_stated_too(proof: Proof, graph: str, stated: tuple[Proof, ...]) -> bool:
    """Whether a source that somebody wrote states the same."""
    same = proof.item.slug, proof.item.attribute, proof.item.value
    return any(
        (other.item.slug, other.item.attribute, other.item.value) == same
        and section(other.item.heading) == graph
        for other in stated
    )


def _says_nothing(proof: Proof) -> bool:
    value = proof.item.value
    if isinstance(value, dict):
        return value.get("count") == 0
    return value in NOTHING or str(value).startswith("Not stated for")


def _is_named(store: ox.Store, thing: str, wanted: list[str] | dict[str, list[str]]) -> bool:
    if isinstance(wanted, dict):
        notes = _texts(store, thing, "skos:note") | _texts(store, thing, "skos:editorialNote")
        return any(all(word in note for word in wanted["words"]) for note in notes)
    names = _texts(store, thing, "dcterms:title") | _texts(store, thing, "skos:altLabel")
    return {_plain(name) for name in wanted} <= {_plain(name) for name in names}


def _is_told(store: ox.Store, record: Mapping[str, Any], words: list[str]) -> bool:
    names = "dcterms:description", "skos:editorialNote", "skos:note"
    texts = [_texts(store, mint("dataset", record["id"]), name) for name in names]
    return any(all(word in text for word in words) for text in set[str]().union(*texts))


def _is_in_brochure(store: ox.Store, thing: str) -> bool:
    node = ox.NamedNode(thing)
    quads = [
        *store.quads_for_pattern(node, None, None, None),
        *store.quads_for_pattern(None, None, node, None),
    ]
    return any(text(quad.graph_name).startswith(PREFIXES["brochure"]) for quad in quads)


def _plain(name: str) -> str:
    """A name without the marks in it, in small letters."""
    return " ".join(re.findall(r"\w+", name.casefold()))


def _texts(store: ox.Store, thing: str, name: str) -> set[str]:
    return {text(quad.object) for quad in _said(store, thing, name)}


def _said(store: ox.Store, thing: str, name: str) -> Iterator[ox.Quad]:
    return store.quads_for_pattern(ox.NamedNode(thing), ox.NamedNode(full(name)), None, None)
