"""The laws of this project that hold over all its files."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from adrgraph.cli import FINE
from adrgraph.cli.formatting import format_files
from adrgraph.iris import BASE, FILE_FORMATS, PREFIXES, document, document_iri, document_path
from adrgraph.layout import find_layout
from adrgraph.sources import Sources, read

ROOT = Path(__file__).parents[1]
LAYOUT = find_layout()
MODULES = sorted((ROOT / "src").rglob("*.py"))
QUERIES = sorted(LAYOUT.queries.rglob("*.rq")) + sorted(LAYOUT.ontology.rglob("*.rq"))
IRI = re.compile(r"<([a-z][a-z0-9+.-]*:[^<>\s\"{}|\\^`]*)>|(?<![\w<])([a-z][a-z-]*):([\w-]+)")


def name(path: Path) -> str:
    """A path as a test's name."""
    return str(path.relative_to(ROOT))


@pytest.fixture(scope="module")
def sources() -> Sources:
    """The RDF files of this project."""
    return read(LAYOUT)


def iris(node: object) -> set[str]:
    """The IRIs in one term, its datatype among them."""
    if isinstance(node, ox.NamedNode):
        return {node.value}
    if isinstance(node, ox.Literal):
        return {node.datatype.value}
    return set()


def declared(sources: Sources) -> set[str]:
    """Every IRI that some file of ours describes."""
    return {
        quad.subject.value
        for entry in sources.documents
        for quad in entry.quads
        if isinstance(quad.subject, ox.NamedNode)
    }


def needs_declaration(iri: str) -> bool:
    """Whether an IRI stands in our own namespace or in one that we borrow terms from."""
    vocabularies = [namespace for namespace in PREFIXES.values() if not namespace.startswith(BASE)]
    ours = iri.startswith(BASE) and iri != BASE
    return ours or any(iri.startswith(name) and iri != name for name in vocabularies)


def test_canonical() -> None:
    """Every RDF file is in canonical form."""
    assert format_files(LAYOUT, (), only_check=True) == FINE


@pytest.mark.parametrize("path", LAYOUT.files(), ids=name)
def test_path_and_iri(path: Path) -> None:
    """Path and IRI of a file are a bijection."""
    relative = path.relative_to(ROOT).as_posix()

    assert document_path(document_iri(relative)) == relative


def test_no_blank_nodes(sources: Sources) -> None:
    """Nothing in data/ is anonymous."""
    blank = [
        quad
        for entry in sources.data
        for quad in entry.quads
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
    ]

    assert blank == []


def test_declared_in_rdf(sources: Sources) -> None:
    """Every IRI used in ontology, shapes and data is declared, as ours or as borrowed."""
    used = {
        iri
        for entry in sources.documents
        for quad in entry.quads
        for node in (quad.subject, quad.predicate, quad.object, quad.graph_name)
        for iri in iris(node)
        if needs_declaration(iri)
    }
    versions = {iri for iri in used if re.fullmatch(rf"{BASE}ontology/\d+\.\d+\.\d+", iri)}
    homes = {namespace for namespace in PREFIXES.values() if namespace in used}

    assert used - declared(sources) - versions - homes == set()


@pytest.mark.parametrize("path", QUERIES, ids=name)
def test_declared_in_queries(path: Path, sources: Sources) -> None:
    """Every IRI used in a saved query, check, export or rule is declared."""
    text = "\n".join(line for line in path.read_text("utf-8").split("\n") if line[:2] != "#+")
    prefixes = dict(re.findall(r"^PREFIX ([a-z-]+): <([^>]*)>$", text, re.MULTILINE))
    body = re.sub(r"^PREFIX .*$|#.*$|\"(?:[^\"\\]|\\.)*\"", "", text, flags=re.MULTILINE)
    used = {
        full or prefixes[prefix] + local
        for full, prefix, local in IRI.findall(body)
        if full or prefix in prefixes
    }
    concepts = declared(sources)

    assert {iri for iri in used if needs_declaration(iri)} - concepts == set()


@pytest.mark.parametrize("path", QUERIES, ids=name)
def test_query_prefixes(path: Path) -> None:
    """A query declares just the prefixes that it uses, sorted, under the repository's names."""
    text = path.read_text("utf-8")
    stated = re.findall(r"^PREFIX ([a-z-]+): <([^>]*)>$", text, re.MULTILINE)
    body = re.sub(r"^(PREFIX|#).*$", "", text, flags=re.MULTILINE)
    used = {prefix for prefix, _ in stated if re.search(rf"(?<![\w-]){prefix}:", body)}

    assert [prefix for prefix, _ in stated] == sorted(used)
    for prefix, namespace in stated:
        assert PREFIXES.get(prefix, f"{BASE}scheme/{prefix}#") == namespace


def test_described_subjects(sources: Sources) -> None:
    """A file describes its own document, and what it describes belongs to it."""
    for entry in (*sources.data, *sources.schemes, *sources.shapes):
        subjects = {q.subject.value for q in entry.quads if isinstance(q.subject, ox.NamedNode)}

        assert {document(iri) for iri in subjects} == {entry.iri}, entry.path
        assert entry.iri in subjects or entry in sources.shapes, entry.path


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_module(path: Path) -> None:
    """A module has at most 400 lines, a name that says something, and catches nothing blindly."""
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    handlers = [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    classes = [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    blind = [h for h in handlers if h.type is None or ast.unparse(h.type) == "Exception"]

    assert len(text.splitlines()) <= 400
    assert path.stem not in {"utils", "helpers", "common", "models", "misc"}
    assert blind == []
    assert not [c for c in classes if re.search(r"(Manager|Service|Handler|Helper|Wrapper)$", c)]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_iris_in_python(path: Path) -> None:
    """IRIs of ours and of vocabularies stand in `iris`, and nowhere else."""
    if path.name == "iris.py":
        return
    tree = ast.parse(path.read_text("utf-8"))
    documentation = {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    }
    typed_out = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value not in documentation
        and any(namespace in node.value for namespace in (BASE, FILE_FORMATS, *PREFIXES.values()))
    ]

    assert typed_out == []


def test_no_sparql_in_python() -> None:
    """SPARQL longer than a line stands in a file of its own."""
    keyword = re.compile(
        r"\b(SELECT|CONSTRUCT|ASK|DESCRIBE|INSERT)\b[^\n]*\n.*\bWHERE\b", re.DOTALL
    )
    found = [
        f"{name(path)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and keyword.search(node.value)
    ]

    assert found == []
