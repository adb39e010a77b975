"""The IRI policy: base, kinds, prefixes, and the bijection of file, document and graph name."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from types import MappingProxyType

BASE = "https://w3id.org/adrgraph/"

ONTOLOGY = f"{BASE}ontology"
ADR = f"{ONTOLOGY}#"
CATALOG = f"{BASE}catalog"
INFERRED = f"{BASE}graph/inferred"
NO_GRAPH = f"{BASE}graph/none"
STAGED = f"{BASE}graph/staged/"
SYSTEM = f"{BASE}graph/system"
"""The graph of what is said of the graph itself: statistics, prefixes and files of SPARQL."""

UNCONFIRMED = frozenset({f"{BASE}source/derived", f"{BASE}source/unverified"})
"""Graphs of what nobody has confirmed: they stand apart, and nothing is inferred from them."""

SPARQL_EXAMPLES = "https://purl.expasy.org/sparql-examples/ontology#"
"""What the examples of SIB's endpoints are described in, where SHACL has no word."""

FILE_FORMATS = "http://www.w3.org/ns/formats/"
SIMPLE_ENTAILMENT = "http://www.w3.org/ns/entailment/Simple"

KINDS = MappingProxyType(
    {
        "data/access-routes": "access-route",
        "data/catalogues": "catalogue",
        "data/datasets": "dataset",
        "data/environments": "environment",
        "data/events": "event",
        "data/legal-gateways": "legal-gateway",
        "data/linkages": "linkage",
        "data/organisations": "organisation",
        "data/programmes": "programme",
        "data/publications": "publication",
        "data/sources": "source",
        "ontology/rules": "rule",
        "ontology/schemes": "scheme",
        "queries": "query",
        "queries/checks": "check",
        "queries/exports": "export",
        "shapes": "shape",
    }
)
"""Folder to kind: `data/datasets/leo.trig` describes `…/dataset/leo`."""

DOCUMENTS = MappingProxyType(
    {
        "data/catalog.trig": CATALOG,
        "ontology/adrgraph.ttl": ONTOLOGY,
        "ontology/alignments.ttl": f"{ONTOLOGY}/alignments",
        "ontology/borrowed.ttl": f"{ONTOLOGY}/borrowed",
    }
)
"""The documents that stand outside a folder of their kind."""

_SUFFIXES = MappingProxyType({"query": "rq", "check": "rq", "export": "rq", "rule": "rq"})
_FOLDERS = MappingProxyType({kind: folder for folder, kind in KINDS.items()})

