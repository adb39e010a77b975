"""The laws of the ontology: names, definitions, homes and truth about borrowed terms."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import SDO

from adrgraph.iris import ADR, ONTOLOGY, PREFIXES, curie
from adrgraph.layout import find_layout

LAYOUT = find_layout()
VOCABULARIES = {
    "adms": "w3c/legacy_adms.ttl",
    "csvw": "w3c/csvw.ttl",
    "dcat": "w3c/dcat3.ttl",
    "dcatap": "dcat-ap/3.0.1/dcat-ap-SHACL.ttl",
    "dcterms": "other/dcterms.ttl",
    "dpv": "dpv/dpv.ttl",
    "dqv": "w3c/dqv.ttl",
    "foaf": "other/foaf.ttl",
    "odrl": "w3c/ODRL22.ttl",
    "org": "w3c/org.ttl",
    "pd": "dpv/pd.ttl",
    "prov": "w3c/prov-o.ttl",
    "schema": "other/schema.ttl",
    "sh": "w3c/shacl.ttl",
    "skos": "other/skos.ttl",
    "vcard": "other/vcard.ttl",
    "void": "other/void.ttl",
}
"""Where the conformance material keeps each vocabulary that we borrow from."""

NOT_KEPT = {"cito", "eli", "healthdcatap", "owl", "qudt", "rdf", "rdfs", "vann", "xsd"}
"""Vocabularies that the conformance material does not hold."""

NAMESPACES = {"csvw": "http://www.w3.org/ns/csvw#", "pd": "https://w3id.org/dpv/pd#"}
"""Vocabularies that notes and mappings speak of and that have no prefix here."""

INCOMPARABLE = {
    *("Forecast", "accreditation", "denominator", "denominatorCount", "isAnswerableWith"),
    *("isApproximate", "isRivalOf", "leadsTo", "linkedCount", "structure", "usesKey"),
    "usesLookup",
}
"""Our terms that no term of a vocabulary looked through comes near to."""


def term(prefix: str, name: str) -> ox.NamedNode:
    """A term of a vocabulary that we have a prefix for."""
    return ox.NamedNode(PREFIXES[prefix] + name)


def graph(name: str) -> ox.Store:
    """One of our ontology files as a store."""
    store = ox.Store()
    store.load(path=LAYOUT.ontology / name, format=ox.RdfFormat.TURTLE)
    return store


def values(store: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode) -> list[str]:
    """The text of all values of a property of a thing."""
    found = [quad.object for quad in store.quads_for_pattern(subject, predicate, None)]
    return [node.value for node in found if isinstance(node, ox.NamedNode | ox.Literal)]


def own_terms() -> list[ox.NamedNode]:
    """Our own terms, in the order of their names."""
    subjects = {quad.subject for quad in graph("adrgraph.ttl")}
    return sorted(
        (s for s in subjects if isinstance(s, ox.NamedNode) and s.value.startswith(ADR)),
        key=lambda node: node.value,
    )


def aligned() -> list[ox.NamedNode]:
    """The terms, ours and borrowed, of which alignments are told."""
    subjects = {quad.subject for quad in graph("alignments.ttl")}
    named = [node for node in subjects if isinstance(node, ox.NamedNode)]
    return sorted(
        (node for node in named if node.value != f"{ONTOLOGY}/alignments"), key=lambda n: n.value
    )


def notes() -> list[str]:
    """What is said of our terms beside those of other vocabularies."""
    return [
        quad.object.value
        for name in ("adrgraph.ttl", "alignments.ttl")
        for predicate in (term("skos", "scopeNote"), term("skos", "editorialNote"))
        for quad in graph(name).quads_for_pattern(None, predicate, None)
        if isinstance(quad.object, ox.Literal)
    ]


def borrowed_terms() -> list[str]:
    """The IRIs of the borrowed terms, sorted."""
    kind = term("rdf", "type")
    return sorted(
        quad.subject.value
        for quad in graph("borrowed.ttl").quads_for_pattern(None, kind, None)
        if isinstance(quad.subject, ox.NamedNode) and not quad.subject.value.startswith(ONTOLOGY)
    )


@pytest.mark.parametrize("node", own_terms(), ids=lambda node: node.value.removeprefix(ADR))
def test_own_term(node: ox.NamedNode) -> None:
    """A term has one label, one definition, a scope note and its home."""
    store = graph("adrgraph.ttl")
    (definition,) = values(store, node, term("skos", "definition"))

    assert len(values(store, node, term("skos", "prefLabel"))) == 1
    assert definition.endswith(".")
    assert not re.match(r"(This|The class|Class)\b", definition)
    assert values(store, node, term("skos", "scopeNote"))
    assert values(store, node, term("rdfs", "isDefinedBy")) == [ONTOLOGY]


@pytest.mark.parametrize("node", own_terms(), ids=lambda node: node.value.removeprefix(ADR))
def test_own_term_is_shown_in_use(node: ox.NamedNode) -> None:
    """A term has one example from the data; a property says what it is for, and its values."""
    store = graph("adrgraph.ttl")
    kinds = values(store, node, term("rdf", "type"))
    ends = [values(store, node, term("schema", f"{end}Includes")) for end in ("domain", "range")]

    assert len(values(store, node, term("skos", "example"))) == 1
    assert all(ends) or term("owl", "Class").value in kinds


@pytest.mark.parametrize("node", own_terms(), ids=lambda node: node.value.removeprefix(ADR))
def test_name(node: ox.NamedNode) -> None:
    """Classes are upper camel case, properties lower; object properties begin with a verb."""
    name = node.value.removeprefix(ADR)
    kinds = values(graph("adrgraph.ttl"), node, term("rdf", "type"))
    verbs = re.compile(
        r"(is|has|uses|joins|enriches|extends|leads|applies|carries|draws|records)([A-Z]|$)"
    )

    if term("owl", "Class").value in kinds:
        assert re.fullmatch(r"([A-Z][a-z]+)+", name)
    elif term("owl", "ObjectProperty").value in kinds:
        assert verbs.match(name)
    else:
        assert term("owl", "DatatypeProperty").value in kinds
        assert re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", name)


def test_header() -> None:
    """The ontology says what it is called, what it is for, by whom, under which licence."""
    store = graph("adrgraph.ttl")
    wanted = [
        term("dcterms", "title"),
        term("dcterms", "description"),
        term("dcterms", "creator"),
        term("dcterms", "license"),
        term("owl", "versionIRI"),
        term("vann", "preferredNamespacePrefix"),
    ]
    counts = [len(values(store, ox.NamedNode(ONTOLOGY), predicate)) for predicate in wanted]

    assert counts == [1] * len(wanted)


@pytest.mark.parametrize("iri", borrowed_terms())
def test_borrowed_term(iri: str) -> None:
    """A borrowed term has one label and the home that its namespace says."""
    store = graph("borrowed.ttl")
    node = ox.NamedNode(iri)
    short = curie(iri)

    assert short is not None
    assert len(values(store, node, term("skos", "prefLabel"))) == 1
    assert values(store, node, term("rdfs", "isDefinedBy")) == [PREFIXES[short[0]]]


def published(prefix: str) -> set[str]:
    """The terms of a vocabulary as it was published: what it describes, or its shapes ask for."""
    folder = os.environ.get("ADRGRAPH_CONFORMANCE")
    if folder is None:
        pytest.skip("ADRGRAPH_CONFORMANCE names no folder with the published vocabularies")
    text = (Path(folder) / "data" / "vocab" / VOCABULARIES[prefix]).read_text(encoding="utf-8")
    text = text.replace("http://schema.org/", PREFIXES["schema"])
    later = SDO.__annotations__ if prefix == "schema" else ()  # rdflib keeps a newer edition
    return {PREFIXES["schema"] + name for name in later} | {
        node.value
        for quad in ox.parse(text, format=ox.RdfFormat.TURTLE, lenient=True)
        for node in (quad.subject, quad.object if quad.predicate == term("sh", "path") else None)
        if isinstance(node, ox.NamedNode)
    }


@pytest.mark.parametrize("prefix", sorted(VOCABULARIES.keys() & PREFIXES.keys()))
def test_borrowed_terms_exist(prefix: str) -> None:
    """Every term that we borrow is in the vocabulary that we say it is from."""
    borrowed = {iri for iri in borrowed_terms() if iri.startswith(PREFIXES[prefix])}

    assert borrowed - published(prefix) == set()


@pytest.mark.parametrize("prefix", sorted(VOCABULARIES))
def test_compared_terms_exist(prefix: str) -> None:
    """Every term that a scope note or an alignment holds ours against exists."""
    namespace = PREFIXES.get(prefix, NAMESPACES.get(prefix, ""))
    named = {
        namespace + name
        for text in notes()
        for name in re.findall(rf"(?<![\w-]){prefix}:(\w+)", text)
    }

    assert named - published(prefix) == set()


def test_mapped_concepts_exist() -> None:
    """Every category of personal data that a concept is mapped to is in DPV's list of them."""
    mapped = {
        quad.object.value
        for path in (LAYOUT.ontology / "schemes").glob("*.ttl")
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
        if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(NAMESPACES["pd"])
    }

    assert len(mapped) > 5
    assert mapped - published("pd") == set()


