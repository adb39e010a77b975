"""Where the graph is asked: in memory, in a folder on disk, or at an endpoint far away."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote

import pyoxigraph as ox

from adrgraph.complaints import explained
from adrgraph.errors import QueryError, StoreError
from adrgraph.iris import BASE
from adrgraph.outline import Filled, outline, outline_of_query, outline_of_template
from adrgraph.results import answered

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from adrgraph.outline import Outline
    from adrgraph.results import Result
    from adrgraph.transport import Credentials


HELD = 1 << 30
"""Bytes of a folder that a process which answers for long has in memory."""


class Store(Protocol):
    """The graph, ready for SPARQL; nothing that is asked of it changes it."""

    def query(
        self,
        sparql: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Result:
        """The answer to a query; graphs that are named replace the dataset and its FROM."""

    def dump(self) -> Iterator[ox.Quad]:
        """Every statement, in its graph."""


def open_store(location: str, *, credentials: Credentials | None = None) -> Store:
    """The store at `memory:`, `file:PATH` or `https://…/sparql`; the scheme picks the backend.

    Credentials are for a store far away, which may ask for them.

    Raises:
        StoreError: There is no such backend, or nothing that can be opened.
    """
    scheme, colon, _ = location.partition(":")
    if not colon or scheme not in BACKENDS:
        raise StoreError(
            f'"{location}" is no store. Write "memory:", "file:" and a folder, '
            "or the address of a SPARQL endpoint that begins with http:// or https://."
        )
    return BACKENDS[scheme](location, credentials)


@contextmanager
def reading() -> Iterator[None]:
    """What the engine says while it looks for an answer, as an error of ours.

    Raises:
        QueryError: The query has what is no IRI or no Unicode.
        StoreError: The store cannot be read.
    """
    try:
        yield
    except ValueError as error:
        raise QueryError(str(error)) from error
    except (OSError, RuntimeError) as error:
        raise StoreError(f"The store cannot be read: {error}") from error


def load(quads: Iterable[ox.Quad]) -> Store:
    """A store in memory that holds these statements."""
    store = ox.Store()
    store.bulk_extend(quads)
    return LocalStore(store)


def in_memory(store: Store, *, most: int = HELD) -> Store:
    """The same store read into memory, where it is a folder and no larger than so many bytes.

    There each question takes a third of the time.
    """
    if not isinstance(store, LocalStore) or store.folder is None:
        return store
    if sum(path.stat().st_size for path in store.folder.iterdir()) > most:
        return store
    held = ox.Store()
    held.bulk_extend(store.dump())
    return LocalStore(held, store.folder)


def write_store(path: Path, quads: Iterable[ox.Quad]) -> None:
    """Write statements to a fresh folder, whole and flushed, for `file:` to open.

    Raises:
        StoreError: The folder holds something already, or cannot be written.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise StoreError(f"{path} holds something already. Name a folder that does not exist.")
    try:
        store = ox.Store(path)
        store.bulk_extend(quads)
        store.optimize()
        store.flush()
    except (OSError, RuntimeError) as error:
        raise StoreError(f"{path} cannot be written: {error}") from error


@dataclass(frozen=True, slots=True)
class LocalStore:
    """A store of this process: in memory, or a folder opened for reading."""

    store: ox.Store
    folder: Path | None = None
    """Where it lies on disk, and what was built with it beside it."""

    def query(
        self,
        sparql: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Result:
        """The answer to a query; graphs that are named replace the dataset and its FROM.

        Raises:
            QueryError: The text does not parse, goes too deep or calls another service.
            StoreError: The store cannot be read.
        """
        with reading():
            return answered(
                self.ask(sparql, default_graphs=default_graphs, named_graphs=named_graphs)
            )

    def ask(
        self,
        sparql: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        services: Collection[str] = (),
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """The same answer while the engine still looks for it; read it within `reading()`.

        The services are those that the query may call.

        Raises:
            QueryError: The text does not parse, goes too deep or calls another service.
            StoreError: The store cannot be read.
        """
        found = (
            outline_of_template(sparql.template)
            if isinstance(sparql, Filled)
            else outline_of_query(sparql, services=services)
        )
        if not default_graphs and not named_graphs:
            default_graphs, named_graphs = _merged_from(found)
        with reading():
            try:
                store, dataset = self._dataset(default_graphs, named_graphs)
                return store.query(sparql, base_iri=BASE, **dataset)
            except SyntaxError as error:
                raise explained(str(error), sparql, found=outline(sparql)) from error

    def dump(self) -> Iterator[ox.Quad]:
        """Every statement, in its graph."""
        return iter(self.store)

    def _dataset(
        self, default_graphs: Sequence[str], named_graphs: Sequence[str]
    ) -> tuple[ox.Store, dict[str, Any]]:
        """The store to ask, and which of its graphs; pyoxigraph merges none without duplicates."""
        if not default_graphs and not named_graphs:
            return self.store, {}
        default = [ox.NamedNode(graph) for graph in dict.fromkeys(default_graphs)]
        named = [ox.NamedNode(graph) for graph in named_graphs]
        if len(default) < 2:  # noqa: PLR2004 — one graph needs no merging
            return self.store, {"default_graph": default, "named_graphs": named}
        merged = ox.Store()
        for graph in default:
            found = self.store.quads_for_pattern(None, None, None, graph)
            merged.extend(ox.Quad(*quad.triple) for quad in found)
        for graph in named:
            merged.extend(self.store.quads_for_pattern(None, None, None, graph))
        return merged, {"default_graph": ox.DefaultGraph(), "named_graphs": named}


def _memory(_: str, __: Credentials | None) -> Store:
    return LocalStore(ox.Store())


def _folder(location: str, _: Credentials | None) -> Store:
    path = location.removeprefix("file:")
    folder = Path(unquote(path.removeprefix("//")) if path.startswith("//") else path)
    try:
        return LocalStore(ox.Store.read_only(str(folder)), folder)
    except FileNotFoundError as error:
        raise StoreError(f"There is no store in {folder}. Build it: adrgraph build.") from error
    except (OSError, RuntimeError) as error:
        raise StoreError(
            f"The store in {folder} cannot be opened: {error}. Remove it and build it again."
        ) from error


def _endpoint(location: str, credentials: Credentials | None) -> Store:
    from adrgraph.remote import remote_store

    return remote_store(location, credentials=credentials)


BACKENDS: Mapping[str, Callable[[str, Credentials | None], Store]] = MappingProxyType(
    {"memory": _memory, "file": _folder, "http": _endpoint, "https": _endpoint}
)
"""What opens a location, by its scheme."""


def _merged_from(found: Outline) -> tuple[Sequence[str], Sequence[str]]:
    """The dataset of a FROM clause that names several graphs; others need no help."""
    several = len(set(found.default_graphs)) > 1
    if several and "" not in found.default_graphs + found.named_graphs:
        return found.default_graphs, found.named_graphs
    return (), ()
