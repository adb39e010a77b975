"""Saved queries that touch the same fact say the same of it, over all of the real data."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from adrgraph.catalogue import scheme_slugs
from adrgraph.layout import find_layout
from adrgraph.names import read_names
from adrgraph.queries import read_queries
from adrgraph.results import Solutions
from tests.asking import ask, slug, slugs

if TYPE_CHECKING:
    from adrgraph.catalogue import Catalogue
    from tests.asking import Row

LAYOUT = find_layout()
QUERIES, _ = read_queries(LAYOUT.queries, schemes=scheme_slugs(LAYOUT))
DESCRIBING = [
    query.name
    for query in QUERIES.values()
    if [parameter.type for parameter in query.parameters if parameter.required] == ["dataset"]
]


@pytest.fixture(scope="module")
def datasets(real: Catalogue) -> list[str]:
    """Every dataset."""
    return sorted(slugs(ask(real, "datasets"), "dataset"))


def named(catalogue: Catalogue, kind: str) -> list[str]:
    """Everything of a kind that has a file of its own."""
    return [name.slug for name in read_names(catalogue.store, kind=kind).listed(kind)]


def cells(rows: list[Row], *columns: str, **where: str) -> set[tuple[str, ...]]:
    """The cells of some columns, in the rows that have these values."""
    return {
        tuple(slug(row[column]) for column in columns)
        for row in rows
        if where.items() <= row.items()
    }


def test_enough(datasets: list[str]) -> None:
    """There are at least forty saved queries, and over a hundred datasets to ask them about."""
    assert len(QUERIES) >= 40
    assert len(datasets) > 100


@pytest.mark.parametrize("query", DESCRIBING)
def test_rows_are_unique(query: str, real: Catalogue, datasets: list[str]) -> None:
    """A query on one dataset says nothing twice, whichever dataset it is."""
    for dataset in datasets:
        found = real.run(query, dataset=dataset)
        assert isinstance(found, Solutions)
        twice = [row for row, times in Counter(map(tuple, found)).items() if times > 1]

        assert twice == [], dataset


@pytest.mark.parametrize(
    "query",
    [
        name
        for name, query in QUERIES.items()
        if not any(parameter.required for parameter in query.parameters)
    ],
)
def test_all_rows_are_unique(query: str, real: Catalogue) -> None:
    """A query that may be asked without any value says nothing twice."""
    found = real.run(query)
    assert isinstance(found, Solutions)

    assert [row for row, times in Counter(map(tuple, found)).items() if times > 1] == []


def test_built_from(real: Catalogue, datasets: list[str]) -> None:
    """What links to a dataset as built from it has it as a component, and the other way round."""
    links = {
        (row["other"], f"dataset/{dataset}")
        for dataset in datasets
        for row in ask(real, f"links-to dataset={dataset}")
        if row["sense"] == "built from it"
    }
    components = {
        (f"dataset/{dataset}", row["component"])
        for dataset in datasets
        for row in ask(real, f"components-of dataset={dataset}")
        if row["sense"] == "component" and not row["standing"]
    }

    assert {pair for pair in links if "#" not in pair[0]} == components


def test_beside(real: Catalogue, datasets: list[str]) -> None:
    """Two datasets that link beside each other are both read by the linkage that is named."""
    read = cells(ask(real, "linkages"), "linkage", "input")
    for dataset in datasets:
        for row in ask(real, f"links-to dataset={dataset}"):
            if row["sense"] == "beside it":
                linkage = slug(row["linkage"])

                assert {(linkage, dataset), (linkage, slug(row["other"]))} <= read


def test_environments(real: Catalogue, datasets: list[str]) -> None:
    """A dataset is where the list of an environment's datasets has it."""
    for environment in named(real, "environment"):
        listed = slugs(ask(real, f"datasets environment={environment}"), "dataset")
        found = {
            dataset
            for dataset in datasets
            for row in ask(real, f"where-is dataset={dataset}")
            if slug(row["environment"]) == environment
            and not row["standing"]
            and not row["held"].startswith("a part of it")
        }

        assert found == listed, environment


