"""A draft holds what is known and nothing else, and its head lists what the shapes miss."""

from __future__ import annotations

import shutil

import pyoxigraph as ox
import pytest

from adrgraph.canonical import canonical
from adrgraph.drafts import DRAFTED, Draft, draft, kind_classes
from adrgraph.errors import InvalidParameter, LayoutError, UnknownName
from adrgraph.findings import Severity
from adrgraph.iris import CATALOG, PREFIXES, mint
from adrgraph.layout import Layout, find_layout
from adrgraph.sources import read
from adrgraph.terms import IS_CATALOGED_IN
from adrgraph.validation import validate
from tests.layouts import world_layout

PROJECT = find_layout()
EACH = [(kind, name) for kind in DRAFTED for name in kind_classes(PROJECT, kind)]
TYPE, CATALOGED = ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(IS_CATALOGED_IN)
OURS = ox.NamedNode(mint("source", "adrgraph"))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """The small world, not to be changed."""
    return world_layout(tmp_path_factory.mktemp("drafts") / "world")


def stated(begun: Draft) -> set[ox.Quad]:
    """What the text of a draft states."""
    return set(ox.parse(begun.text, format=ox.RdfFormat.TRIG))


def said(begun: Draft, property: str) -> list[tuple[str, str]]:  # noqa: A002 - RDF's word
    """What a draft says of a property: the value, and the graph that it stands in."""
    return [
        (str(quad.object), str(quad.graph_name))
        for quad in stated(begun)
        if quad.predicate == ox.NamedNode(property)
    ]


@pytest.mark.parametrize(("kind", "name"), EACH)
def test_nothing_made_up(kind: str, name: str) -> None:
    """A draft of which nothing is known states its class alone, and that a dataset is listed."""
    begun = draft(PROJECT, kind, "a-new-one", type=name)

    thing = ox.NamedNode(mint(kind, "a-new-one"))
    quads = stated(begun)
    assert {quad.graph_name for quad in quads} == {OURS}
    assert {quad.subject for quad in quads} == {thing}
    assert {quad.predicate for quad in quads} <= {TYPE, CATALOGED}
    assert said(begun, IS_CATALOGED_IN) in ([], [(f"<{CATALOG}>", str(OURS))])
    assert begun.text == canonical(begun.text, path=begun.path)


@pytest.mark.parametrize(("kind", "name"), EACH)
def test_missing(kind: str, name: str) -> None:
    """A draft's head lists what is required and what is advised, each with its remedy."""
    begun = draft(PROJECT, kind, "a-new-one", type=name)

    assert {each.severity for each in begun.required} <= {Severity.VIOLATION}
    assert Severity.VIOLATION not in {each.severity for each in begun.advised}
    for word, findings in (("required", begun.required), ("advised", begun.advised)):
        lines = [line for line in begun.text.split("\n") if line.startswith(f"# {word}: ")]
        assert [line.partition(" — ")[2] for line in lines] == [each.message for each in findings]
    assert "Give " in "".join(each.message for each in begun.required), "its name at least"