def test_compared_vocabularies() -> None:
    """A vocabulary that notes speak of is either compared or named as not kept."""
    known = {"adr", "unit"} | VOCABULARIES.keys() | NOT_KEPT
    named = {prefix for text in notes() for prefix in re.findall(r"(?<![\w-])(\w+):\w", text)}

    assert named - known == set()


@pytest.mark.parametrize("subject", aligned(), ids=lambda node: node.value)
def test_alignment_has_its_reason(subject: ox.NamedNode) -> None:
    """What an alignment relates a term to, the note beside it names."""
    store = graph("alignments.ttl")
    (note,) = values(store, subject, term("skos", "editorialNote"))
    described = list(store.quads_for_pattern(subject, None, None))
    related = {
        ":".join(short)
        for quad in described
        if isinstance(quad.object, ox.NamedNode) and quad.predicate != term("rdf", "type")
        if (short := curie(quad.object.value))
    }

    assert len(described) > 1
    assert {name for name in related if name not in note} == set()


@pytest.mark.parametrize("node", own_terms(), ids=lambda node: node.value.removeprefix(ADR))
def test_aligned_or_incomparable(node: ox.NamedNode) -> None:
    """A term of ours is under a borrowed one, related to one, or told to be without any."""
    stores = [graph("adrgraph.ttl"), graph("alignments.ttl")]
    foreign = [
        quad
        for store in stores
        for quad in store.quads_for_pattern(node, None, None)
        if quad.predicate.value.startswith((PREFIXES["skos"], PREFIXES["rdfs"], PREFIXES["owl"]))
        and isinstance(quad.object, ox.NamedNode)
        and not quad.object.value.startswith(ONTOLOGY)
    ]

    assert bool(foreign) != (node.value.removeprefix(ADR) in INCOMPARABLE)


def test_every_vocabulary_is_held_against_its_source() -> None:
    """A vocabulary that we borrow from is either compared or named as not kept."""
    used = {short[0] for iri in borrowed_terms() if (short := curie(iri))}

    assert used - set(VOCABULARIES) - NOT_KEPT == set()