def test_held(real: Catalogue, datasets: list[str]) -> None:
    """What an environment holds is there when asked by dataset, by the word of the same source."""
    columns = ("environment", "release", "source", "standing")
    held = {
        (slug(row["dataset"]), *(row[column] for column in columns)) for row in ask(real, "held-in")
    }
    found = {
        (dataset, *(row[column] for column in columns))
        for dataset in datasets
        for row in ask(real, f"where-is dataset={dataset}")
        if row["held"] == "the dataset itself"
    }

    assert found == held


def test_releases(real: Catalogue) -> None:
    """Every release that is held somewhere is listed with that environment, and no other is."""
    columns = ("dataset", "release", "environment", "version", "source", "standing")
    placed = {row for row in cells(ask(real, "releases"), *columns) if row[2]}

    assert placed == cells(ask(real, "held-in"), *columns)


def test_environment_counts(real: Catalogue) -> None:
    """An environment counts the datasets of which a source says that it holds a release."""
    held = ask(real, "held-in")
    for row in ask(real, "environments"):
        found = cells(held, "dataset", environment=row["environment"], standing="")

        assert len(found) == int(row["datasets"]), row["title"]


@pytest.mark.parametrize("nation", ["england", "wales", "scotland", "northern-ireland"])
def test_covering(nation: str, real: Catalogue) -> None:
    """What covers a nation, wholly or partly, is what the list finds for it."""
    covering = ask(real, f"covering nation={nation}")

    assert cells(covering, "dataset") == cells(ask(real, f"datasets nation={nation}"), "dataset")


def test_periods(real: Catalogue, datasets: list[str]) -> None:
    """The years that data cover are the periods and reference dates of dataset and releases."""
    columns = ("dataset", "start", "end")
    covering = {row for row in cells(ask(real, "covering"), *columns) if any(row[1:])}
    periods = ask(real, "periods")
    observed = {
        tuple(slug(row[column]) for column in columns)
        for row in periods
        if not row["of"].startswith("what a linkage") and row["kind"] != "birth cohort"
        if row["start"] or row["end"]
    }
    # A release without environment has no place among copies.
    assert covering <= observed
    for kind in ("period of observation", "reference date"):
        assert cells(periods, *columns, of="the dataset", kind=kind) <= covering

    for dataset in datasets:
        told = cells(ask(real, f"dataset dataset={dataset}"), "value", "source")
        for row in periods:
            if slug(row["dataset"]) == dataset and row["kind"] != "reference date":
                span = f"{row['start'] or '?'} to {row['end'] or '?'}"

                assert row["of"].startswith("what a linkage") or (span, slug(row["source"])) in told


def test_sizes(real: Catalogue, datasets: list[str]) -> None:
    """The description of a dataset has each of its sizes, and no other."""
    sizes = ask(real, "sizes")
    everywhere = {(figure(row), slug(row["source"])) for row in sizes}
    for dataset in datasets:
        told = cells(ask(real, f"dataset dataset={dataset}"), "value", "source", aspect="extent")
        own = {
            (figure(row), slug(row["source"]))
            for row in sizes
            if slug(row["dataset"]) == dataset and not row["of"].startswith("what a linkage")
        }

        assert own <= told <= everywhere, dataset


def figure(row: Row) -> str:
    """A size in the words of the description of a dataset."""
    about = "about " if row["approximate"] == "true" else ""
    return f"{about}{row['amount']} {row['unit']}"


def test_roles(real: Catalogue) -> None:
    """What an organisation does for datasets is what is said of the datasets."""
    columns = ("role", "source", "standing")
    for organisation in named(real, "organisation"):
        owners = ask(real, f"owners organisation={organisation}")
        roles = {row[0] for row in cells(owners, "role")}
        does = {
            (slug(row["thing"]), row["relation"], slug(row["source"]), row["standing"])
            for row in ask(real, f"organisation organisation={organisation}")
            if row["thing"].startswith("dataset/") and row["relation"] in roles
            if "#" not in row["thing"]
        }

        assert does == {row for row in cells(owners, "dataset", *columns) if "#" not in row[0]}


