"""What the facts state of organisations, environments, ways in, laws, publications and events."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
import yaml

from adrgraph.iris import BASE, PREFIXES, mint
from adrgraph.layout import find_layout
from adrgraph.sources import read
from tests.evidence import Proof, moved, others, replaced
from tests.fact_field_ways import WAYS, carrying
from tests.fact_fields import OURS, read_fields
from tests.fact_ways import pages_of, read_proofs
from tests.facts import KINDS, SOURCE, full, read_store, section, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adrgraph.sources import Sources

HERE = Path(__file__).parent
ELSEWHERE = ox.NamedNode(f"{PREFIXES['source']}adr-ni-keeping-data-safe")
FOLDERS = tuple(
    f"data/{name}/"
    for name in (
        *("access-routes", "catalogues", "environments", "events", "legal-gateways"),
        *("organisations", "programmes", "publications", "sources"),
    )
)
STRANGERS = {
    "access-route": "research-data-access-pathway",
    "catalogue": "hdr-gateway",
    "dataset": "bsd",
    "environment": "jmdl",
    "event": "2019-06-nisra-rsu-accreditation",
    "legal-gateway": "hsca-2012-261",
    "organisation": "adrgraph",
    "publication": "adr-uk-newsletter",
}
"""A thing of each kind of which little is stated: what is stated of another is moved to it."""


@pytest.fixture(scope="module")
def facts(facts_folder: Path) -> Mapping[str, Any]:
    """The facts."""
    loaded: Mapping[str, Any] = yaml.safe_load(
        (facts_folder / "facts.yaml").read_text(encoding="utf-8")
    )
    return loaded


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
    """How fields are looked up."""
    text = (HERE / "record_rules.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(text)
    return loaded


@pytest.fixture(scope="module")
def proofs(facts_folder: Path, store: ox.Store, rules: Mapping[str, Any]) -> tuple[Proof, ...]:
    """Every value of every field, ready to be looked up; a field without a way is an error."""
    wordings = yaml.safe_load((HERE / "wordings.yaml").read_text(encoding="utf-8"))
    return tuple(
        Proof(item, WAYS[item.kind, item.attribute], store, rules)
        for item in read_fields(facts_folder, pages_of(store, wordings), rules)
    )


@pytest.fixture(scope="module")
def stated(proofs: tuple[Proof, ...]) -> tuple[Proof, ...]:
    """Those that say something."""
    return tuple(proof for proof in proofs if proof.item.value is not None)


@pytest.fixture(scope="module")
def claimed(facts_folder: Path, proofs: tuple[Proof, ...], store: ox.Store) -> frozenset[ox.Quad]:
    """The statements that carry some fact."""
    wordings = yaml.safe_load((HERE / "wordings.yaml").read_text(encoding="utf-8"))
    everywhere = [*proofs, *read_proofs(facts_folder, store, wordings)]
    return frozenset().union(*(carrying(proof) for proof in everywhere))


def test_lists(facts: Mapping[str, Any]) -> None:
    """The facts have no list but those that some test looks up, and tell of themselves."""
    assert facts.keys() == KINDS.keys() | {"meta"}
    assert facts["meta"].keys() == {"title", "seed", "compiled", "conventions"}


def test_every_field(proofs: tuple[Proof, ...]) -> None:
    """Every field of the facts has a way, and every way a field."""
    assert {(proof.item.kind, proof.item.attribute) for proof in proofs} == WAYS.keys()
    assert len(proofs) > 1000


@pytest.mark.parametrize("kind", sorted(STRANGERS))
def test_stated(kind: str, proofs: tuple[Proof, ...]) -> None:
    """Each value is in the graph of its source."""
    here = [proof for proof in proofs if proof.item.kind == kind]
    missing = [f"{proof.item} [{proof.item.heading}]" for proof in here if not proof.holds()]

    assert here
    assert missing == []


def test_taken_out(stated: tuple[Proof, ...], store: ox.Store) -> None:
    """A value is not found when what it rests on is taken out, and that is told."""
    still = []
    for proof in stated:
        with replaced(store, proof.evidence()):
            if proof.holds():
                still.append(str(proof.item))

    assert still == []


def test_moved_to_another_thing(stated: tuple[Proof, ...], store: ox.Store) -> None:
    """A value is not found when what it rests on is said of another thing instead."""
    still = []
    for proof in stated:
        item, read_ = proof.item, proof.read()
        pair = mint(item.kind, item.slug), mint(item.kind, STRANGERS[item.kind])
        with replaced(store, read_, [moved(quad, *pair) for quad in read_]):
            if proof.holds() and item.slug != STRANGERS[item.kind]:
                still.append(str(item))

    assert still == []


def test_moved_to_another_graph(stated: tuple[Proof, ...], store: ox.Store) -> None:
    """A value is not found when another source states it instead."""
    still = []
    for proof in stated:
        evidence = proof.evidence()
        others_ = [ox.Quad(q.subject, q.predicate, q.object, ELSEWHERE) for q in evidence]
        with replaced(store, evidence, others_):
            if proof.holds() and proof.item.heading != ELSEWHERE.value:
                still.append(str(proof.item))

    assert still == []


def test_changed(stated: tuple[Proof, ...]) -> None:
    """Another value is not found."""
    still = [
        f"{proof.item} -> {value}"
        for proof in stated
        for value in others(proof.item.value)
        if replace(proof, item=replace(proof.item, value=value)).holds()
    ]

    assert still == []


def test_figures_are_carried_over(proofs: tuple[Proof, ...], rules: Mapping[str, Any]) -> None:
    """The words that carry a text have every number of it."""
    lost = []
    for proof in proofs:
        value = proof.item.value
        said = str(value["action"] if isinstance(value, dict) else value)
        keys = f"{proof.item.slug} {said}", said
        words = next((rules["words"][key] for key in keys if key in rules["words"]), None)
        if words is not None and not _numbers(said) <= _numbers(str(words)):
            lost.append(str(proof.item))

    assert lost == []


def test_shades(store: ox.Store, rules: Mapping[str, Any]) -> None:
    """What a kind, area or step of the facts says beyond its concept is told by us."""
    note, ours = ox.NamedNode(full("skos:editorialNote")), ox.NamedNode(OURS)
    untold = [
        thing
        for thing, words in rules["shades"].items()
        if not any(
            all(word in text(quad.object) for word in words)
            for quad in store.quads_for_pattern(ox.NamedNode(BASE + thing), note, None, ours)
        )
    ]

    assert untold == []


def test_missing_is_told(proofs: tuple[Proof, ...], store: ox.Store) -> None:
    """What is missing is told with its thing, field and value."""
    proof = next(each for each in proofs if each.item.attribute == "doi_prefix")
    with replaced(store, proof.evidence()):
        missing = [str(each.item) for each in proofs if not each.holds()]

    assert missing == ["catalogue/ons-metadata-catalogue doi_prefix: 10.57906"]


def test_every_statement_has_its_fact(
    claimed: frozenset[ox.Quad], sources: Sources, rules: Mapping[str, Any]
) -> None:
    """What these files state for a page, or unconfirmed, is what some fact says."""
    left = {
        _name(quad)
        for document in sources.data
        if document.path.startswith(FOLDERS)
        for quad in document.quads
        if _is_of_a_page(quad) and quad not in claimed
    }

    assert left - set(rules["restated"]) == set()
    assert set(rules["restated"]) - left == set()


def test_every_statement_is_looked_for(claimed: frozenset[ox.Quad], sources: Sources) -> None:
    """A text that no fact says is claimed by none, whichever of the files it stands in."""
    said = ox.Literal("It has a helpdesk.", language="en")
    invented = [
        ox.Quad(ox.NamedNode(document.iri), ox.NamedNode(full("skos:note")), said, ELSEWHERE)
        for document in sources.data
        if document.path.startswith(FOLDERS)
    ]

    assert len(invented) > 300
    assert all(_is_of_a_page(quad) for quad in invented)
    assert claimed.isdisjoint(invented)


def test_ours(facts_folder: Path, proofs: tuple[Proof, ...]) -> None:
    """A name or address that this catalogue adds is not printed where the facts put it."""
    brochure = (facts_folder.parent / "brochure.md").read_text(encoding="utf-8")
    parts = re.split(r"^# ", brochure, flags=re.MULTILINE)
    sections = {section(part.partition("\n")[0].strip()): part for part in parts}
    ours = [
        proof.item
        for proof in proofs
        if proof.item.attribute in ("name", "alt_names", "url")
        and proof.item.heading == OURS
        and proof.item.fact.get("source", "").startswith(SOURCE)
    ]
    printed = [
        str(item)
        for item in ours
        if re.search(
            rf"(?<!\w){re.escape(item.value)}(?!\w)",
            sections[section(item.fact["source"].removeprefix(SOURCE))],
        )
    ]

    assert ours
    assert printed == []


def _numbers(said: str) -> set[str]:
    return set(re.findall(r"\d+", said))


def _is_of_a_page(quad: ox.Quad) -> bool:
    """Whether a source states it other than us and the brochure, which tells more than facts do."""
    graph = text(quad.graph_name)
    told = graph != OURS and not graph.startswith(PREFIXES["brochure"])
    return told and quad.predicate.value != full("rdf:type")


def _name(quad: ox.Quad) -> str:
    """The thing and the property of a statement, as the rules write them."""
    prefix = next(
        name for name, space in PREFIXES.items() if quad.predicate.value.startswith(space)
    )
    predicate = f"{prefix}:{quad.predicate.value.removeprefix(PREFIXES[prefix])}"
    return f"{text(quad.subject).removeprefix(BASE)} {predicate}"
