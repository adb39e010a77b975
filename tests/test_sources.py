"""Reading the files of a layout, and saying what is wrong with them."""

from __future__ import annotations

import os
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adrgraph.errors import UnreadableSources
from adrgraph.iris import ADR, BASE, PREFIXES
from adrgraph.layout import Layout
from adrgraph.sources import Sources, read

HEAD = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}>\n"
    for name in ("adr", "dataset", "dcterms", "owl", "sh", "skos", "source")
)
LEO = f"{HEAD}GRAPH source:adrgraph {{\ndataset:leo\n    dcterms:title 'LEO'@en .\n}}\n"
FILES = {
    "data/catalog.trig": LEO.replace("dataset:leo", f"<{BASE}catalog>"),
    "data/datasets/leo.trig": LEO,
    "ontology/adrgraph.ttl": f"{HEAD}<{BASE}ontology> a owl:Ontology .\nadr:Linkage a owl:Class .",
    "ontology/alignments.ttl": (
        f"{HEAD}<{BASE}ontology/alignments> a owl:Ontology .\nadr:Linkage skos:note 'x'@en ."
    ),
    "ontology/borrowed.ttl": (
        f"{HEAD}<{BASE}ontology/borrowed> a owl:Ontology .\ndcterms:title a owl:Thing ."
    ),
    "ontology/schemes/theme.ttl": f"{HEAD}<{BASE}scheme/theme> a skos:ConceptScheme .",
    "shapes/dataset.ttl": f"{HEAD}<{BASE}shape/dataset#title> sh:or ( [ sh:minCount 1 ] ) .",
}
LINE = HEAD.count("\n") + 1
CASES = sorted((Path(__file__).parent / "sources").glob("*.trig"))


def write(root: Path, files: dict[str, str | bytes]) -> Layout:
    """A layout of some files."""
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return Layout(root)


def unreadable(layout: Layout) -> UnreadableSources:
    """What is wrong with a layout."""
    with pytest.raises(UnreadableSources) as caught:
        read(layout)
    return caught.value


def errors(layout: Layout) -> list[tuple[str, str]]:
    """The files that are wrong, and why."""
    return [(error.path, error.message) for error in unreadable(layout).errors]


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """A small layout with nothing wrong."""
    return write(tmp_path, dict(FILES))


def test_read(layout: Layout) -> None:
    """Every file is a document, in the order of the paths, under the folder it stands in."""
    sources = read(layout)

    assert [(d.path, d.iri) for d in sources.documents] == [
        ("data/catalog.trig", f"{BASE}catalog"),
        ("data/datasets/leo.trig", f"{BASE}dataset/leo"),
        ("ontology/adrgraph.ttl", f"{BASE}ontology"),
        ("ontology/alignments.ttl", f"{BASE}ontology/alignments"),
        ("ontology/borrowed.ttl", f"{BASE}ontology/borrowed"),
        ("ontology/schemes/theme.ttl", f"{BASE}scheme/theme"),
        ("shapes/dataset.ttl", f"{BASE}shape/dataset"),
    ]
    assert sources.documents == (
        *sources.data,
        *sources.ontology,
        *sources.schemes,
        *sources.shapes,
    )


def test_graphs(layout: Layout) -> None:
    """Data stand in the graph of their source, all else in the graph of its document."""
    sources = read(layout)

    assert sources.data[1].quads == (
        ox.Quad(
            ox.NamedNode(f"{BASE}dataset/leo"),
            ox.NamedNode(PREFIXES["dcterms"] + "title"),
            ox.Literal("LEO", language="en"),
            ox.NamedNode(f"{BASE}source/adrgraph"),
        ),
    )
    for document in (*sources.ontology, *sources.schemes, *sources.shapes):
        assert {quad.graph_name for quad in document.quads} == {ox.NamedNode(document.iri)}


def test_blank_nodes(layout: Layout) -> None:
    """Blank nodes have the same names each time, and other names in each file."""
    label = "_:x sh:minCount 1 ."
    write(layout.root, {f"shapes/{name}.ttl": HEAD + label for name in ("a", "b")})
    first, second = read(layout), read(layout)
    subjects = [quad.subject for document in first.shapes for quad in document.quads]

    assert first.documents == second.documents
    assert subjects[0] != subjects[1]


def test_line_ends(layout: Layout) -> None:
    """A file whose lines end in CRLF reads as one with LF."""
    text = LEO.replace("'LEO'", "'''L\nEO'''")
    write(layout.root, {"data/datasets/leo.trig": text})
    expected = read(layout).documents
    write(layout.root, {"data/datasets/leo.trig": text.replace("\n", "\r\n")})

    assert read(layout).documents == expected


def test_hidden(layout: Layout) -> None:
    """Hidden files are nobody's business."""
    expected = read(layout).documents
    write(layout.root, {"data/.DS_Store": b"\xff", "data/datasets/.#leo.trig": "<"})

    assert read(layout).documents == expected


