"""The RDF files of a layout, read into named graphs."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph import iris
from adrgraph.errors import SourceError, UnreadableSources
from adrgraph.places import Statement, places, statements
from adrgraph.turtle import Token, decode, nameless, parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from adrgraph.layout import Layout

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_ANYWHERE = Token("mark", "", 1, 1)


@dataclass(frozen=True, slots=True)
class Document:
    """One RDF file: its path from the layout's root, its IRI, its text and what it states.

    What stands outside a named graph in the file (all of it, in Turtle) stands in the graph that
    has the document's IRI.
    """

    path: str
    iri: str
    text: str = field(repr=False)
    quads: tuple[ox.Quad, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sources:
    """Every RDF file of a layout, in the order of their paths."""

    layout: Layout
    documents: tuple[Document, ...] = field(repr=False)
    _places: dict[str, dict[tuple[str, str], int]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def data(self) -> tuple[Document, ...]:
        """What the sources say, one resource a document."""
        return self._under("data/")

    @property
    def ontology(self) -> tuple[Document, ...]:
        """Our terms, their alignments and the borrowed ones."""
        return tuple(d for d in self._under("ontology/") if d.path.count("/") == 1)

    @property
    def schemes(self) -> tuple[Document, ...]:
        """The concept schemes."""
        return self._under("ontology/schemes/")

    @property
    def shapes(self) -> tuple[Document, ...]:
        """What data must look like, one target class a document."""
        return self._under("shapes/")

    def place(self, focus: str, property: str = "") -> tuple[str, int]:  # noqa: A002 - RDF's word
        """Path and line of what is stated of a thing: its property, else the thing itself.

        Both are IRIs. A thing that its own document does not describe is sought in the others;
        what none describes has the first line of its own document, or of the folder `data`.
        """
        own = _own_path(focus)
        documents = sorted(self.documents, key=lambda document: document.path != own)
        if own.startswith("data/") and documents and documents[0].path == own:
            del documents[1:]  # nobody else may describe it
        for key in ((focus, property), (focus, "")):
            for document in documents:
                line = self._places_in(document).get(key)
                if line is not None:
                    return document.path, line
        return own or "data", 1

    def block(self, graph: str, *, focus: str = "") -> tuple[str, int]:
        """Path and line of the first thing that is described in a graph, best where `focus` is."""
        own = _own_path(focus)
        for document in sorted(self.documents, key=lambda document: document.path != own):
            for each in statements(document.text):
                if each.graph == graph:
                    return document.path, each.subject_at.line
        return self.place(focus)

    def _places_in(self, document: Document) -> dict[tuple[str, str], int]:
        if document.path not in self._places:
            self._places[document.path] = places(document.text)
        return self._places[document.path]

    def _under(self, folder: str) -> tuple[Document, ...]:
        return tuple(document for document in self.documents if document.path.startswith(folder))


def read(layout: Layout) -> Sources:
    """Every RDF file of a layout: what it states, checked to stand where it belongs.

    Files of SPARQL have to be readable under a fit name as well; what they say is for those who
    run them.

    Raises:
        UnreadableSources: Files that cannot be read or that say what is not theirs to say.
    """
    documents: list[Document] = []
    errors: list[SourceError] = []
    for folder in _folders():
        for path in _files(layout, folder, errors=errors):
            try:
                if path.endswith(".rq"):
                    decode(_content(layout.root / path, path), path=path)
                    continue
                document = _document(layout, path)
            except SourceError as error:
                errors.append(error)
            else:
                errors.extend(_misplaced(document))
                documents.append(_settled(document))
    errors.extend(_absent(layout, documents, errors))
    if errors:
        raise UnreadableSources(errors)
    return Sources(layout, tuple(sorted(documents, key=lambda document: document.path)))


def read_document(layout: Layout, path: str) -> Document:
    """One RDF file of a layout, as `read` gives it, whatever stands in the others.

    Raises:
        SourceError: The file cannot be read, or states nothing.
    """
    return _settled(_document(layout, path))


def _folders() -> list[str]:
    """The folders that hold files, each once."""
    return sorted({path.rpartition("/")[0] for path in iris.DOCUMENTS} | set(iris.KINDS))


def _files(layout: Layout, folder: str, *, errors: list[SourceError]) -> list[str]:
    """The paths of the files in a folder; what should not stand there is an error."""
    files = []
    for name in _listed(layout.root / folder, folder, errors=errors):
        path = f"{folder}/{name}"
        if name.startswith(".") or path in iris.KINDS:
            continue
        try:
            iris.document_iri(path)
        except ValueError:
            errors.append(SourceError(path, _stray(layout, folder, name)))
        else:
            files.append(path)
    return files


def _listed(place: Path, folder: str, *, errors: list[SourceError]) -> list[str]:
    """The names in a folder, as text that can be printed; a missing folder has none."""
    try:
        names = sorted(entry.name for entry in place.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        errors.append(SourceError(folder, f"The folder cannot be read: {error.strerror}."))
        return []
    visible = [name for name in names if not name.startswith(".")]
    if not visible:
        errors.append(
            SourceError(folder, "The folder is empty. Put its files there, or remove the folder.")
        )
    return [_CONTROL.sub("\ufffd", os.fsencode(name).decode(errors="replace")) for name in visible]


def _stray(layout: Layout, folder: str, name: str) -> str:
    """Why something has no place in its folder, and what to do."""
    if (layout.root / folder / name).is_dir():
        known = ", ".join(f"{each}/" for each in _folders() if each.startswith(f"{folder}/"))
        return "This folder is unknown. " + (
            f"Move its files into one of {known}." if known else f"Move its files into {folder}/."
        )
    if folder not in iris.KINDS:
        known = ", ".join(path for path in iris.DOCUMENTS if path.rpartition("/")[0] == folder)
        return (
            f"{folder}/ itself holds {known} alone. "
            "Move this file into the folder of its kind, or out of the layout."
        )
    stem, _, suffix = name.rpartition(".")
    wanted = iris.suffix(folder)
    if suffix != wanted:
        return (
            f"Files in {folder}/ end in .{wanted}. Rename this one, or move it out of the folder."
        )
    near = "-".join(re.findall(r"[a-z0-9]+", stem.lower()))
    return (
        f'"{stem}" is no slug. Rename the file with lower-case letters, digits and hyphens'
        f"{f', such as {near}.{suffix}' if near else ''}."
    )


def _document(layout: Layout, path: str) -> Document:
    """One file, read and parsed.

    Raises:
        SourceError: The file cannot be read, or states nothing.
    """
    iri = iris.document_iri(path)
    text = decode(_content(layout.root / path, path), path=path)
    quads = parse(text, path=path)
    if not quads:
        raise SourceError(path, f"The file states nothing. Describe <{iri}>, or remove the file.")
    return Document(path=path, iri=iri, text=text, quads=tuple(quads))


def _content(place: Path, path: str) -> bytes:
    try:
        if place.is_file():  # a pipe would wait for ever
            return place.read_bytes()
    except OSError as error:
        raise SourceError(
            path, f"The file cannot be read: {error.strerror}. Check its permissions."
        ) from error
    if place.is_symlink():
        raise SourceError(path, "This link leads to no file. Mend or remove it.")
    if not place.exists():
        raise SourceError(path, "The file went away while the others were read. Try again.")
    raise SourceError(path, "This is a folder or a device, not a file. Rename or remove it.")


def _settled(document: Document) -> Document:
    """A document whose statements all have a named graph, and its blank nodes a name of its own.

    The parser names blank nodes at random, and a label that two files use means two things.
    """
    graph = ox.NamedNode(document.iri)
    prefix = document.iri.removeprefix(iris.BASE).replace("/", "-")
    names: dict[ox.BlankNode, ox.BlankNode] = {}

    def named(term: ox.BlankNode) -> ox.BlankNode:
        return names.setdefault(term, ox.BlankNode(f"{prefix}-{len(names)}"))

    def settled(quad: ox.Quad) -> ox.Quad:
        subject, value = quad.subject, quad.object
        return ox.Quad(
            named(subject) if isinstance(subject, ox.BlankNode) else subject,
            quad.predicate,
            named(value) if isinstance(value, ox.BlankNode) else value,
            graph if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name,
        )

    if document.path.startswith("data/"):
        return document
    return replace(document, quads=tuple(map(settled, document.quads)))


def _absent(
    layout: Layout, documents: list[Document], errors: list[SourceError]
) -> Iterator[SourceError]:
    """The layout's folders from which there was nothing to read."""
    told = [document.path for document in documents] + [error.path for error in errors]
    for folder in (layout.ontology, layout.shapes, layout.data):
        if not any(path.partition("/")[0] == folder.name for path in told):
            yield SourceError(folder.name, "The folder holds no file to read. Put its files there.")


