"""Validation: two engines that find the same, places, severities, and what cannot be used."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adrgraph.errors import InvalidQueryFile, MissingExtra, SourceError
from adrgraph.findings import Finding, Severity
from adrgraph.iris import ADR, PREFIXES
from adrgraph.layout import Layout
from adrgraph.sources import Document, Sources
from adrgraph.validation import ENGINES, check_findings, shape_findings, validate
from adrgraph.validation.reference import verdicts as reference
from adrgraph.validation.rust import verdicts as rust

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from adrgraph.validation.verdicts import Verdict

HERE = Path(__file__).parent / "validation"
SHAPE = "https://w3id.org/adrgraph/shape/dataset"
LEO = "<https://w3id.org/adrgraph/dataset/leo>"
TITLE = f"<{PREFIXES['dcterms']}title>"
THING, DCTERMS_TITLE = ox.NamedNode(LEO[1:-1]), ox.NamedNode(TITLE[1:-1])
PREAMBLE = "\n".join(f"PREFIX {prefix}: <{name}>" for prefix, name in PREFIXES.items())

TITLED = """
<#dataset> a sh:NodeShape ; sh:targetClass adr:LinkedDataset ; sh:property <#title> .
<#title> sh:path dcterms:title ; sh:minCount 1 ; sh:maxCount 1 ; sh:message "Give one title."@en .
"""
UNTITLED = "GRAPH source:adrgraph { dataset:leo a adr:LinkedDataset . }"


def document(path: str, text: str, *, iri: str) -> Document:
    """A document with this text after our prefixes."""
    parsed = ox.parse(f"{PREAMBLE}\n{text}", format=ox.RdfFormat.TRIG, base_iri=iri)
    quads = [
        ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(iri))
        if isinstance(quad.graph_name, ox.DefaultGraph)
        else quad
        for quad in parsed
    ]
    return Document(path=path, iri=iri, text=f"{PREAMBLE}\n{text}", quads=tuple(quads))


def sources(root: Path, *, shapes: str = "", data: str = UNTITLED, check: str = "") -> Sources:
    """The sources of a layout at `root` with one shape file, one data file and one check."""
    checks = root / "queries" / "checks"
    checks.mkdir(parents=True)
    if check:
        (checks / "rule.rq").write_text(check, "utf-8")
    documents = (
        document("data/datasets/leo.trig", data, iri=LEO.strip("<>")),
        document("shapes/dataset.ttl", shapes, iri=SHAPE),
    )
    return Sources(Layout(root), documents)


def told(findings: set[Finding]) -> list[tuple[str, str, str, str]]:
    """Focus, severity, message and shape of each finding."""
    return sorted((f.focus, str(f.severity), f.message, f.shape) for f in findings)


@pytest.mark.parametrize("engine", ENGINES)
def test_kinds_of_demand(engine: str, tmp_path: Path) -> None:
    """Every engine finds the same for each kind of demand, path, message and literal."""
    things = (HERE / "things.ttl").read_text("utf-8")
    demands = (HERE / "demands.ttl").read_text("utf-8")
    made = sources(tmp_path, shapes=demands, data=things)

    found = shape_findings(made, engine=engine)

    assert found == shape_findings(made)
    assert {finding.property for finding in found} >= {
        "",
        "^<http://example.org/a>",
        "(<http://example.org/a>/<http://example.org/b>)",
        "(<http://example.org/a>)?",
        "(<http://example.org/a>|^<http://example.org/b>|(<http://example.org/c>/<http://example.org/d>))",
        "((<http://example.org/a>/<http://example.org/b>))*",
    }


@given(st.text(), st.sampled_from(["string", "integer", "date", "boolean", "anyURI"]))
def test_any_literal(text: str, datatype: str) -> None:
    """Both engines tell of a value as it was written, whatever its characters."""
    value = ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + datatype))
    shapes = document(
        "", f"{LEO} sh:property [ sh:path {TITLE} ; sh:in () ] ; sh:targetNode {LEO} .", iri=SHAPE
    )
    data = [ox.Quad(THING, DCTERMS_TITLE, value)]

    found = [set(engine(data, shapes=shapes.quads)) for engine in (rust, reference)]

    assert [{result.value for result in results} for results in found] == [{str(value)}] * 2
    assert found[0] == found[1]


ILL_TYPED = {
    "boolean": ["True", "yes", ""],
    "date": ["2001-02-30", "2001-2-3", "20010203", "2001-W01-1", "2001-02-03+15:00"],
    "dateTime": ["2001-02-03", "2001-02-03T04:05", "2001-02-03 04:05:06"],
    "decimal": ["1e3", "1,0", "1_0", "."],
    "duration": ["P", "PT", "15M", "P1.5Y", "P1D2M"],
    "integer": [" 1", "1_000", "1.0", "+", "\uff11"],
    "nonNegativeInteger": ["-1", "1.0"],
    "positiveInteger": ["0", "x"],
}
"""Texts that a datatype does not know, although Python might read some of them."""


@pytest.mark.parametrize("engine", [rust, reference])
@pytest.mark.parametrize("datatype", ILL_TYPED)
def test_ill_typed(engine: Callable[..., Iterable[Verdict]], datatype: str) -> None:
    """A text that is none of its datatype is a finding."""
    kind = ox.NamedNode(PREFIXES["xsd"] + datatype)
    shape = f"{LEO} sh:property [ sh:path {TITLE} ; sh:datatype {kind} ] ; sh:targetNode {LEO} ."
    shapes = document("", shape, iri=SHAPE).quads
    values = [ox.Literal(text, datatype=kind) for text in ILL_TYPED[datatype]]
    data = [ox.Quad(THING, DCTERMS_TITLE, value) for value in values]

    assert {result.value for result in engine(data, shapes=shapes)} == set(map(str, values))


@pytest.mark.parametrize("engine", ENGINES)
def test_finding(engine: str, tmp_path: Path) -> None:
    """A finding names file, line, thing, property, what to do and who demands it."""
    report = validate(sources(tmp_path, shapes=TITLED), engine=engine)

    assert report.findings == (
        Finding(
            path="data/datasets/leo.trig",
            line=len(PREFIXES) + 1,
            focus=LEO,
            property=TITLE,
            value="",
            severity=Severity.VIOLATION,
            message="Give one title.",
            shape=f"{SHAPE}#title",
        ),
    )
    assert not report.conforms


@pytest.mark.parametrize("engine", ENGINES)
def test_merged_graphs(engine: str, tmp_path: Path) -> None:
    """A statement that two sources make counts once; two different ones count twice."""
    said = "GRAPH source:{} {{ dataset:leo a adr:LinkedDataset ; dcterms:title {} . }}"
    once = [said.format("a", '"LEO"'), said.format("b", '"LEO"')]
    twice = [said.format("a", '"LEO"'), said.format("b", '"Leo"')]

    agreeing = sources(tmp_path / "once", shapes=TITLED, data="\n".join(once))
    differing = sources(tmp_path / "twice", shapes=TITLED, data="\n".join(twice))

    assert validate(agreeing, engine=engine).findings == ()
    assert [finding.message for finding in validate(differing, engine=engine).findings] == [
        "Give one title."
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_warning(engine: str, tmp_path: Path) -> None:
    """A graph with warnings conforms."""
    shapes = TITLED.replace("sh:minCount", "sh:severity sh:Warning ; sh:minCount")

    report = validate(sources(tmp_path, shapes=shapes), engine=engine)

    assert [finding.severity for finding in report.findings] == [Severity.WARNING]
    assert report.conforms


@pytest.mark.parametrize("engine", ENGINES)
def test_subclasses(engine: str, tmp_path: Path) -> None:
    """A shape of a class also holds for its subclasses, as the ontology states them."""
    shapes = TITLED.replace("adr:LinkedDataset", "dcat:Dataset")
    made = sources(tmp_path, shapes=shapes)
    axiom = "adr:LinkedDataset rdfs:subClassOf dcat:Dataset ."
    ontology = document("ontology/adrgraph.ttl", axiom, iri=ADR.strip("#"))
    known = Sources(made.layout, (*made.documents, ontology))

    assert validate(made, engine=engine).findings == ()
    assert [finding.focus for finding in validate(known, engine=engine).findings] == [LEO]


@pytest.mark.parametrize("engine", ENGINES)
def test_ill_typed_literal(engine: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """An ill-typed literal is a finding, and nothing is printed."""
    shapes = """
    <#dataset> a sh:NodeShape ; sh:targetClass adr:LinkedDataset ; sh:property <#issued> .
    <#issued> sh:path dcterms:issued ; sh:datatype xsd:date ; sh:message "Give a day."@en .
    """
    data = UNTITLED.replace(" .", ' ; dcterms:issued "2022-13-01"^^xsd:date .')

    found = shape_findings(sources(tmp_path, shapes=shapes, data=data), engine=engine)

    assert [finding.value for finding in found] == [f'"2022-13-01"^^<{PREFIXES["xsd"]}date>']
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("engine", ENGINES)
def test_nameless_focus(engine: str, tmp_path: Path) -> None:
    """What has no name is found in the file of the shape, and what has no file where it stands."""
    data = "GRAPH source:adrgraph { [] a adr:LinkedDataset . <urn:x> a adr:LinkedDataset . }"

    found = shape_findings(sources(tmp_path, shapes=TITLED, data=data), engine=engine)

    assert sorted((finding.focus, finding.path) for finding in found) == [
        ("<urn:x>", "data/datasets/leo.trig"),
        ("[]", "shapes/dataset.ttl"),
    ]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        (TITLED.replace("sh:minCount 1", "sh:minCount 0.5"), "cannot be used: "),
        (TITLED.replace("sh:minCount 1", "sh:node <#gone>"), "which is no shape"),
        (
            "<#s> a sh:NodeShape ; sh:targetNode adr:x ; sh:sparql [ sh:select 'SELECT' ] .",
            "cannot be used: ",
        ),
    ],
    ids=["count", "dangling", "sparql"],
)
def test_unusable_shape(engine: str, shapes: str, message: str, tmp_path: Path) -> None:
    """A shape that cannot be used is refused with its name, its file and one line."""
    with pytest.raises(SourceError, match=message) as caught:
        validate(sources(tmp_path, shapes=shapes), engine=engine)

    assert caught.value.path == "shapes/dataset.ttl"
    assert "\n" not in caught.value.message


def test_unknown_engine(tmp_path: Path) -> None:
    """An engine that does not exist is refused with the names of those that do."""
    with pytest.raises(ValueError, match="Choose one of shacl, pyshacl"):
        validate(sources(tmp_path), engine="jena")


def test_missing_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pySHACL its engine is refused with the command that installs it."""
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    monkeypatch.delitem(sys.modules, "adrgraph.validation.reference")

    with pytest.raises(MissingExtra, match=r"pip install 'adrgraph\[reference\]'"):
        validate(sources(tmp_path, shapes=TITLED), engine="pyshacl")


