"""Search: names first, mistakes forgiven, each find with its reason; nothing typed is syntax."""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import adrgraph
from adrgraph.errors import InvalidParameter, StoreError
from adrgraph.iris import BASE, PREFIXES
from adrgraph.names import plain
from adrgraph.search import FILE, KINDS, Index, open_index
from adrgraph.search.documents import read_documents
from adrgraph.search.index import opened
from adrgraph.search.words import halves, halves_meant, is_near
from adrgraph.store import LocalStore, load
from tests.layouts import world_layout

if TYPE_CHECKING:
    from adrgraph.catalogue import Catalogue
    from adrgraph.search import Hit
    from adrgraph.search.documents import Document

CASES = (Path(__file__).parent / "search" / "ranking.csv").read_text(encoding="utf-8")
RANKING = list(csv.DictReader(CASES.splitlines()))

HOSTILE = [
    '"',
    '""" OR title:*',
    "NEAR(census children, 2)",
    "title : census",
    "{title name} : census",
    "-census ^census +census census*",
    "NOT census",
    "AND OR NOT NEAR",
    "'; DROP TABLE thing; --",
    "census\0children",
    "\u202eusnes \u200f\u2067",
    "\ud800",
    "%_%",
    "é" * 5_000,
    "a " * 5_000,
    "census children " * 700,
    "(" * 10_000,
    "x" * 10_000,
]


@pytest.fixture(scope="module")
def index(real: Catalogue) -> Index:
    """The index of the real graph, as it was built with it."""
    return open_index(real.store)


@pytest.fixture(scope="module")
def documents(real: Catalogue) -> list[Document]:
    """Everything in the real graph that can be found."""
    return read_documents(real.store)


@pytest.fixture(scope="module")
def titles(documents: list[Document]) -> dict[str, str]:
    """The titles of datasets that have six letters or more."""
    datasets = [each for each in documents if each.kind == "dataset"]
    return {each.title: each.iri for each in datasets if len(plain(each.title)) > 5}


@pytest.mark.parametrize("case", RANKING, ids=lambda case: f"{case['typed']} {case['place']}")
def test_ranking(index: Index, case: dict[str, str]) -> None:
    """What is meant stands in its place, and the reason is told."""
    found = index.search(case["typed"], kind=case["kind"])
    hit = found.hits[int(case["place"]) - 1]

    assert (hit.path, hit.why) == (case["path"], case["why"])


def test_own_names(index: Index, documents: list[Document]) -> None:
    """Every dataset is found by its title, other names and slug; only namesakes stand before it."""
    misplaced: list[tuple[str, str, object]] = []
    for document in documents:
        for _, name in document.names() if document.kind == "dataset" else ():
            before = []
            for hit in index.search(name, limit=100):
                if hit.iri == document.iri:
                    break
                before.append(hit)
            else:
                misplaced.append((document.slug, name, "not found"))
            strangers = [hit.path for hit in before if not is_namesake(hit, name, documents)]
            if strangers:
                misplaced.append((document.slug, name, strangers))

    assert misplaced == []


def is_namesake(hit: Hit, name: str, documents: list[Document]) -> bool:
    """Whether a thing that was found has this name too."""
    return any(
        plain(other) == plain(name)
        for document in documents
        if document.iri == hit.iri
        for _, other in document.names()
    )


@given(
    st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)),
    st.sampled_from(["swapped", "", *"abcdefghijklmnopqrstuvwxyz"]),
    st.integers(0, 1),
)
@settings(max_examples=500)
def test_one_mistake(
    index: Index, titles: dict[str, str], places: tuple[int, int], mistake: str, length: int
) -> None:
    """A title of six letters or more with one mistake in it is among the first five answers."""
    title = sorted(titles)[places[0] % len(titles)]
    place = places[1] % len(title)
    there = title[place : place + 2][::-1] if mistake == "swapped" else mistake
    typed = title[:place] + there + title[place + (2 if mistake == "swapped" else length) :]

    assert titles[title] in [hit.iri for hit in index.search(typed, limit=5)]


