"""The states of a catalogue that can be compared: its files, those of a commit, or a dump."""

from __future__ import annotations

import gzip
import hashlib
import subprocess
import tarfile
from collections import defaultdict
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.errors import SourceError, UnknownRevision, UnreadableSources
from adrgraph.iris import BASE, INFERRED, SYSTEM, document_iri
from adrgraph.layout import FOLDERS, Layout, find_layout
from adrgraph.reasoning import reason
from adrgraph.sources import read
from adrgraph.turtle import decode, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    _Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_NAMED = ("refs/heads", "refs/tags")
_DUMPS = (".nq", ".trig")
_INFERRED = ox.NamedNode(INFERRED)
_SYSTEM = ox.NamedNode(SYSTEM)
_NOTHING_SAID = ox.BlankNode("b")
_REMEDY = (
    "Name a commit, a branch or a tag, a folder that holds a catalogue, or a dump that "
    "`adrgraph build --output graph.nq` has written."
)


@dataclass(frozen=True, slots=True)
class Revision:
    """A state of the catalogue: its name, and what is stated in it, each in its graph.

    A blank node is named by what is said of it, so that the same words are the same statements.
    """

    name: str
    statements: frozenset[ox.Quad] = field(repr=False)


def read_revision(layout: Layout, name: str = "", *, inferred: bool = False) -> Revision:
    """What a folder, a dump or a commit of the layout's checkout states, or the layout itself.

    Args:
        layout: Where the files are, and the checkout whose commits may be named.
        name: A folder, a dump, or a commit; without one, the layout as it is now.
        inferred: Whether what follows is wanted too, in the graph of what is inferred.

    Raises:
        UnknownRevision: Nothing has this name.
        SourceError: A file or a dump is malformed.
        UnreadableSources: What follows is wanted of files that cannot be read.
    """
    path = Path(name)
    if not name:
        return _of_files(layout, name="the files as they are", inferred=inferred)
    if (path / "data").is_dir():
        return _of_files(find_layout(path), name=name, inferred=inferred)
    if path.is_file():
        return _of_dump(path, inferred=inferred)
    with TemporaryDirectory(prefix="adrgraph-") as folder:
        _check_out(layout.root, name, into=Path(folder))
        try:
            return _of_files(Layout(Path(folder)), name=name, inferred=inferred)
        except SourceError as error:
            raise _within(name, error) from error
        except UnreadableSources as error:
            raise UnreadableSources([_within(name, each) for each in error.errors]) from error


def sourced(quads: Iterable[ox.Quad], *, inferred: bool = False) -> frozenset[ox.Quad]:
    """What a whole graph states, less what it says of itself.

    Its default graph repeats the others, and is left out where it does.
    """
    every = list(quads)
    apart = {quad for quad in every if quad.graph_name != ox.DefaultGraph()}
    merged = {quad.triple for quad in apart}
    apart |= {quad for quad in every if quad.triple not in merged}
    unwanted = {_SYSTEM} if inferred else {_SYSTEM, _INFERRED}
    return frozenset(_named(quad for quad in apart if quad.graph_name not in unwanted))


def read_names(layout: Layout) -> list[str]:
    """The branches and tags of the layout's checkout; none where there is no checkout."""
    try:
        said = _git(layout.root, "for-each-ref", "--format=%(refname:short)", *_NAMED)
    except (OSError, subprocess.CalledProcessError):
        return []
    return said.decode(errors="replace").split()


def _within(name: str, error: SourceError) -> SourceError:
    """An error in a file of a commit, which has no place among the files as they are."""
    path = f"{name}:{error.path}"
    return SourceError(path, error.message, line=error.line, column=error.column)


def _of_files(layout: Layout, *, name: str, inferred: bool) -> Revision:
    stated = [quad for path in layout.files() for quad in _stated(layout, path)]
    if inferred:
        follows = reason(read(layout)).inferred
        stated += [_quad(triple, _INFERRED) for triple in follows]
    return Revision(name, frozenset(_named(stated)))


def _stated(layout: Layout, path: Path) -> list[ox.Quad]:
    """What one file states, whether or not it stands where it should."""
    if path.suffix == ".rq":
        return []
    name = path.relative_to(layout.root).as_posix()
    try:
        iri = document_iri(name)
    except ValueError:
        iri = BASE + name
    quads = parse(decode(path.read_bytes(), path=name), path=name)
    return [_in_graph(quad, ox.NamedNode(iri)) for quad in quads]


