"""The changes between two states lead from one to the other, and are empty where they are equal."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adrgraph.changes import Change, apply, compare, resource_of
from adrgraph.cli.diffing import WRITERS
from adrgraph.iris import BASE, INFERRED, PREFIXES
from adrgraph.phrases import Phrases

LEO, NPD = f"{BASE}dataset/leo", f"{BASE}dataset/npd"
TYPE = PREFIXES["rdf"] + "type"
THINGS = (LEO, f"{LEO}#size", NPD, f"{BASE}scheme/theme#education", f"{BASE}ontology#amount")
NAMES = (
    TYPE,
    f"{PREFIXES['dcterms']}title",
    f"{PREFIXES['adr']}amount",
    f"{PREFIXES['adr']}hasUnit",
)
GRAPHS = (f"{BASE}source/adrgraph", f"{BASE}source/leaflet#data", INFERRED)

iris = st.sampled_from(THINGS).map(ox.NamedNode)
literals = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])).map(
        lambda text: ox.Literal(text, language="en")
    ),
    st.integers().map(ox.Literal),
    st.booleans().map(ox.Literal),
)
blanks = st.sampled_from([ox.BlankNode("b1"), ox.BlankNode("b2")])
quads = st.builds(
    ox.Quad,
    st.one_of(iris, blanks),
    st.sampled_from(NAMES).map(ox.NamedNode),
    st.one_of(iris, literals, blanks),
    st.sampled_from(GRAPHS).map(ox.NamedNode),
)
states = st.frozensets(quads, max_size=20)


def quad(subject: str, predicate: str, value: object, graph: str = GRAPHS[0]) -> ox.Quad:
    """A statement about a thing."""
    term = value if isinstance(value, ox.NamedNode) else ox.Literal(str(value), language="en")
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), term, ox.NamedNode(graph))


def made(written: str) -> tuple[set[ox.Quad], set[ox.Quad]]:
    """The statements that a program reads as added and as removed."""
    added, removed = (
        {
            each
            for change in json.loads(written)["changes"]
            for fields in change[side]
            for each in ox.parse(
                "{subject} {predicate} {object} {graph} .".format(**fields),
                format=ox.RdfFormat.N_QUADS,
            )
        }
        for side in ("added", "removed")
    )
    return added, removed


@given(states)
def test_equal(state: frozenset[ox.Quad]) -> None:
    """Between a state and itself nothing changed."""
    assert compare(state, state) == ()


@given(states, states)
def test_lead(before: frozenset[ox.Quad], after: frozenset[ox.Quad]) -> None:
    """Changes that are made lead from one state to the other, and each statement changes once."""
    changes = compare(before, after)

    assert apply(changes, before) == after
    told = [quad for change in changes for quad in (*change.added, *change.removed)]
    assert len(told) == len(set(told)) == len(before ^ after)
    assert len({change.resource for change in changes}) == len(changes)


@given(states, states)
def test_json(before: frozenset[ox.Quad], after: frozenset[ox.Quad]) -> None:
    """What programs read leads from one state to the other too."""
    changes = compare(before, after)
    written = WRITERS["json"](changes, Phrases(before, after), ("a", "b"))
    added, removed = made(written)

    # The parser gives blank nodes labels of its own.
    named = [{str(each) for each in state if "_:" not in str(each)} for state in (before, after)]
    plain = [{str(each) for each in side if "_:" not in str(each)} for side in (added, removed)]
    assert (named[0] - plain[1]) | plain[0] == named[1]


@given(states, states)
def test_told(before: frozenset[ox.Quad], after: frozenset[ox.Quad]) -> None:
    """Any change can be told, each with one line at least, and no line is told twice."""
    changes = compare(before, after)
    phrases = Phrases(before, after)

    for name in ("text", "markdown"):
        written = WRITERS[name](changes, phrases, ("a", "b"))
        for change in changes:
            assert f"was {change.verb}" in written


def test_verbs() -> None:
    """A resource of which nothing was stated before is added, one of which nothing is removed."""
    before = {quad(LEO, NAMES[1], "LEO"), quad(f"{NPD}#part", NAMES[1], "part")}
    after = {quad(LEO, NAMES[1], "Leo"), quad(f"{BASE}dataset/hes", NAMES[1], "HES")}

    assert [(each.resource, each.verb) for each in compare(before, after)] == [
        (f"{BASE}dataset/hes", "added"),
        (LEO, "changed"),
        (NPD, "removed"),
    ]


def test_inferred_verb() -> None:
    """What merely follows neither adds a resource nor removes one."""
    stated, follows = quad(LEO, NAMES[1], "LEO"), quad(LEO, NAMES[2], "x", INFERRED)

    assert [each.verb for each in compare({stated, follows}, {stated})] == ["changed"]
    assert [each.verb for each in compare({follows}, set())] == ["changed"]
    assert [each.verb for each in compare({stated, follows}, {follows})] == ["removed"]


@pytest.mark.parametrize(
    ("subject", "resource"),
    [
        (f"{LEO}#size", LEO),
        (f"{BASE}scheme/theme#education", f"{BASE}scheme/theme#education"),
        (f"{BASE}ontology#amount", f"{BASE}ontology#amount"),
        (f"{PREFIXES['dcat']}Dataset", f"{PREFIXES['dcat']}Dataset"),
        (f"{BASE}shape/dataset#title", f"{BASE}shape/dataset"),
        (f"{BASE}catalog", f"{BASE}catalog"),
    ],
)
def test_resource(subject: str, resource: str) -> None:
    """A part belongs to its whole; terms and concepts are things in their own right."""
    assert resource_of(quad(subject, NAMES[1], "x")) == resource


def test_order() -> None:
    """Data come first, then concepts and shapes, then what belongs to others."""
    things = (f"{PREFIXES['dcat']}Dataset", f"{BASE}scheme/theme#education", NPD, LEO)
    changes: tuple[Change, ...] = compare(set(), {quad(each, NAMES[1], "x") for each in things})

    assert [each.resource for each in changes] == [LEO, NPD, things[0], things[1]]
