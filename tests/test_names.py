"""Names: what a person may call a thing, and what is said where that is unclear."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adrgraph.errors import AmbiguousName, UnknownName
from adrgraph.iris import BASE
from adrgraph.names import expand, plain, read_names, resolve
from adrgraph.store import Store, load

HOW = "Give a slug, an IRI, a title or an acronym."
GRAPH = f"""
@base <{BASE}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<dataset/leo> rdfs:label "Longitudinal Education Outcomes"@en ; skos:altLabel "LEO" .
<dataset/guie> rdfs:label "Growing up in England"@en ; skos:altLabel "GUiE" .
<dataset/ad-arc> rdfs:label "Administrative Data | Agricultural Research Collection"@en ;
    skos:altLabel "AD|ARC" .
<dataset/leo#csv> rdfs:label "LEO as a file"@en .
<dataset/sail> rdfs:label "SAIL"@en .
<environment/sail> rdfs:label "SAIL Databank"@en ; skos:altLabel "SAIL" .
<organisation/dfe> rdfs:label "Department for Education"@en ; skos:altLabel "DfE" .
<organisation/dfe-ni> rdfs:label "Department for the Economy"@en ; skos:altLabel "DfE" .
<scheme/area#wales> rdfs:label "Wales"@en , "Cymru"@cy ; skos:notation "W92000004" .
<scheme/theme#wales> rdfs:label "Wales as a theme"@en .
<http://example.org/leo> rdfs:label "LEO" .
"""


@pytest.fixture(scope="module")
def store() -> Store:
    """A graph with a few names, some of them shared."""
    return load(ox.parse(GRAPH, format=ox.RdfFormat.TURTLE))


@pytest.mark.parametrize(
    ("name", "kind", "path"),
    [
        ("leo", "dataset", "dataset/leo"),
        ("LEO", "dataset", "dataset/leo"),
        (" leo ", "dataset", "dataset/leo"),
        ("longitudinal education outcomes", "dataset", "dataset/leo"),
        ("Longitudinal-Education Outcomes.", "dataset", "dataset/leo"),
        (f"{BASE}dataset/leo", "dataset", "dataset/leo"),
        (f"<{BASE}dataset/leo>", "dataset", "dataset/leo"),
        ("dataset/leo", "dataset", "dataset/leo"),
        ("dataset:leo", "thing", "dataset/leo"),
        ("dataset/leo#csv", "thing", "dataset/leo#csv"),
        ("AD|ARC", "dataset", "dataset/ad-arc"),
        ("AD ARC", "dataset", "dataset/ad-arc"),
        ("adarc", "thing", "dataset/ad-arc"),
        ("GUiE", "dataset", "dataset/guie"),
        ("sail", "environment", "environment/sail"),
        ("dfe", "organisation", "organisation/dfe"),
        ("wales", "area", "scheme/area#wales"),
        ("Cymru", "area", "scheme/area#wales"),
        ("W92000004", "area", "scheme/area#wales"),
        ("area:wales", "area", "scheme/area#wales"),
        ("scheme/area#wales", "thing", "scheme/area#wales"),
    ],
)
def test_resolve(store: Store, name: str, kind: str, path: str) -> None:
    """A thing is found by slug, IRI, short form, label and acronym, however they are written."""
    assert resolve(store, name, kind=kind) == ox.NamedNode(BASE + path)


@pytest.mark.parametrize(
    ("name", "kind", "message"),
    [
        (
            "loe",
            "dataset",
            'No dataset is called "loe". Did you mean "leo" (Longitudinal Education Outcomes)?',
        ),
        (
            "growing up",
            "dataset",
            'No dataset is called "growing up". Did you mean "guie" (Growing up in England)?',
        ),
        (
            "dataset/gui",
            "thing",
            (
                'No thing is called "dataset/gui". '
                'Did you mean "dataset/guie" (Growing up in England)?'
            ),
        ),
        (
            "dfe",
            "dataset",
            (
                'No dataset is called "dfe". It is a name of organisation/dfe '
                "(Department for Education); organisation/dfe-ni (Department for the Economy)."
            ),
        ),
        ("organisation/dfe", "dataset", f'No dataset is called "organisation/dfe". {HOW}'),
        (f"{BASE}dataset/xyz", "dataset", f'No dataset is called "{BASE}dataset/xyz". {HOW}'),
        (
            "http://example.org/leo",
            "dataset",
            (
                'No dataset is called "http://example.org/leo". '
                'Did you mean "leo" (Longitudinal Education Outcomes)?'
            ),
        ),
        ("", "dataset", f'No dataset is called "". {HOW}'),
        ('"} DROP ALL', "access-route", f'No access route is called ""}} DROP ALL". {HOW}'),
        ("x" * 9999, "dataset", f'No dataset is called "{"x" * 100}…". {HOW}'),
    ],
)
def test_unknown(store: Store, name: str, kind: str, message: str) -> None:
    """A name that nothing has is answered with the nearest, or with how things are named."""
    with pytest.raises(UnknownName) as caught:
        resolve(store, name, kind=kind)

    assert str(caught.value) == message


def test_nearest(store: Store) -> None:
    """The nearest names are told as values too."""
    with pytest.raises(UnknownName) as caught:
        resolve(store, "loe", kind="dataset")

    assert caught.value.nearest == ("leo",)


def test_ambiguous_label(store: Store) -> None:
    """A name that several things have is answered with all of them."""
    with pytest.raises(AmbiguousName) as caught:
        resolve(store, "DfE", kind="organisation")

    assert str(caught.value) == (
        '"DfE" names more than one organisation: '
        "dfe (Department for Education); dfe-ni (Department for the Economy). Say which."
    )
    assert caught.value.candidates == (f"{BASE}organisation/dfe", f"{BASE}organisation/dfe-ni")


def test_ambiguous_slug(store: Store) -> None:
    """A slug that things of two kinds have is ambiguous where the kind is open."""
    with pytest.raises(AmbiguousName) as caught:
        resolve(store, "sail")

    assert str(caught.value) == (
        '"sail" names more than one thing: '
        "dataset/sail (SAIL); environment/sail (SAIL Databank). Say which."
    )


def test_listed(store: Store) -> None:
    """The things of a kind are listed by slug with their labels, without their parts."""
    listed = read_names(store).listed("dataset")

    assert [str(name) for name in listed] == [
        "ad-arc (Administrative Data | Agricultural Research Collection)",
        "guie (Growing up in England)",
        "leo (Longitudinal Education Outcomes)",
        "sail (SAIL)",
    ]


def test_english_first(store: Store) -> None:
    """The label that is shown is the English one where there are several."""
    assert read_names(store).labels[f"{BASE}scheme/area#wales"] == "Wales"


@pytest.mark.parametrize(
    "name", ["leo", "", "a b", "<>", "x/y", "http://a b", "http://x/%", "dcterms:}"]
)
def test_no_iri(name: str) -> None:
    """What is neither an IRI nor a short form of one expands to nothing."""
    assert expand(name) == ""


@given(st.text())
@example("\N{LATIN SMALL LETTER DOTLESS I}")
def test_plain(name: str) -> None:
    """A plain name is plain already, and case never matters to it."""
    assert plain(plain(name)) == plain(name)
    assert plain(name.upper().lower()) == plain(name.lower())


@given(st.text())
def test_any_name(name: str) -> None:
    """Whatever a person types is answered with a thing or one of the two errors."""
    store = load(ox.parse(GRAPH, format=ox.RdfFormat.TURTLE))
    try:
        found = resolve(store, name)
    except (UnknownName, AmbiguousName):
        return

    assert found.value