RULE = "#+ summary: Nothing is called LEO.\nSELECT ?focus ?message WHERE {{ {} }}"


def test_check(tmp_path: Path) -> None:
    """A row of a check is a finding of the rule, told by its summary where the row is silent."""
    check = RULE.format("?focus a ?class")

    assert told(check_findings(sources(tmp_path, check=check))) == [
        (LEO, "violation", "Nothing is called LEO.", "https://w3id.org/adrgraph/check/rule")
    ]


def test_check_severity(tmp_path: Path) -> None:
    """The header of a check gives the severity, unless the row does."""
    header = "#+ summary: Nothing is called LEO.\n#+ severity: warning\n"
    query = "SELECT ?focus ?message ?severity WHERE { ?focus a ?class . BIND(<urn:leo> AS ?thing) "
    message = 'BIND(CONCAT("Rename <", STR(?class), ">.") AS ?message)'
    silent = sources(tmp_path / "a", check=f"{header}{query}{message}}}")
    loud = sources(tmp_path / "b", check=f'{header}{query}{message} BIND("info" AS ?severity) }}')
    rule = "https://w3id.org/adrgraph/check/rule"

    assert told(check_findings(silent)) == [(LEO, "warning", "Rename adr:LinkedDataset.", rule)]
    assert told(check_findings(loud)) == [(LEO, "info", "Rename adr:LinkedDataset.", rule)]