@pytest.mark.parametrize("name", kind_classes(PROJECT, "dataset"))
def test_check_agrees(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What a draft's head requires is what `adrgraph check` finds in the file, with its line."""
    layout = world_layout(tmp_path_factory.mktemp("drafts") / "world")
    begun = draft(PROJECT, "dataset", "a-new-one", type=name)
    (layout.root / begun.path).write_text(begun.text, encoding="utf-8")
    found = [each for each in validate(read(layout)).findings if each.path == begun.path]

    assert {(each.property, each.message) for each in found} == {
        (each.property, each.message) for each in (*begun.required, *begun.advised)
    }
    subject = begun.text.split("\n").index("dataset:a-new-one") + 1
    assert {each.line for each in found} == {subject}


def test_known(world: Layout) -> None:
    """What is known of a thing stands in the graph of the source, or section, that says it."""
    begun = draft(
        world,
        "dataset",
        "a-new-one",
        type="SourceDataset",
        title="A New One",
        source="leaflet#data",
        url="https://example.org/new",
    )

    graph = f"<{mint('source', 'leaflet', 'data')}>"
    assert said(begun, PREFIXES["dcterms"] + "title") == [('"A New One"@en', graph)]
    assert said(begun, PREFIXES["dcat"] + "landingPage") == [("<https://example.org/new>", graph)]
    assert "Give the dataset its name" not in begun.text


@pytest.mark.parametrize(
    ("date", "literal"),
    [
        ("2022", '"2022"^^<http://www.w3.org/2001/XMLSchema#gYear>'),
        ("2022-09", '"2022-09"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'),
        ("2022-09-30", '"2022-09-30"^^<http://www.w3.org/2001/XMLSchema#date>'),
    ],
)
def test_source(date: str, literal: str) -> None:
    """What is known of a source stands in our own graph; a date is as exact as it was given."""
    begun = draft(
        PROJECT,
        "source",
        "a-new-one",
        title="A page",
        url="https://example.org/page",
        publisher="ons",
        date=date,
    )

    dcterms, ours = PREFIXES["dcterms"], str(OURS)
    assert said(begun, f"{dcterms}title") == [('"A page"@en', ours)]
    assert said(begun, PREFIXES["foaf"] + "page") == [("<https://example.org/page>", ours)]
    assert said(begun, f"{dcterms}publisher") == [(f"<{mint('organisation', 'ons')}>", ours)]
    assert said(begun, f"{dcterms}issued") == [(literal, ours)]
    assert begun.required == ()


def test_organisation() -> None:
    """A title and an address are given with the properties that this kind has for them."""
    begun = draft(
        PROJECT,
        "organisation",
        "a-new-one",
        title="Office",
        source="brochure-2022",
        url="https://example.org",
    )

    graph = f"<{mint('source', 'brochure-2022')}>"
    assert said(begun, PREFIXES["foaf"] + "name") == [('"Office"@en', graph)]
    assert said(begun, PREFIXES["foaf"] + "homepage") == [("<https://example.org>", graph)]


@pytest.mark.parametrize(
    ("arguments", "known", "message"),
    [
        (("datset", "a"), {}, 'No kind is called "datset". Did you mean "dataset"?'),
        (("query", "a"), {}, 'CONTRIBUTING.md says how to add a "query".'),
        (("dataset", "Two Words"), {}, 'lower-case letters, digits and hyphens, such as "two-w'),
        (("dataset", "../leo"), {}, '"../leo" is no slug'),
        (("dataset", "leo"), {}, "data/datasets/leo.trig is there already, and is left as it is."),
        (("dataset", "a"), {}, "Say with --type what kind of dataset it is: adr:SourceDataset,"),
        (("linkage", "a"), {"title": "A", "url": "https://e.org"}, "add --source SLUG"),
        (("source", "a"), {"source": "brochure-2022"}, "leave --source out"),
        (("source", "a"), {"url": "example.org"}, '"example.org" is no address: write it whole'),
        (("source", "a"), {"date": "September 2022"}, "write 2022, 2022-09 or 2022-09-30"),
        (("source", "a"), {"date": "2022-13"}, '"2022-13" is no date'),
        (("source", "a"), {"date": "2022-02-30"}, '"2022-02-30" is no date'),
        (
            ("linkage", "a"),
            {"source": "brochure-2022", "date": "2022"},
            "--date says nothing about this kind, linkage",
        ),
    ],
)
def test_refused(arguments: tuple[str, str], known: dict[str, str], message: str) -> None:
    """What cannot be begun is refused with the remedy."""
    with pytest.raises(InvalidParameter) as caught:
        draft(PROJECT, *arguments, **known)

    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("known", "message"),
    [
        ({"source": "leo-dataset-pge"}, 'Did you mean "leo-dataset-page"? `adrgraph new source '),
        ({"source": "brochure-2022#leo"}, "data/sources/brochure-2022.trig describes no"),
        ({"type": "LinkdDataset"}, 'Did you mean "adr:LinkedDataset"? Choose one of'),
    ],
)
def test_unknown(known: dict[str, str], message: str) -> None:
    """A source, a section of one or a type that is not known is refused with the nearest."""
    with pytest.raises(UnknownName) as caught:
        draft(PROJECT, "dataset", "a-new-one", **known)

    assert message in str(caught.value)


def test_unknown_publisher() -> None:
    """An organisation that is not described is refused, with the way to begin it."""
    with pytest.raises(UnknownName, match="`adrgraph new organisation some-office` begins"):
        draft(PROJECT, "source", "a-new-one", publisher="some-office")


def test_first_of_its_kind(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where a kind has no things yet, its class is asked for, out of those that shapes know."""
    layout = world_layout(tmp_path_factory.mktemp("drafts") / "world")

    shutil.rmtree(layout.data / "events", ignore_errors=True)

    with pytest.raises(InvalidParameter, match=r"Say with --type .*adr:Event"):
        draft(layout, "event", "opening")
    assert said(draft(layout, "event", "opening", type="Event"), TYPE.value)


def test_broken_neighbour(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A file that cannot be read does not keep a person from beginning another."""
    layout = world_layout(tmp_path_factory.mktemp("drafts") / "world")
    (layout.data / "datasets" / "careers.trig").write_text("broken", encoding="utf-8")

    assert draft(layout, "dataset", "a-new-one", type="SourceDataset").required


def test_installed(monkeypatch: pytest.MonkeyPatch, world: Layout) -> None:
    """Nothing is written into the files of an installed program: the checkout is asked for."""
    monkeypatch.setattr("adrgraph.layout._INSTALLED", world.root)

    with pytest.raises(LayoutError, match="--root FOLDER"):
        draft(world, "dataset", "a-new-one", type="SourceDataset")
