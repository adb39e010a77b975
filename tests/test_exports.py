"""The exports: what other catalogues harvest."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from adrgraph.build import build
from adrgraph.errors import InvalidQueryFile, UnknownQuery
from adrgraph.exports import Export, export
from adrgraph.formats import holding
from adrgraph.iris import CATALOG, PREFIXES, mint
from adrgraph.layout import Layout, find_layout
from adrgraph.reasoning import reason
from adrgraph.results import Solutions, text
from adrgraph.store import Store, load
from adrgraph.terms import IS_CATALOGED_IN
from tests.statements import stated

LAYOUT = find_layout()
A = ox.NamedNode(PREFIXES["rdf"] + "type")


def dcat(name: str) -> ox.NamedNode:
    """A term of DCAT."""
    return ox.NamedNode(PREFIXES["dcat"] + name)


def dcterms(name: str) -> ox.NamedNode:
    """A term of DCMI."""
    return ox.NamedNode(PREFIXES["dcterms"] + name)


@pytest.fixture(scope="module")
def store() -> Store:
    """The real graph."""
    return load(build(LAYOUT).quads())


@pytest.fixture(scope="module", params=["dcat", "dcat-ap"])
def exported(request: pytest.FixtureRequest, store: Store) -> Export:
    """The real graph in each profile of DCAT."""
    return export(store, request.param, layout=LAYOUT)


def last(node: object) -> str:
    """The last part of an IRI."""
    assert isinstance(node, ox.NamedNode)
    return node.value.replace("#", "/").rpartition("/")[2]


def subjects(result: Export, kind: ox.NamedNode) -> set[str]:
    """The IRIs of the things of one class."""
    found = {
        triple.subject
        for triple in result.triples
        if (triple.predicate, triple.object) == (A, kind)
    }
    return {node.value for node in found if isinstance(node, ox.NamedNode)}


def test_every_dataset(exported: Export) -> None:
    """Every dataset of the catalogue is exported, series as series and never as both."""
    files = {mint("dataset", path.stem) for path in (LAYOUT.data / "datasets").glob("*.trig")}
    code = {mint("dataset", "ashe-enriched-code")}
    datasets, series = (subjects(exported, dcat(name)) for name in ("Dataset", "DatasetSeries"))

    assert datasets | series == files - code
    assert datasets & series == set()
    assert mint("dataset", "welsh-env") in series


def test_one_catalogue(exported: Export) -> None:
    """There is one catalogue, and the catalogues outside do not look like ours."""
    assert subjects(exported, dcat("Catalog")) == {CATALOG}


def test_nothing_anonymous(exported: Export) -> None:
    """Everything that a harvester counts has an IRI."""
    assert not [t for t in exported.triples if isinstance(t.subject, ox.BlankNode)]


def test_nothing_to_download(exported: Export) -> None:
    """There is no download address, and none is invented."""
    assert not [t for t in exported.triples if t.predicate == dcat("downloadURL")]


def test_restricted(exported: Export) -> None:
    """Every dataset says that access is restricted."""
    rights = {
        triple.subject.value
        for triple in exported.triples
        if triple.predicate == dcterms("accessRights") and isinstance(triple.subject, ox.NamedNode)
    }

    assert rights == subjects(exported, dcat("Dataset"))


def test_releases(exported: Export, store: Store) -> None:
    """A release is listed with its address, or named as left out; none is lost."""
    link = ox.NamedNode(PREFIXES["dcat"] + "distribution")
    merged = (quad for quad in store.dump() if quad.graph_name == ox.DefaultGraph())
    linked = {quad.object for quad in merged if quad.predicate == link}
    releases = {node.value for node in linked if isinstance(node, ox.NamedNode)}
    addressed = {
        triple.subject.value
        for triple in exported.triples
        if triple.predicate == dcat("accessURL") and isinstance(triple.subject, ox.NamedNode)
    }

    assert subjects(exported, dcat("Distribution")) == addressed
    assert addressed | set(exported.omitted) == releases
    assert addressed & set(exported.omitted) == set()


@pytest.mark.parametrize("format", [found.name for found in holding("graph")])
def test_formats(exported: Export, format: str) -> None:
    """An export says the same in every serialisation of a graph."""
    found = next(entry for entry in holding("graph") if entry.name == format)
    parsed = ox.parse(exported.triples.write(format), format=found.rdf)

    assert {quad.triple for quad in parsed} == set(exported.triples)


def schema(name: str) -> ox.NamedNode:
    """A term of schema.org."""
    return ox.NamedNode(PREFIXES["schema"] + name)


@pytest.fixture(scope="module")
def searched(store: Store) -> dict[str, dict[str, list[ox.Literal | ox.NamedNode]]]:
    """What search engines are told: of each thing, the values of each property by its name."""
    found: dict[str, dict[str, list[ox.Literal | ox.NamedNode]]] = {}
    for triple in export(store, "schemaorg", layout=LAYOUT).triples:
        assert isinstance(triple.subject, ox.NamedNode)
        assert isinstance(triple.object, ox.Literal | ox.NamedNode)
        said = found.setdefault(triple.subject.value, {})
        said.setdefault(last(triple.predicate), []).append(triple.object)
    return found


def test_search_engines(
    searched: dict[str, dict[str, list[ox.Literal | ox.NamedNode]]], store: Store
) -> None:
    """Every dataset has what a search engine of datasets demands, once, and links that it finds.

    A description has 50 to 5,000 characters, a coverage in time is an interval, and whatever is
    linked has a name.
    """
    datasets = {iri: said for iri, said in searched.items() if schema("Dataset") in said["type"]}
    listed = store.query(f"SELECT ?d {{ ?d <{IS_CATALOGED_IN}> <{CATALOG}> }}")

    assert isinstance(listed, Solutions)
    assert datasets.keys() == {
        row["d"].value for row in listed if isinstance(row["d"], ox.NamedNode)
    }
    for iri, said in datasets.items():
        for name in ("name", "description", "url"):
            assert len(said[name]) == 1, iri
        assert said["url"] == [ox.NamedNode(iri)]
        assert 50 <= len(said["description"][0].value) <= 5000
        assert ox.Literal(iri) in said["identifier"]
        assert said["includedInDataCatalog"] == [ox.NamedNode(CATALOG)]
        assert all("/" in years.value for years in said.get("temporalCoverage", ()))
        for name in ("creator", "publisher", "spatialCoverage", "isBasedOn", "isPartOf"):
            assert all("name" in searched[thing.value] for thing in said.get(name, ())), iri


def test_search_engines_invent_nothing(
    searched: dict[str, dict[str, list[ox.Literal | ox.NamedNode]]],
) -> None:
    """No licence, price or download of a dataset is told, as no source states one."""
    leo = searched[mint("dataset", "leo")]
    told = {name for said in searched.values() for name in said}

    assert {text(value) for value in leo["temporalCoverage"]} == {"1995-01/2019-08"}
    assert mint("dataset", "npd") in {value.value for value in leo["isBasedOn"]}
    assert "10.57906/ct4b-k289" in map(text, searched[mint("dataset", "guie-w1")]["identifier"])
    assert "license" not in leo
    assert told.isdisjoint({"distribution", "isAccessibleForFree", "contentUrl", "offers"})


def test_omitted(store: Store) -> None:
    """A profile that lists no releases leaves none out."""
    assert export(store, "schemaorg", layout=LAYOUT).omitted == ()


def test_no_construct(tmp_path: Path) -> None:
    """An export that is no CONSTRUCT is refused with its file."""
    path = tmp_path / "queries" / "exports" / "rows.rq"
    path.parent.mkdir(parents=True)
    path.write_text("#+ summary: Which things are there?\nSELECT ?a { ?a ?b ?c } ORDER BY ?a\n")

    with pytest.raises(InvalidQueryFile, match=r"rows\.rq:1:1: An export is a CONSTRUCT"):
        export(load(()), "rows", layout=Layout(tmp_path))


def test_unknown_profile(store: Store) -> None:
    """An unknown profile is refused with the nearest and the whole list."""
    with pytest.raises(
        UnknownQuery, match=r'Did you mean "dcat-ap"\? There are: dcat, dcat-ap, schemaorg\.'
    ):
        export(store, "dcat-app", layout=LAYOUT)


@pytest.mark.parametrize("profile", ["dcat", "dcat-ap"])
@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "rdf"])
def test_dcat_ap_shapes(store: Store, tmp_path: Path, profile: str, suffix: str) -> None:
    """The published DCAT-AP 3.0.1 shapes find nothing wrong, in each serialisation."""
    folder = os.environ.get("ADRGRAPH_CONFORMANCE")
    if folder is None:
        pytest.skip("ADRGRAPH_CONFORMANCE names no folder with the DCAT-AP shapes")
    path = tmp_path / f"export.{suffix}"
    path.write_bytes(export(store, profile, layout=LAYOUT).triples.write(suffix))
    check = Path(folder) / "dcatap_check.py"
    done = subprocess.run(
        [sys.executable, str(check), str(path), "--profiles", "3.0.1"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    assert "3.0.1                CONFORMS" in done.stdout


@pytest.mark.parametrize("profile", ["dcat", "dcat-ap"])
@pytest.mark.parametrize(
    ("later", "frequencies", "periods"),
    [
        ('dcterms:issued "2024"^^xsd:gYear', {"NEVER", "static"}, {"two"}),
        ('dcterms:title "Undated"@en', {"ANNUAL", "annual"}, {"one", "two"}),
    ],
    ids=["latest", "order unknown"],
)
def test_latest(profile: str, later: str, frequencies: set[str], periods: set[str]) -> None:
    """The latest frequency and period stand; in unknown order the first by IRI, and each period."""
    claims = "".join(
        f"GRAPH source:{source} {{ dataset:a dcterms:accrualPeriodicity "
        f"<https://w3id.org/adrgraph/scheme/frequency#{often}> ; dcterms:temporal <urn:x/{period}> "
        f'. <urn:x/{period}> a dcterms:PeriodOfTime ; dcat:startDate "2000"^^xsd:gYear . }}\n'
        for source, often, period in (("old", "annual", "one"), ("new", "static", "two"))
    )
    sources = stated(
        f'source:old dcterms:issued "2020"^^xsd:gYear . source:new {later} .\n'
        "dataset:a adr:isCatalogedIn <https://w3id.org/adrgraph/catalog> .\n" + claims
    )
    found = export(load(reason(sources).quads()), profile, layout=LAYOUT).triples
    told = {last(each.object) for each in found if each.predicate == dcterms("accrualPeriodicity")}
    kept = {last(each.object) for each in found if each.predicate == dcterms("temporal")}

    assert told
    assert told <= frequencies
    assert kept == periods