@pytest.mark.parametrize(
    ("focus", "property", "place"),
    [
        (f"{BASE}dataset/leo", "", ("data/datasets/leo.trig", LINE + 1)),
        (
            f"{BASE}dataset/leo",
            PREFIXES["dcterms"] + "title",
            ("data/datasets/leo.trig", LINE + 2),
        ),
        (
            f"{BASE}dataset/leo",
            PREFIXES["dcterms"] + "type",
            ("data/datasets/leo.trig", LINE + 1),
        ),
        (f"{BASE}dataset/npd", "", ("data/datasets/npd.trig", 1)),
        (f"{ADR}Linkage", "", ("ontology/adrgraph.ttl", LINE + 1)),
        (f"{ADR}Linkage", PREFIXES["skos"] + "note", ("ontology/alignments.ttl", LINE + 1)),
        (PREFIXES["dcterms"] + "title", "", ("ontology/borrowed.ttl", LINE + 1)),
        (f"{BASE}shape/dataset#title", "", ("shapes/dataset.ttl", LINE)),
        ("http://example.org/", "", ("data", 1)),
    ],
)
def test_place(layout: Layout, focus: str, property: str, place: tuple[str, int]) -> None:  # noqa: A002 - RDF's word
    """A finding is placed at the statement, else at the subject, else in the document's file."""
    assert read(layout).place(focus, property) == place


def test_place_without_documents() -> None:
    """Where nothing was read, a place is the file that should describe the thing."""
    assert Sources(Layout(Path()), ()).place(f"{BASE}dataset/leo") == ("data/datasets/leo.trig", 1)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_malformed(layout: Layout, path: Path) -> None:
    """One thing wrong in a file is told with its place and its remedy."""
    write(layout.root, {"data/datasets/leo.trig": path.read_bytes()})
    told = [str(error) for error in unreadable(layout).errors]

    assert told == path.with_suffix(".txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            LEO.encode().replace(b"LEO", b"L\xc9O"),
            (
                f"{LINE + 2}:21: Byte {LEO.index('LEO') + 2} of the file, 0xC9, is no UTF-8. "
                "Save the file with the encoding UTF-8."
            ),
        ),
        (
            b"\xef\xbb\xbf" + LEO.encode(),
            "1:1: The file begins with a byte-order mark. Save it as UTF-8 without one.",
        ),
        (
            LEO.encode().replace(b"LEO", b"L\0O"),
            f"{LINE + 2}:21: The control character U+0000 is no part of a text. Remove it.",
        ),
    ],
    ids=["latin-1", "mark", "nul"],
)
def test_encoding(layout: Layout, content: bytes, told: str) -> None:
    """A file in another encoding than plain UTF-8 is told, and where it begins."""
    write(layout.root, {"data/datasets/leo.trig": content})

    assert str(unreadable(layout)) == f"data/datasets/leo.trig:{told}"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (
            "data/datasets/Leo.trig",
            (
                '"Leo" is no slug. Rename the file with lower-case letters, digits and hyphens, '
                "such as leo.trig."
            ),
        ),
        (
            "data/datasets/leo.ttl",
            "Files in data/datasets/ end in .trig. Rename this one, or move it out of the folder.",
        ),
        (
            "data/datasets/leo.trig~",
            "Files in data/datasets/ end in .trig. Rename this one, or move it out of the folder.",
        ),
        (
            "shapes/dataset.trig",
            "Files in shapes/ end in .ttl. Rename this one, or move it out of the folder.",
        ),
        (
            "queries/links-to.sparql",
            "Files in queries/ end in .rq. Rename this one, or move it out of the folder.",
        ),
        (
            "data/leo.trig",
            (
                "data/ itself holds data/catalog.trig alone. Move this file into the folder of its "
                "kind, or out of the layout."
            ),
        ),
        (
            "ontology/theme.ttl",
            (
                "ontology/ itself holds ontology/adrgraph.ttl, ontology/alignments.ttl, "
                "ontology/borrowed.ttl alone. "
                "Move this file into the folder of its kind, or out of the layout."
            ),
        ),
    ],
)
def test_stray(layout: Layout, path: str, message: str) -> None:
    """A file that has no place where it stands is told so, and where it belongs."""
    write(layout.root, {path: LEO})

    assert errors(layout) == [(path, message)]


def test_stray_folder(layout: Layout) -> None:
    """A folder that is no kind's is told so."""
    write(layout.root, {"data/datasets/more/npd.trig": LEO})

    assert errors(layout) == [
        (
            "data/datasets/more",
            "This folder is unknown. Move its files into data/datasets/.",
        )
    ]