def _misplaced(document: Document) -> Iterator[SourceError]:
    """What a document says that is not its to say, and what it fails to say."""
    in_data = document.path.startswith("data/")
    if in_data:
        yield from _unsourced(document)
    subjects = {
        quad.subject.value for quad in document.quads if isinstance(quad.subject, ox.NamedNode)
    }
    strangers = {iri for iri in subjects if iris.document(iri) != document.iri}
    if strangers and (in_data or document.path not in iris.DOCUMENTS):
        yield from _strangers(document, strangers)
    elif document.iri not in subjects and not document.path.startswith("shapes/"):
        yield SourceError(
            document.path,
            f"The file says nothing about {iris.shorten(f'<{document.iri}>')}, which it is named "
            "after. Describe it here, or rename the file.",
        )


def _strangers(document: Document, subjects: set[str]) -> Iterator[SourceError]:
    """Subjects that belong to other documents, each where it first stands."""
    stand = {each.subject: each.subject_at for each in reversed(_statements(document))}
    for subject in sorted(subjects):
        home = _own_path(subject)
        remedy = f"Move it to {home}" if home else "Only our own things are told here: remove it"
        yield _at(
            document,
            stand.get(subject, _ANYWHERE),
            f"{iris.shorten(f'<{subject}>')} is described in {document.path}. "
            f"{remedy}, or correct the IRI.",
        )