@given(st.text(max_size=200), st.sampled_from(("", *KINDS)))
@settings(max_examples=300)
def test_anything(index: Index, text: str, kind: str) -> None:
    """Whatever is typed is answered, and the snippet is a part of the graph's own words."""
    for found in (index.search(text, kind=kind).hits, index.suggest(text, kind=kind)):
        for hit in found:
            assert hit.snippet
            assert not kind or hit.kind == kind


@given(st.lists(st.sampled_from([*'"*:^(){}+-', "NEAR", "AND", "census", "title"]), max_size=12))
@settings(max_examples=300)
def test_syntax(index: Index, pieces: list[str]) -> None:
    """The words and signs of the index's own language are words and signs."""
    index.search(" ".join(pieces))
    index.suggest("".join(pieces))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile(index: Index, text: str) -> None:
    """Quotes, operators, NUL, directions, half characters and 10,000 of them are only text."""
    found = index.search(text)
    index.suggest(text)

    assert len(found.text) <= 400
    assert index.search("leo").hits


def test_nothing(index: Index) -> None:
    """Nothing typed finds nothing, and neither does what nothing has."""
    assert [len(index.search(text)) for text in ("", " ", "?!", "zzyzx")] == [0, 0, 0, 0]


def test_clash(index: Index) -> None:
    """Who shares a name is counted, and curators' remarks and areas tell them apart."""
    found = index.search("DfE")
    england, northern_ireland = found.hits[:2]

    assert found.clashing == 2
    assert (england.areas, northern_ireland.areas) == (("England",), ("Northern Ireland",))
    assert any("Department for the Economy" in remark for remark in england.remarks)
    assert any("Department for Education" in remark for remark in northern_ireland.remarks)
    assert index.search("LEO").clashing == 0


@pytest.mark.parametrize(
    ("typed", "path", "said"),
    [
        ("EES", "dataset/ees-2011", "Explore Education Statistics"),
        ("WED", "dataset/welsh-env", "WED in it is Wage and Employment Dynamics"),
        ("RAS", "access-route/researcher-accreditation", "Researcher Access Service"),
    ],
)
def test_remarks(index: Index, typed: str, path: str, said: str) -> None:
    """An acronym that means something else too comes with what curators say of it."""
    hit = next(hit for hit in index.search(typed) if hit.path == path)

    assert any(said in remark for remark in hit.remarks)


def test_marks(index: Index) -> None:
    """What was looked for is marked where it stands, the mistyped word where it was meant."""
    hit = index.search("lonngitudinal").hits[0]

    assert [(each.text, each.is_marked) for each in hit.snippet] == [
        ("Longitudinal", True),
        (" Education Outcomes", False),
    ]


def test_long_snippet(real: Catalogue) -> None:
    """Of a long text the part with the words is shown."""
    long = "Nothing here. " * 200 + "At last the Éxtraordinary thing. " + "Nothing more. " * 200
    hit = open_index(dataset("Register", long)).search("extraordinary").hits[0]

    assert "".join(each.text for each in hit.snippet if each.is_marked) == "Éxtraordinary"
    assert len(hit.text) < 210
    assert hit.text.startswith("…")
    assert hit.text.endswith("…")
    assert hit.why == "description"
    assert real


def dataset(title: str, description: str = "") -> LocalStore:
    """A graph with one dataset."""
    thing = ox.NamedNode(f"{BASE}dataset/one")
    store = load(
        ox.Quad(thing, ox.NamedNode(name), ox.Literal(text, language="en"))
        for name, text in (
            (PREFIXES["rdfs"] + "label", title),
            (PREFIXES["dcterms"] + "description", description),
        )
    )
    assert isinstance(store, LocalStore)
    return store