@pytest.mark.parametrize("name", [b"\xff.trig", b"\n.trig", b"\x1b.trig"])
def test_unprintable_name(layout: Layout, name: bytes) -> None:
    """A file whose name cannot be printed is told under one that can, on one line."""
    (layout.root / "data/datasets" / os.fsdecode(name)).write_text(LEO)

    assert [path for path, _ in errors(layout)] == ["data/datasets/\ufffd.trig"]


@pytest.mark.parametrize(
    ("folder", "message"),
    [
        ("data", "The folder is empty. Put its files there, or remove the folder."),
        ("data/sources", "The folder is empty. Put its files there, or remove the folder."),
        ("shapes", "The folder is empty. Put its files there, or remove the folder."),
        ("ontology/rules", "The folder is empty. Put its files there, or remove the folder."),
        ("queries/checks", "The folder is empty. Put its files there, or remove the folder."),
    ],
)
def test_empty_folder(layout: Layout, folder: str, message: str) -> None:
    """A folder without files is told."""
    for path in FILES:
        if path.startswith(f"{folder}/"):
            (layout.root / path).unlink()
    if folder == "data":
        (layout.root / "data/datasets").rmdir()
    (layout.root / folder).mkdir(parents=True, exist_ok=True)

    assert errors(layout) == [(folder, message)]


def test_no_folders(tmp_path: Path) -> None:
    """Where there is nothing at all to read, every folder that is missing is told."""
    assert [(path, message) for path, message in errors(Layout(tmp_path))] == [
        (folder, "The folder holds no file to read. Put its files there.")
        for folder in ("data", "ontology", "shapes")
    ]


def test_unreadable(layout: Layout) -> None:
    """What is a folder, a dead link, a pipe or out of reach is told, all of it at once."""
    folder = layout.root / "data/datasets"
    (folder / "a-folder.trig").mkdir()
    (folder / "b-link.trig").symlink_to("nowhere")
    (folder / "c-loop.trig").symlink_to("c-loop.trig")
    os.mkfifo(folder / "d-pipe.trig")
    device = "This is a folder or a device, not a file. Rename or remove it."
    link = "This link leads to no file. Mend or remove it."

    assert [(Path(path).stem, message) for path, message in errors(layout)] == [
        ("a-folder", device),
        ("b-link", link),
        ("c-loop", link),
        ("d-pipe", device),
    ]


def test_forbidden(layout: Layout) -> None:
    """A file that the system will not let us read is told so."""
    (layout.root / "data/datasets/npd.trig").symlink_to("/proc/self/mem")  # refused even to root

    assert errors(layout) == [
        (
            "data/datasets/npd.trig",
            "The file cannot be read: Input/output error. Check its permissions.",
        )
    ]


def test_file_for_folder(layout: Layout) -> None:
    """A file where a folder should be is told."""
    write(layout.root, {"data/sources": "<"})

    assert errors(layout) == [("data/sources", "The folder cannot be read: Not a directory.")]


@pytest.mark.parametrize("path", ["ontology/schemes/theme.ttl", "shapes/dataset.ttl"])
def test_stranger_in_vocabulary(layout: Layout, path: str) -> None:
    """Schemes and shapes speak of themselves alone."""
    write(layout.root, {path: f"{FILES[path]}\nadr:Linkage skos:note 1 ."})

    assert errors(layout) == [
        (
            path,
            (
                f"adr:Linkage is described in {path}. Move it to ontology/adrgraph.ttl, "
                "or correct the IRI."
            ),
        )
    ]


FRAGMENTS = [
    *("dataset:leo ", "a ", "adr:Linkage ", "source:adrgraph ", "GRAPH ", "{ ", "} ", ". ", "; "),
    *(
        ", ",
        "[ ",
        "] ",
        "( ",
        ") ",
        "'x' ",
        '"""',
        "@en ",
        "^^",
        "1.5 ",
        "# c\n",
        "<urn:x> ",
        "_:b ",
    ),
    *("<x> ", "<<( ", ")>> ", "{| ", "|} ", "\\", "@prefix ", "x: ", "BASE ", "\r", "\0", "\ufeff"),
]


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """A layout whose file for LEO is written over and over."""
    return write(tmp_path_factory.mktemp("layout"), dict(FILES))


@pytest.mark.parametrize("path", ["data/datasets/leo.trig", "shapes/dataset.ttl"])
@given(
    content=st.binary()
    | st.text().map(str.encode)
    | st.lists(st.sampled_from(FRAGMENTS)).map(lambda parts: (HEAD + "".join(parts)).encode())
)
def test_any_bytes(scratch: Layout, path: str, content: bytes) -> None:
    """Whatever bytes a file holds, it is read or refused, at a place within the file."""
    write(scratch.root, {**FILES, path: content})
    lines = len(content.splitlines()) + 1

    try:
        read(scratch)
    except UnreadableSources as unreadable:
        places = [(error.path, 1 <= error.line <= lines) for error in unreadable.errors]
    else:
        places = []
    assert set(places) <= {(path, True)}
