"""The list of the sources of the facts: each is described, and nothing else is a source."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest
import yaml

from adrgraph.iris import BASE, PREFIXES, UNCONFIRMED, mint
from adrgraph.layout import find_layout
from adrgraph.sources import read
from tests.evidence import replaced
from tests.fact_fields import OURS
from tests.fact_ways import pages_of
from tests.facts import full, read_store, section, text

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).parent
BROCHURE = f"{PREFIXES['source']}brochure-2022"
DATES = "dcterms:issued", "dcterms:modified", "dcterms:date"
MONTH = r"(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]* \d{4}"
DATED = re.compile(rf"{MONTH}|et al \d{{4}}|^[A-Z]\w+ (?:& \w+ )?\d{{4}}")
ADDRESSLESS = "no address known"


@pytest.fixture(scope="module")
def parts(facts_folder: Path) -> Mapping[str, Mapping[str, str]]:
    """The lists of the sources: by heading, each address and what is said of it."""
    listed = (facts_folder / "sources.md").read_text(encoding="utf-8")
    return {
        part.partition("\n")[0]: dict(
            line.partition(" - ")[::2] for line in re.findall(r"^- (.*)$", part, re.MULTILINE)
        )
        for part in re.split(r"^## ", listed, flags=re.MULTILINE)
    }


@pytest.fixture(scope="module")
def used(parts: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """The pages that facts cite, and what is said of them."""
    return parts["Used"]


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """A copy of what stands in data/, to be changed."""
    return read_store(document.text for document in read(find_layout()).data)


@pytest.fixture(scope="module")
def rules() -> Mapping[str, Any]:
    """Dates and publishers."""
    loaded: Mapping[str, Any] = yaml.safe_load(
        (HERE / "source_rules.yaml").read_text(encoding="utf-8")
    )
    return loaded


@pytest.fixture(scope="module")
def named(store: ox.Store, used: Mapping[str, str]) -> Mapping[str, str]:
    """Each page that facts cite to the source that it is."""
    wordings = yaml.safe_load((HERE / "wordings.yaml").read_text(encoding="utf-8"))
    pages = pages_of(store, wordings)
    return {address: min(pages.get(address, [""]), key=len) for address in used}


def test_pages(named: Mapping[str, str], store: ox.Store) -> None:
    """Each page that facts cite is a source with a title and that address alone."""
    missing = [
        address
        for address, source in named.items()
        if not _texts(store, source, "dcterms:title")
        or full("adr:Source") not in _texts(store, source, "rdf:type")
        or _texts(store, source, "foaf:page") != _address(address)
    ]

    assert len(named) == 140
    assert len(set(named.values())) == len(named)
    assert missing == []


def test_sections(parts: Mapping[str, Mapping[str, str]], store: ox.Store) -> None:
    """Each section of the brochure that facts cite is a part of it, in its own name."""
    headings = [
        re.sub(r" \[\d+\]$", "", line.removeprefix("brochure#"))
        for line in parts["Brochure sections cited"]
    ]
    found = {part: _texts(store, part, "dcterms:title") for part in _parts_of(store, BROCHURE)}

    assert len(headings) == 15
    assert {section(name): {name.replace("'", "\u2019")} for name in headings} == found
    assert _texts(store, BROCHURE, "dcterms:issued") == {"2022-09"}
    assert _texts(store, BROCHURE, "dcterms:publisher") == {mint("organisation", "adr-uk")}


def test_nothing_else(named: Mapping[str, str], store: ox.Store) -> None:
    """There is no source but those, their editions, and what is ours, unverified or derived."""
    described = {
        text(quad.subject)
        for quad in store.quads_for_pattern(
            None, ox.NamedNode(full("rdf:type")), ox.NamedNode(full("adr:Source")), None
        )
    }
    known = {*named.values(), BROCHURE, OURS, *UNCONFIRMED}
    editions = {part for whole in known for part in _parts_of(store, whole)}

    assert described == known | editions


def test_background(parts: Mapping[str, Mapping[str, str]], store: ox.Store) -> None:
    """Of the pages that no fact cites nothing is stated."""
    background = parts["Read, kept as background, no fact item cites them"]
    addresses = {text(quad.object) for quad in store.quads_for_pattern(None, None, None, None)}

    assert background
    assert addresses.isdisjoint(background)


def test_dates(named: Mapping[str, str], store: ox.Store, rules: Mapping[str, Any]) -> None:
    """Each source has the date that is known of it, and no other."""
    found = {
        _slug(source): dates
        for source in named.values()
        if (dates := set[str]().union(*(_texts(store, source, name) for name in DATES)))
    }

    assert found == {source: {date} for source, date in rules["dates"].items()}


def test_every_date(
    named: Mapping[str, str], used: Mapping[str, str], rules: Mapping[str, Any]
) -> None:
    """Where the list names a date, the source has one, or the date is one of something else."""
    dated = {_slug(named[address]) for address, said in used.items() if DATED.search(said)}

    assert dated - rules["dates"].keys() - rules["undated"].keys() == set()
    assert rules["dates"].keys().isdisjoint(rules["undated"])


def test_publishers(named: Mapping[str, str], store: ox.Store, rules: Mapping[str, Any]) -> None:
    """Each source has the publisher that its address tells of, or none where none is known."""
    wrong = [
        address
        for address, source in named.items()
        if _texts(store, source, "dcterms:publisher") != _publisher(address, _slug(source), rules)
    ]

    assert wrong == []


def test_taken_out(named: Mapping[str, str], store: ox.Store, rules: Mapping[str, Any]) -> None:
    """A source without its title, address, date or publisher is found."""
    source = ox.NamedNode(f"{PREFIXES['source']}leo-access-guidance")
    for name, proof in (
        ("dcterms:title", partial(test_pages, named, store)),
        ("foaf:page", partial(test_pages, named, store)),
        ("dcterms:issued", partial(test_dates, named, store, rules)),
        ("dcterms:publisher", partial(test_publishers, named, store, rules)),
    ):
        quads = [*store.quads_for_pattern(source, ox.NamedNode(full(name)), None, None)]
        with replaced(store, quads), pytest.raises(AssertionError):
            proof()

        assert quads


def _publisher(address: str, slug: str, rules: Mapping[str, Any]) -> set[str]:
    """The publisher of a page; a host that no rule names is an error."""
    host = urlsplit(address).netloc
    if address.startswith(ADDRESSLESS):
        return {mint("organisation", "ofqual")}
    if slug in rules["departments"]:
        return {mint("organisation", rules["departments"][slug])}
    return (
        set() if host in rules["unpublished"] else {mint("organisation", rules["publishers"][host])}
    )


def _address(address: str) -> set[str]:
    return set() if address.startswith(ADDRESSLESS) else {address}


def _slug(source: str) -> str:
    return source.removeprefix(f"{BASE}source/")


def _texts(store: ox.Store, subject: str, name: str) -> set[str]:
    pattern = ox.NamedNode(subject), ox.NamedNode(full(name))
    return {text(quad.object) for quad in store.quads_for_pattern(*pattern, None, None)}


def _parts_of(store: ox.Store, whole: str) -> set[str]:
    pattern = ox.NamedNode(full("dcterms:isPartOf")), ox.NamedNode(whole)
    return {text(quad.subject) for quad in store.quads_for_pattern(None, *pattern, None)}
