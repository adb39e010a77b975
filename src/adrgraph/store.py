"""Where the graph is asked: in memory, in a folder on disk, or at an endpoint far away."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote

import pyoxigraph as ox

from adrgraph.errors import QueryError, StoreError
from adrgraph.iris import BASE, PREFIXES
from adrgraph.outline import Outline, outline, refuse_danger, refuse_update
from adrgraph.results import answered

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from adrgraph.results import Result

MAX_LENGTH = 1_000_000
"""Characters of a query: a long list of values fits, the parser's time stays bounded."""

MAX_DEPTH = 100
"""Brackets within brackets: at 250 the parser overruns the smallest stacks."""

MAX_STEPS = 1_000
"""Operators, groups, filters and bindings: chains of some 4,000 overrun the stack as well."""

_PLACE = re.compile(r"error at (\d+):(\d+): ")


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


def open_store(location: str) -> Store:
    """The store at `memory:`, `file:PATH` or `https://…/sparql`; the scheme picks the backend.

    Raises:
        StoreError: There is no such backend, or nothing that can be opened.
    """
    scheme, colon, _ = location.partition(":")
    if not colon or scheme not in BACKENDS:
        raise StoreError(
            f'"{location}" is no store. Write "memory:", "file:" and a folder, '
            "or the address of a SPARQL endpoint that begins with http:// or https://."
        )
    return BACKENDS[scheme](location)


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
        if len(sparql) > MAX_LENGTH:
            raise QueryError(f"The query is longer than {MAX_LENGTH} characters.")
        found = outline(sparql)
        refuse_update(found)
        refuse_danger(found, depth=MAX_DEPTH, steps=MAX_STEPS, services=services)
        if not default_graphs and not named_graphs:
            default_graphs, named_graphs = _merged_from(found)
        with reading():
            try:
                store, dataset = self._dataset(default_graphs, named_graphs)
                return store.query(sparql, base_iri=BASE, **dataset)
            except SyntaxError as error:
                raise _explained(error, sparql, found=found) from error

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


def _memory(_: str) -> Store:
    return LocalStore(ox.Store())


def _folder(location: str) -> Store:
    path = location.removeprefix("file:")
    folder = Path(unquote(path.removeprefix("//")) if path.startswith("//") else path)
    try:
        return LocalStore(ox.Store.read_only(str(folder)))
    except FileNotFoundError as error:
        raise StoreError(f"There is no store in {folder}. Build it: adrgraph build.") from error
    except (OSError, RuntimeError) as error:
        raise StoreError(
            f"The store in {folder} cannot be opened: {error}. Remove it and build it again."
        ) from error


def _endpoint(location: str) -> Store:
    from adrgraph.remote import RemoteStore

    return RemoteStore(location)


BACKENDS: Mapping[str, Callable[[str], Store]] = MappingProxyType(
    {"memory": _memory, "file": _folder, "http": _endpoint, "https": _endpoint}
)
"""What opens a location, by its scheme."""


def _merged_from(found: Outline) -> tuple[Sequence[str], Sequence[str]]:
    """The dataset of a FROM clause that names several graphs; others need no help."""
    several = len(set(found.default_graphs)) > 1
    if several and "" not in found.default_graphs + found.named_graphs:
        return found.default_graphs, found.named_graphs
    return (), ()


def _explained(error: SyntaxError, sparql: str, *, found: Outline) -> QueryError:
    """The parser's complaint with its place, or the undeclared prefix that is behind it."""
    undeclared = found.used.keys() - found.prefixes.keys() - {"_:"}
    if undeclared:
        prefix = min(undeclared, key=found.used.__getitem__)
        before = sparql[: found.used[prefix]]
        namespace = PREFIXES.get(prefix.removesuffix(":"), "…")
        return QueryError(
            f'The prefix "{prefix}" is not declared. Begin with PREFIX {prefix} <{namespace}>',
            line=before.count("\n") + 1,
            column=len(before) - before.rfind("\n"),
        )
    place = _PLACE.match(str(error))
    if place is None:
        return QueryError(str(error))
    line, column = int(place[1]), int(place[2])
    rest = [*sparql.split("\n"), ""][line - 1][column - 1 :].strip()
    where = f'"{rest[:30]}"' if rest else "the end of the text"
    return QueryError(f"SPARQL syntax error at {where}.", line=line, column=column)