def _unsourced(document: Document) -> Iterator[SourceError]:
    """Statements in data that name no source, and blank nodes there."""
    if any(map(_has_blank, document.quads)):
        yield nameless(document.text, path=document.path)
    graphs = {quad.graph_name for quad in document.quads}
    if ox.DefaultGraph() in graphs:
        yield _at(
            document,
            _in_graph(document, ""),
            "This stands outside every GRAPH block. Move it into the block of the source that "
            "says it, such as GRAPH source:adrgraph { … }.",
        )
    for graph in sorted(each.value for each in graphs if isinstance(each, ox.NamedNode)):
        if not _is_source(graph):
            yield _at(
                document,
                _in_graph(document, graph),
                f"{iris.shorten(f'<{graph}>')} is no source. Name the GRAPH block by the source "
                "that says this, such as source:adrgraph for what we say ourselves.",
            )


def _statements(document: Document) -> list[Statement]:
    return list(statements(document.text))


def _in_graph(document: Document, graph: str) -> Token:
    """Where the first statement of a graph stands."""
    found = (each.subject_at for each in _statements(document) if each.graph == graph)
    return next(found, _ANYWHERE)


def _at(document: Document, where: Token, message: str) -> SourceError:
    return SourceError(document.path, message, line=where.line, column=where.column)


def _has_blank(quad: ox.Quad) -> bool:
    terms = (quad.subject, quad.object, quad.graph_name)
    return any(isinstance(term, ox.BlankNode) for term in terms)


def _is_source(graph: str) -> bool:
    try:
        return iris.parse(graph)[0] == "source"
    except ValueError:
        return False


def _own_path(iri: str) -> str:
    try:
        return iris.document_path(iri)
    except ValueError:
        return ""
