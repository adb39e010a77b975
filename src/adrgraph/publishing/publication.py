"""Publishing: what differs is written, what is no more is dropped, and all of it is read back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adrgraph.build import dump
from adrgraph.errors import StoreError, UnfaithfulStore
from adrgraph.iris import STAGED
from adrgraph.publishing.content import contents, differences, sizes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import pyoxigraph as ox

    from adrgraph.publishing.writing import Writer
    from adrgraph.remote import RemoteStore

    Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Published:
    """What a store holds now, and what had to be done for it."""

    graphs: int
    statements: int
    written: int
    dropped: int
    digest: str

    def __str__(self) -> str:
        """The numbers, and the digest of the build as N-Quads."""
        done = f"{self.written} graphs written, {self.dropped} dropped"
        return (
            f"{self.statements:,} statements in {self.graphs} graphs: {done}, "
            f"all read back (sha256 {self.digest})."
        )


def publish(
    quads: Iterable[ox.Quad],
    store: RemoteStore,
    writer: Writer,
    *,
    progress: Progress = lambda _: None,
) -> Published:
    """Have a store hold these statements in graphs of ours, and nothing else in them.

    Graphs whose names do not begin as ours do are not touched. To publish again is to do what is
    left to do: nothing, where nothing has changed.

    Raises:
        StoreError: The default graph holds what is not ours.
        RemoteFailure: The store cannot be reached, does not let us in, or fails.
        UnfaithfulStore: The store does not hold what was written.
    """
    statements = list(quads)
    wanted = contents(statements)
    store = store.afresh()
    progress("Comparing")
    before = sizes(store)
    _refuse_foreign(store, before)
    differing = [difference.name for difference in differences(store, wanted)]
    changed = {_place(name, store): wanted[name] for name in differing if name in wanted}
    gone = [_place(name, store) for name in differing if name not in wanted]
    if changed or gone:
        writer.write(changed, gone=gone, held=before, progress=progress)
        progress("Reading back")
        unlike = differences(store.afresh(), wanted)
        if unlike:
            raise UnfaithfulStore(unlike)
    return Published(
        len(wanted),
        len(statements),
        len(changed),
        len(gone),
        hashlib.sha256(dump(statements)).hexdigest(),
    )


def _place(name: str, store: RemoteStore) -> str:
    """The graph that stands for one of ours: another for the default graph, where one is named."""
    return name or store.merged


def _refuse_foreign(store: RemoteStore, before: Mapping[str, int]) -> None:
    """The default graph is anybody's; it is ours where graphs of ours are beside it."""
    is_ours = store.merged or any(name and not name.startswith(STAGED) for name in before)
    if before.get("") and not is_ours:
        raise StoreError(
            f"The default graph of {store.endpoint} holds {before['']:,} statements that are not "
            "from here. Empty it; or, where it is the union of all graphs, name a graph for ours: "
            "add ?default-graph-uri=IRI to the address."
        )