def test_component_owners(real: Catalogue, datasets: list[str]) -> None:
    """Who owns a component is who owns it when asked about it."""
    columns = ("owner", "source", "standing")
    owned: dict[str, set[tuple[str, ...]]] = {}
    for row in ask(real, "owners"):
        if row["role"] == "owner" and row["organisation"]:
            cell = (slug(row["organisation"]), slug(row["source"]), row["standing"])
            owned.setdefault(row["dataset"], set()).add(cell)
    for dataset in datasets:
        rows = ask(real, f"component-owners dataset={dataset}")
        for component in {row["component"] for row in rows}:
            found = {row for row in cells(rows, *columns, component=component) if row[0]}

            assert found == owned.get(component, set())


def test_parts(real: Catalogue, datasets: list[str]) -> None:
    """The parts of a collection are its parts among the components."""
    parts = {
        (dataset, slug(row["component"]))
        for dataset in datasets
        for row in ask(real, f"components-of dataset={dataset}")
        if row["sense"] == "part of it"
    }

    assert cells(ask(real, "collections"), "collection", "part") == parts


def test_linkages(real: Catalogue) -> None:
    """One linkage reads what the list of all says that it reads."""
    rows = ask(real, "linkages")
    for linkage in named(real, "linkage"):
        listed = {row for row in cells(rows, "input", linkage=f"linkage/{linkage}") if row[0]}
        told = cells(ask(real, f"linkage linkage={linkage}"), "detail", aspect="reads")

        assert {row for row in told if row[0]} == listed


def test_sources(real: Catalogue) -> None:
    """A source makes as many statements as it is said to make."""
    for row in ask(real, "sources"):
        if "#" not in row["source"]:
            said = ask(real, f"source source={slug(row['source'])}")
            own = [
                (other["subject"], other["property"], other["value"])
                for other in said
                if other["section"] == row["source"]
            ]

            assert len(set(own)) == int(row["statements"]), row["source"]


@pytest.mark.parametrize(
    ("query", "column", "parameter"),
    [
        ("recording", "characteristic", "characteristic"),
        ("update-frequencies", "frequency", "frequency"),
    ],
)
def test_facets(query: str, column: str, parameter: str, real: Catalogue) -> None:
    """What is said to be so of a dataset finds the dataset in the list."""
    rows = ask(real, query)
    for value in {row[column] for row in rows}:
        chosen = ask(real, f"datasets {parameter}={value.rpartition('#')[2]}")

        assert cells(rows, "dataset", **{column: value}) == cells(chosen, "dataset")


def test_themes(real: Catalogue) -> None:
    """A theme counts the datasets that the list has on it."""
    for row in ask(real, "themes"):
        listed = ask(real, f"datasets theme={row['theme'].rpartition('#')[2]}")

        assert len(cells(listed, "dataset")) == int(row["datasets"]), row["label"]


def test_question_counts(real: Catalogue) -> None:
    """A dataset has as many questions as are listed for it."""
    listed = Counter(row["dataset"] for row in ask(real, "research-questions"))
    counted: Counter[str] = Counter()
    for row in ask(real, "question-counts"):
        counted[row["dataset"]] += int(row["questions"])

    assert counted == listed


def test_consents(real: Catalogue, datasets: list[str]) -> None:
    """A dataset needs the consent of those who approve it when it is asked about alone."""
    needed = {slug(row["dataset"]): int(row["bodies"]) for row in ask(real, "consents")}
    for dataset in datasets:
        bodies = {
            row["owner"] or row["body"]
            for row in ask(real, f"approvals dataset={dataset}")
            if row["kind"] != "provision"
        }

        assert len(bodies) == needed.get(dataset, min(len(bodies), 1)), dataset


def test_approvals(real: Catalogue, datasets: list[str]) -> None:
    """Whoever approves does so at a step of the way to the data."""
    for dataset in datasets:
        steps = cells(ask(real, f"how-to-access dataset={dataset}"), "stage", "position", "step")

        assert (
            cells(ask(real, f"approvals dataset={dataset}"), "stage", "position", "step") <= steps
        )