PREFIXES = MappingProxyType(
    {
        "adms": "http://www.w3.org/ns/adms#",
        "adr": ADR,
        "altr": "http://www.w3.org/ns/dx/connegp/altr#",
        "brochure": f"{BASE}source/brochure-2022#",
        "cito": "http://purl.org/spar/cito/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcatap": "http://data.europa.eu/r5r/",
        "dcterms": "http://purl.org/dc/terms/",
        "dpv": "https://w3id.org/dpv#",
        "dqv": "http://www.w3.org/ns/dqv#",
        "eli": "http://data.europa.eu/eli/ontology#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "healthdcatap": "http://healthdataportal.eu/ns/health#",
        "hydra": "http://www.w3.org/ns/hydra/core#",
        "odrl": "http://www.w3.org/ns/odrl/2/",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prof": "http://www.w3.org/ns/dx/prof/",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "sd": "http://www.w3.org/ns/sparql-service-description#",
        "sh": "http://www.w3.org/ns/shacl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "vann": "http://purl.org/vocab/vann/",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "void": "http://rdfs.org/ns/void#",
        "void-ext": "http://ldf.fi/void-ext#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        **{kind: f"{BASE}{kind}/" for kind in KINDS.values()},
    }
)
"""The one name of each namespace in this repository; a scheme's is its slug, see `curie`."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_OURS = re.compile(re.escape(BASE) + r"(?P<kind>[a-z-]+)/(?P<slug>[^#/?]+)(?:#(?P<part>.*))?")
_NAMESPACES = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))


def is_slug(text: str) -> bool:
    """Whether `text` may name a resource: lower-case kebab ASCII.

    >>> is_slug("moj-dfe"), is_slug("AD|ARC")
    (True, False)
    """
    return _SLUG.fullmatch(text) is not None


def mint(kind: str, slug: str, part: str = "") -> str:
    """The IRI of a resource, or of a part of it.

    >>> mint("dataset", "leo", "release-ons-srs")
    'https://w3id.org/adrgraph/dataset/leo#release-ons-srs'
    """
    if kind not in _FOLDERS:
        raise ValueError(f'No kind is called "{kind}".')
    if not is_slug(slug):
        raise ValueError(f'"{slug}" is no slug: write lower-case letters, digits and hyphens.')
    return f"{BASE}{kind}/{slug}" + (f"#{part}" if part else "")


def parse(iri: str) -> tuple[str, str, str]:
    """Kind, slug and part of one of our IRIs; `mint` undoes it.

    >>> parse("https://w3id.org/adrgraph/dataset/leo#release-ons-srs")
    ('dataset', 'leo', 'release-ons-srs')
    """
    match = _OURS.fullmatch(iri)
    if match is None or match["kind"] not in _FOLDERS or not is_slug(match["slug"]):
        raise ValueError(f"<{iri}> names no resource of this catalogue.")
    return match["kind"], match["slug"], match["part"] or ""


def document(iri: str) -> str:
    """The document that an IRI belongs to: the IRI without its fragment.

    >>> document("https://w3id.org/adrgraph/dataset/leo#release-ons-srs")
    'https://w3id.org/adrgraph/dataset/leo'
    """
    return iri.partition("#")[0]


def document_iri(path: str) -> str:
    """The IRI of the document in the file at `path`, which is relative to the layout's root.

    >>> document_iri("data/datasets/leo.trig")
    'https://w3id.org/adrgraph/dataset/leo'
    """
    if path in DOCUMENTS:
        return DOCUMENTS[path]
    pure = PurePosixPath(path)
    folder = str(pure.parent)
    if folder not in KINDS:
        raise ValueError(f"{path} stands in no folder of the layout.")
    if pure.suffix != f".{suffix(folder)}":
        raise ValueError(f"{path} should end in .{suffix(folder)}.")
    return mint(KINDS[folder], pure.stem)


def document_path(iri: str) -> str:
    """The file, relative to the layout's root, whose document an IRI belongs to.

    >>> document_path("https://w3id.org/adrgraph/dataset/leo#release-ons-srs")
    'data/datasets/leo.trig'
    """
    wanted = document(iri)
    for path, known in DOCUMENTS.items():
        if wanted == known:
            return path
    kind, slug, _ = parse(wanted)
    folder = _FOLDERS[kind]
    return f"{folder}/{slug}.{suffix(folder)}"


def suffix(folder: str) -> str:
    """The suffix, without its dot, of the files in a folder of one kind.

    >>> suffix("data/datasets"), suffix("shapes"), suffix("queries/checks")
    ('trig', 'ttl', 'rq')
    """
    return _SUFFIXES.get(KINDS[folder], "trig" if folder.startswith("data/") else "ttl")


def curie(iri: str, *, within: str = "") -> tuple[str, str] | None:
    """Prefix and local name of an IRI, or nothing where it has to be written in full.

    The fragments of the document `within` have the empty prefix; a concept has its scheme's slug.

    >>> curie("http://purl.org/dc/terms/title")
    ('dcterms', 'title')
    >>> curie("https://w3id.org/adrgraph/scheme/theme#education")
    ('theme', 'education')
    >>> curie("https://w3id.org/adrgraph/dataset/leo#csv", within="https://w3id.org/adrgraph/dataset/leo")
    ('', 'csv')
    """
    for prefix, namespace in candidates(iri, within=within):
        local = iri[len(namespace) :]
        if _LOCAL.fullmatch(local):
            return prefix, local
    return None


def candidates(iri: str, *, within: str = "") -> list[tuple[str, str]]:
    """The prefixes that could shorten an IRI, with their namespaces, best first."""
    found = []
    if within and iri.startswith(f"{within}#"):
        found.append(("", f"{within}#"))
    match = _OURS.fullmatch(iri)
    if match and match["kind"] == "scheme" and match["part"] and match["slug"] not in PREFIXES:
        found.append((match["slug"], f"{BASE}scheme/{match['slug']}#"))
    found += [(prefix, name) for prefix, name in _NAMESPACES if iri.startswith(name)]
    return found


def full(name: str) -> str:
    """The IRI behind `prefix:name`, in our own prefixes.

    >>> full("skos:prefLabel")
    'http://www.w3.org/2004/02/skos/core#prefLabel'
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def shorten(term: str) -> str:
    """A term in N-Triples syntax, or a property path of such, as a person would write it.

    >>> shorten("<https://w3id.org/adrgraph/dataset/leo#release-ons-srs>")
    'dataset/leo#release-ons-srs'
    >>> shorten("(<http://purl.org/dc/terms/title>)+")
    '(dcterms:title)+'
    """
    return re.sub(r"<([^<>\s]*)>|^(https?://\S+)$", _short, term)


def _short(match: re.Match[str]) -> str:
    iri: str = match[1] or match[2] or ""
    ours = _OURS.fullmatch(iri)
    if ours and ours["kind"] in _FOLDERS:
        return iri.removeprefix(BASE)
    short = curie(iri)
    return f"<{iri}>" if short is None else ":".join(short)