def test_check_graphs(tmp_path: Path) -> None:
    """A check sees a statement once in the default graph, and in the graph of each source."""
    data = "\n".join(UNTITLED.replace("adrgraph", name) for name in ("a", "b"))
    plain = sources(tmp_path / "a", data=data, check=RULE.format("?focus a ?class"))
    count = "{ SELECT ?focus (COUNT(*) AS ?rows) { %s } GROUP BY ?focus } FILTER(?rows = %d)"
    once = RULE.format(count % ("?focus a ?class", 1))
    twice = RULE.format(count % ("GRAPH ?source { ?focus a ?class }", 2))

    assert len(check_findings(plain)) == 1
    assert len(check_findings(sources(tmp_path / "b", data=data, check=once))) == 1
    assert len(check_findings(sources(tmp_path / "c", data=data, check=twice))) == 1


@pytest.mark.parametrize(
    ("check", "message"),
    [
        ("SELECT ?focus ?message {}", r"rule\.rq:1:1: The rule is not told"),
        ("#+ summary: [\n", r"rule\.rq:1:1: The header is no YAML"),
        ("#+ summary: A.\n#+ severity: fatal\n", '"fatal" is no severity'),
        ("#+ summary: A.\nSELECT ?message {}", r"A check selects \?focus"),
        ("#+ summary: A.\nSELECT ?focus {}", r"A check selects \?message"),
        ("#+ summary: A.\nASK {}", "A check is a SELECT"),
        ("#+ summary: A.\nSELECT ?focus {\n", r"rule\.rq:3:1: SPARQL syntax error"),
        (
            "#+ summary: A.\nSELECT ?a { ?a b:c ?d }",
            r"rule\.rq:2:16: The prefix \"b:\" is not declared",
        ),
    ],
)
def test_malformed_check(check: str, message: str, tmp_path: Path) -> None:
    """A check that cannot be run is refused with file, line and reason."""
    with pytest.raises(InvalidQueryFile, match=message):
        check_findings(sources(tmp_path, check=check))


def test_unreadable_check(tmp_path: Path) -> None:
    """A check that is not UTF-8 is refused with its name."""
    made = sources(tmp_path)
    (tmp_path / "queries" / "checks" / "rule.rq").write_bytes(b"#+ summary: \xff")

    with pytest.raises(InvalidQueryFile, match=r"rule\.rq:1:1: .* Save it as UTF-8"):
        check_findings(made)
