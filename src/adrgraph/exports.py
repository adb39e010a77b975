"""The whole catalogue, cut to what other catalogues harvest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.errors import InvalidQueryFile, UnknownQuery
from adrgraph.iris import INFERRED, PREFIXES, SYSTEM, UNCONFIRMED
from adrgraph.queries import read_query
from adrgraph.results import Solutions, Triples
from adrgraph.suggestion import did_you_mean

if TYPE_CHECKING:
    from adrgraph.layout import Layout
    from adrgraph.store import Store

_GRAPHS = "SELECT DISTINCT ?name WHERE { GRAPH ?name { ?s ?p ?o } } ORDER BY ?name"
_DISTRIBUTION = f"{PREFIXES['dcat']}distribution"
_RELEASES = f"SELECT DISTINCT ?name WHERE {{ ?s <{_DISTRIBUTION}> ?name }} ORDER BY ?name"


@dataclass(frozen=True, slots=True)
class Export:
    """The catalogue in one profile, and the IRIs of the releases that it had to leave out."""

    triples: Triples
    omitted: tuple[str, ...]


def profiles(layout: Layout) -> list[str]:
    """The names of the profiles that can be exported, sorted."""
    return sorted(path.stem for path in (layout.queries / "exports").glob("[!.]*.rq"))


def export(store: Store, profile: str, *, layout: Layout) -> Export:
    """Cut the catalogue from what is asserted: inference would list series and catalogues.

    What is inferred can be asked of by `GRAPH`: which of several statements is the latest.

    Raises:
        UnknownQuery: There is no such profile.
        InvalidQueryFile: Its file is malformed, or no CONSTRUCT.
    """
    known = profiles(layout)
    if profile not in known:
        hint = did_you_mean(profile, known)
        raise UnknownQuery(
            f'No export profile is called "{profile}".{hint} There are: {", ".join(known)}.'
        )
    path = layout.queries / "exports" / f"{profile}.rq"
    query = read_query(path)
    asserted = [
        name for name in _names(store, _GRAPHS) if name not in {INFERRED, SYSTEM, *UNCONFIRMED}
    ]
    result = store.query(query.text, default_graphs=asserted, named_graphs=[INFERRED])
    if not isinstance(result, Triples):
        raise InvalidQueryFile(path, "An export is a CONSTRUCT. Write one.")
    lists_releases = "dcat:distribution" in query.text
    return Export(result, _omitted(store, result) if lists_releases else ())


def _omitted(store: Store, result: Triples) -> tuple[str, ...]:
    link = ox.NamedNode(_DISTRIBUTION)
    listed = {
        triple.object.value
        for triple in result
        if triple.predicate == link and isinstance(triple.object, ox.NamedNode)
    }
    return tuple(name for name in _names(store, _RELEASES) if name not in listed)


def _names(store: Store, select: str) -> list[str]:
    result = store.query(select)
    if not isinstance(result, Solutions):
        raise TypeError(f"{select} is no SELECT.")
    nodes = [row["name"] for row in result]
    return [node.value for node in nodes if isinstance(node, ox.NamedNode)]
