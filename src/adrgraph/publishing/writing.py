"""The ways to write graphs far away: SPARQL Update, or the Graph Store Protocol."""

from __future__ import annotations

import urllib.request
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

import pyoxigraph as ox

from adrgraph.iris import NO_GRAPH, STAGED
from adrgraph.publishing.content import digest
from adrgraph.transport import refusal, send

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from adrgraph.transport import Credentials

    Progress = Callable[[str], None]

SECONDS = 600.0
"""For one request that writes."""

WHOLE = 250_000
"""Statements that one update takes; more are staged in pieces and put in place by one update."""

PIECE = 20_000
"""Statements of a piece."""

_DONE = {HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED, HTTPStatus.NO_CONTENT}


class Writer(Protocol):
    """What replaces graphs in a store."""

    def write(
        self,
        changed: Mapping[str, Sequence[ox.Triple]],
        *,
        gone: Sequence[str],
        held: Mapping[str, int],
        progress: Progress,
    ) -> None:
        """Replace the graphs that have changed and drop those that are gone."""


@dataclass(frozen=True, slots=True)
class Updates:
    """SPARQL 1.1 Update: all graphs by one request, which most stores run as one transaction."""

    address: str
    credentials: Credentials | None = None
    whole: int = WHOLE

    def write(
        self,
        changed: Mapping[str, Sequence[ox.Triple]],
        *,
        gone: Sequence[str],
        held: Mapping[str, int],
        progress: Progress,
    ) -> None:
        """Replace the graphs that have changed and drop those that are gone, all at once.

        Raises:
            RemoteFailure: The store cannot be reached, refuses, or fails.
        """
        drops = [_drop(name) for name in gone]
        if sum(map(len, changed.values())) <= self.whole:
            progress(f"Writing {len(changed)} graphs")
            replaced = [_drop(name) for name in changed]
            self._send([*drops, *replaced, *_insert(changed)])
            return
        staged = {name: STAGED + digest(triples) for name, triples in changed.items()}
        for number, (name, triples) in enumerate(changed.items(), start=1):
            progress(f"Staging graph {number} of {len(changed)}")
            if held.get(staged[name]) != len(triples):
                self._stage(staged[name], triples)
        progress(f"Putting {len(changed)} graphs in place")
        moves = [f"MOVE <{staged[name]}> TO {_graph(name)}" for name in changed]
        self._send([*(_drop(name) for name in gone if name not in staged.values()), *moves])

    def _stage(self, name: str, triples: Sequence[ox.Triple]) -> None:
        """A graph in pieces; statements about blank nodes are one piece, or would fall apart."""
        blank = [triple for triple in triples if _has_blank(triple)]
        plain = [triple for triple in triples if not _has_blank(triple)]
        self._send([_drop(name), *_insert({name: blank})])
        for start in range(0, len(plain), PIECE):
            self._send(_insert({name: plain[start : start + PIECE]}))

    def _send(self, operations: Sequence[str]) -> None:
        request = urllib.request.Request(  # noqa: S310 — an address of http(s)
            self.address,
            data=" ;\n".join(operations).encode(),
            headers={"Content-Type": "application/sparql-update"},
            method="POST",
        )
        nothing = urllib.request.Request(  # noqa: S310 — an address of http(s)
            self.address,
            data=b"",
            headers={"Content-Type": "application/sparql-update"},
            method="POST",
        )
        _demand(request, self.credentials, challenge=nothing)


@dataclass(frozen=True, slots=True)
class GraphStore:
    """SPARQL 1.1 Graph Store HTTP Protocol: each graph is replaced by a request of its own."""

    address: str
    credentials: Credentials | None = None

    def write(
        self,
        changed: Mapping[str, Sequence[ox.Triple]],
        *,
        gone: Sequence[str],
        held: Mapping[str, int],  # noqa: ARG002 — what was done before is not to be done again
        progress: Progress,
    ) -> None:
        """Replace the graphs that have changed, one by one, and then drop those that are gone.

        Raises:
            RemoteFailure: The store cannot be reached, refuses, or fails.
        """
        for number, (name, triples) in enumerate(changed.items(), start=1):
            progress(f"Writing graph {number} of {len(changed)}")
            body = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
            request = self._request("PUT", name, body)
            _demand(request, self.credentials, challenge=self._request("DELETE", NO_GRAPH))
        for name in gone:
            progress("Dropping what is gone")
            request = self._request("DELETE", name)
            _demand(request, self.credentials, also=HTTPStatus.NOT_FOUND)

    def _request(self, method: str, name: str, body: bytes | None = None) -> urllib.request.Request:
        target = f"graph={quote(name, safe='')}" if name else "default"
        mark = "&" if "?" in self.address else "?"
        return urllib.request.Request(  # noqa: S310 — an address of http(s)
            f"{self.address}{mark}{target}",
            data=body,
            headers={"Content-Type": "application/n-triples"} if body is not None else {},
            method=method,
        )


def _demand(
    request: urllib.request.Request,
    credentials: Credentials | None,
    *,
    also: HTTPStatus = HTTPStatus.OK,
    challenge: urllib.request.Request | None = None,
) -> None:
    answer = send(request, credentials=credentials, seconds=SECONDS, challenge=challenge)
    if answer.status not in {*_DONE, also}:
        raise refusal(request.full_url, answer)


def _graph(name: str) -> str:
    return f"<{name}>" if name else "DEFAULT"


def _drop(name: str) -> str:
    return f"DROP SILENT GRAPH <{name}>" if name else "DROP SILENT DEFAULT"


def _insert(graphs: Mapping[str, Sequence[ox.Triple]]) -> list[str]:
    """One operation for all graphs: blank nodes of one request are the same within it alone."""
    blocks = []
    for name, triples in graphs.items():
        lines = "".join(f"{triple} .\n" for triple in triples)
        blocks.append(f"GRAPH <{name}> {{\n{lines}}}\n" if name else lines)
    return [f"INSERT DATA {{\n{''.join(blocks)}}}"] if any(graphs.values()) else []


def _has_blank(triple: ox.Triple) -> bool:
    return any(isinstance(term, ox.BlankNode) for term in (triple.subject, triple.object))