@given(st.text(min_size=1, max_size=60).filter(plain))
@settings(max_examples=100)
def test_any_title(title: str) -> None:
    """Whatever a dataset is called, it is found by that, and its title is shown as it is."""
    found = open_index(dataset(title)).search(title)

    assert [hit.title for hit in found] == [title]
    assert "".join(each.text for each in found.hits[0].snippet) == title


def test_fewer_words(index: Index) -> None:
    """Words that nothing has are left out, and told."""
    found = index.search("benefits of zzyzx")

    assert found.hits
    assert found.without == ("zzyzx",)


def test_kinds(index: Index) -> None:
    """A kind narrows what is found; one that there is not is told with the nearest."""
    assert {hit.kind for hit in index.search("leo", kind="linkage")} == {"linkage"}
    with pytest.raises(InvalidParameter, match='Did you mean "dataset"'):
        index.search("leo", kind="datset")


def test_paging(index: Index) -> None:
    """Hits that are passed over come in the same order, and none twice."""
    whole = [hit.path for hit in index.search("census", limit=30)]
    parts = [
        hit.path
        for offset in (0, 10, 20)
        for hit in index.search("census", limit=10, offset=offset)
    ]

    assert parts == whole
    assert index.search("census", limit=10).has_more
    assert not index.search("lonngitudinal", limit=100).has_more


def test_suggestions(index: Index) -> None:
    """As one types, what begins so is suggested, from the first letter on; datasets first."""
    paths = [[hit.path for hit in index.suggest(typed)] for typed in ("n", "nat", "national pu")]

    assert all("dataset/npd" in each for each in paths[1:])
    assert paths[2][0] == "dataset/npd"
    assert len(paths[0]) == 8
    assert all(hit.kind == "dataset" for hit in index.suggest("c"))


@given(st.text("abcde", min_size=2, max_size=9), st.text("abcde", min_size=2, max_size=9))
@settings(max_examples=2_000)
def test_halves(one: str, other: str) -> None:
    """Two texts that are one mistake apart have a half in common, and nearness is mutual."""
    assert is_near(one, other) == is_near(other, one)
    if is_near(one, other):
        assert any((half, len(other)) in halves_meant(one) for half in halves(other))


def test_built_with_the_store(real: Catalogue) -> None:
    """The index is built with the store, kept beside it, and cannot be written to."""
    assert isinstance(real.store, LocalStore)
    assert real.store.folder
    path = real.store.folder / FILE

    assert path.is_file()
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        opened(path).connection.execute("DELETE FROM thing")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        open_index(dataset("One")).connection.execute("DELETE FROM thing")


def test_damaged(tmp_path: Path) -> None:
    """An index that is none is told with its path and what to do."""
    path = tmp_path / FILE
    path.write_bytes(b"nothing of the kind")

    with pytest.raises(StoreError, match=r"search\.sqlite cannot be opened.*build again"):
        opened(path)


def test_tampered(tmp_path: Path) -> None:
    """A build whose index was changed is built again."""
    layout = world_layout(tmp_path / "world")
    first = adrgraph.load(layout.root, cache=tmp_path / "cache")
    assert isinstance(first.store, LocalStore)
    assert first.store.folder
    (first.store.folder / FILE).write_bytes(b"changed")

    assert adrgraph.load(layout.root, cache=tmp_path / "cache").search("pupils").hits


def test_same(real: Catalogue, index: Index) -> None:
    """An index in memory answers as the one beside the store."""
    in_memory = open_index(load(real.store.dump()))
    typed = [case["typed"] for case in RANKING]

    assert [in_memory.search(each) for each in typed] == [index.search(each) for each in typed]


def test_from_python(real: Catalogue) -> None:
    """A catalogue is searched, and its answer is read by people and programs."""
    found = real.search("leo", kind="dataset", limit=1)

    assert [hit.path for hit in found] == ["dataset/leo"]
    assert found.as_json()["hits"][0]["snippet"] == [{"text": "LEO", "marked": True}]