def _in_graph(quad: ox.Quad, graph: ox.NamedNode) -> ox.Quad:
    return _quad(quad.triple, graph) if quad.graph_name == ox.DefaultGraph() else quad


def _quad(triple: ox.Triple, graph: ox.NamedNode) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def _of_dump(path: Path, *, inferred: bool) -> Revision:
    """What a dump states."""
    whole = Path(path.name.removesuffix(".gz"))
    if whole.suffix not in _DUMPS:
        raise UnknownRevision(f"{path} is no dump: its name ends in none of .nq, .trig. {_REMEDY}")
    syntax = ox.RdfFormat.from_extension(whole.suffix.removeprefix("."))
    try:
        content = path.read_bytes()
        content = gzip.decompress(content) if path.suffix == ".gz" else content
        quads = list(ox.parse(content, format=syntax))
    except SyntaxError as error:
        message = f"{error.msg}. Write the dump anew with `adrgraph build --output`."
        raise SourceError(path, message, line=error.lineno or 1) from error
    except (OSError, EOFError) as error:
        raise SourceError(path, f"The dump cannot be read: {error}. Write it anew.") from error
    return Revision(str(path), sourced(quads, inferred=inferred))


def _check_out(root: Path, name: str, *, into: Path) -> None:
    """Write the files of a commit into a folder of their own; the checkout is not touched."""
    whole = f"{name}^{{commit}}"
    try:
        commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", whole)
        archive = _git(root, "archive", "--format=tar", commit.decode().strip())
    except FileNotFoundError as error:
        raise UnknownRevision(f'"{name}" may be a commit, but there is no git here.') from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().splitlines()
        reason = f" (git: {said[0]})" if said else ""
        raise UnknownRevision(f'Nothing is called "{name}"{reason}. {_REMEDY}') from error
    with tarfile.open(fileobj=BytesIO(archive)) as files:
        for member in files:
            inside = PurePosixPath(member.name)
            if member.isfile() and inside.parts[0] in FOLDERS and ".." not in inside.parts:
                target = into / inside
                target.parent.mkdir(parents=True, exist_ok=True)
                content = files.extractfile(member)
                target.write_bytes(content.read() if content else b"")


def _git(root: Path, *arguments: str) -> bytes:
    command = ["git", "-C", str(root), *arguments]
    # What git is told is a name that it looks up itself, behind --end-of-options, or its answer.
    return subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603


def _named(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """The same statements, with blank nodes named by what is said of them."""
    stated = list(quads)
    names = _names(stated)
    for quad in stated:
        subject, value = quad.subject, quad.object
        yield ox.Quad(
            names[subject] if isinstance(subject, ox.BlankNode) else subject,
            quad.predicate,
            names.get(value, _NOTHING_SAID) if isinstance(value, ox.BlankNode) else value,
            quad.graph_name,
        )


def _names(quads: Iterable[ox.Quad]) -> dict[ox.BlankNode, ox.BlankNode]:
    """A name for each blank node of which something is said; what it holds is named first."""
    said: dict[ox.BlankNode, set[tuple[ox.NamedNode, _Term]]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad.subject, ox.BlankNode):
            said[quad.subject].add((quad.predicate, quad.object))
    names: dict[ox.BlankNode, ox.BlankNode] = {}
    for start in said:
        trail = [start]
        while trail:
            values = [value for _, value in said[trail[-1]] if isinstance(value, ox.BlankNode)]
            left = [each for each in values if each in said and each not in {*names, *trail}]
            if left:
                trail.append(left[0])
                continue
            node = trail.pop()
            names[node] = ox.BlankNode(f"b{_digest(said[node], names)}")
    return names


def _digest(
    said: Iterable[tuple[ox.NamedNode, _Term]], names: Mapping[ox.BlankNode, ox.BlankNode]
) -> str:
    def written(value: _Term) -> str:  # what leads back to itself has no name yet, and needs none
        return str(names.get(value, "") if isinstance(value, ox.BlankNode) else value)

    words = sorted(f"{predicate} {written(value)}" for predicate, value in said)
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:32]
