"""A store at a SPARQL endpoint, asked by SPARQL 1.1 Protocol through SPARQLWrapper."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from warnings import catch_warnings

import pyoxigraph as ox

from adrgraph.complaints import explained
from adrgraph.errors import QueryError, RemoteFailure, StoreError, UnknownFormat
from adrgraph.formats import Kind, find_format, kind_of
from adrgraph.iris import BASE, PREFIXES
from adrgraph.outline import outline, outline_of_query
from adrgraph.posed import Posed, as_it_is, over_merged
from adrgraph.results import Boolean, Result, Solutions, answered, native, triples
from adrgraph.transport import LARGEST, TIMEOUT, refusal, send

if TYPE_CHECKING:
    import urllib.request
    from collections.abc import Callable, Iterator, Sequence

    from adrgraph.outline import Outline
    from adrgraph.transport import Answer, Credentials

EVERYTHING = "SELECT ?s ?p ?o ?g { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"

GRAPHS = "SELECT ?graph (COUNT(*) AS ?size) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
"""Grouped, for Virtuoso may take minutes to tell the DISTINCT ones."""

KNOWN_FOR = 10.0
"""Seconds for which the names of a store's graphs are taken to be the same."""

_DEFAULT = "default-graph-uri"
_NODE_ID = re.compile(rb'("type": ?"bnode", ?"value": ?"|<bnode>)nodeID://')
"""Virtuoso's labels of blank nodes, which are none (SPARQL 1.1 Query Results JSON §3.2.2)."""

_BOOLEAN = re.compile(
    rb'("type": "typed-literal", "datatype": "%sboolean", "value": ")([01])"'
    % PREFIXES["xsd"].encode()
)
"""Virtuoso's truth values in JSON; in XML and RDF it spells them out."""

_ACCEPT: dict[Kind, str] = {
    "graph": "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.8, "
    "application/n-quads;q=0.7",
    "solutions": "application/sparql-results+json, application/sparql-results+xml;q=0.9",
}


def remote_store(location: str, *, credentials: Credentials | None = None) -> RemoteStore:
    """The store at the address of an endpoint.

    An address with `default-graph-uri` names the graph that holds what is in our default graph, for
    stores whose own default graph is the union of all graphs.

    Raises:
        StoreError: The address has a secret in it, which the whole machine could read.
    """
    place = urlsplit(location)
    if "@" in place.netloc:
        raise StoreError(
            "The address of a store holds neither user nor password: others could read them. "
            "Write --user, and give the password in ADRGRAPH_PASSWORD or in ~/.netrc."
        )
    pairs = parse_qsl(place.query, keep_blank_values=True)
    merged = [value for name, value in pairs if name == _DEFAULT]
    if len(merged) > 1:
        raise StoreError(f"The address of a store names one {_DEFAULT} at most.")
    rest = urlencode([pair for pair in pairs if pair[0] != _DEFAULT])
    return RemoteStore(
        urlunsplit(place._replace(query=rest)),
        merged=merged[0] if merged else "",
        credentials=credentials,
    )


class _Graphs:
    """The names of the graphs of ours that a store holds, asked for now and then."""

    def __init__(self) -> None:
        self._names: tuple[str, ...] = ()
        self._known_until = 0.0

    def names(self, read: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
        if time.monotonic() >= self._known_until:
            self._names = read()
            self._known_until = time.monotonic() + KNOWN_FOR
        return self._names


@dataclass(frozen=True, slots=True)
class RemoteStore:
    """An endpoint: whoever runs it decides what a query may take there.

    `merged` is the graph that stands for the default graph where the store has none of its own.
    """

    endpoint: str
    merged: str = ""
    credentials: Credentials | None = None
    seconds: float = TIMEOUT
    largest: int = LARGEST
    _graphs: _Graphs = field(default_factory=_Graphs, repr=False, compare=False)

    def within(self, seconds: float, *, largest: int) -> RemoteStore:
        """The same store, for answers that take no longer and are no larger."""
        return replace(self, seconds=seconds, largest=largest)

    def afresh(self) -> RemoteStore:
        """The same store, of which nothing is known yet."""
        return replace(self, _graphs=_Graphs())

    def query(
        self,
        sparql: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Result:
        """The answer to a query; graphs that are named replace the dataset and its FROM.

        Raises:
            QueryError: The text is one that no store is sent, or the endpoint refuses it.
            RemoteFailure: The endpoint cannot be reached, fails, or does not let us in.
            StoreError: The endpoint answers with something else.
        """
        found = outline_of_query(sparql)
        if not found.form:
            raise QueryError("SPARQL syntax error: there is no SELECT, ASK, CONSTRUCT or DESCRIBE.")
        if self.merged:
            posed = over_merged(
                *(sparql, found, default_graphs, named_graphs),
                merged=self.merged,
                ours=self.graphs,
            )
        else:
            posed = as_it_is(sparql, default_graphs, named_graphs)
        return self._answer(posed, found)

    def dump(self) -> Iterator[ox.Quad]:
        """Every statement, in its graph; where one stands for the default graph, of ours only."""
        answer = self.query(EVERYTHING)
        rows = answer.rows if isinstance(answer, Solutions) else ()
        return (ox.Quad(*row) for row in rows)

    def graphs(self) -> tuple[str, ...]:
        """The names of the graphs of ours that the store holds, sorted."""
        return self._graphs.names(self._read_graphs)

    def _read_graphs(self) -> tuple[str, ...]:
        answer = self._answer(Posed(GRAPHS), outline(GRAPHS))
        rows = answer.rows if isinstance(answer, Solutions) else ()
        names = {row.graph.value for row in rows if isinstance(row.graph, ox.NamedNode)}
        return tuple(sorted(name for name in names - {self.merged} if name.startswith(BASE)))

    def _answer(self, posed: Posed, found: Outline) -> Result:
        kind = kind_of(found.form)
        request = _request(self.endpoint, posed, accept=_ACCEPT[kind])
        answer = send(
            request, credentials=self.credentials, seconds=self.seconds, largest=self.largest
        )
        if answer.status == HTTPStatus.BAD_REQUEST:
            raise _complaint(answer, posed, found)
        if answer.status != HTTPStatus.OK:
            raise refusal(self.endpoint, answer)
        self._refuse_partial(answer)
        try:
            result = _read(answer, kind)
            if found.form == "ASK" and isinstance(result, Solutions):  # Virtuoso's way with ASK {}
                result = Boolean(any(native(term) for row in result for term in row))
        except (UnknownFormat, SyntaxError, ValueError) as error:
            raise StoreError(
                f"{self.endpoint} answered with {answer.media_type or 'nothing'} that cannot be "
                f"read: {error}"
            ) from error
        self._refuse_cut(answer, result)
        return result

    def _refuse_partial(self, answer: Answer) -> None:
        """Virtuoso gives what it has found by its own limit of time, and says so in a header."""
        if answer.headers.get("x-sql-state", "").startswith("S1TAT"):
            raise RemoteFailure(
                f"{self.endpoint} ran out of time and gave a part of the answer. Ask for less at "
                "once.",
                is_late=True,
            )
        if answer.headers.get("x-adrgraph-truncated"):
            raise StoreError(f"{self.endpoint} gave a part of the answer. Ask for it with LIMIT.")

    def _refuse_cut(self, answer: Answer, result: Result) -> None:
        """Virtuoso cuts rows off at its `ResultSetMaxRows`, and tells that number in a header."""
        most = answer.headers.get("x-sparql-maxrows", "")
        cuts = most.isdigit() and not answer.headers.get("x-adrgraph-limits")
        if cuts and isinstance(result, Solutions) and len(result) >= int(most):
            raise StoreError(
                f"{self.endpoint} gives {most} rows of an answer at most, and this one has as many "
                "or more. Ask for it in parts, with LIMIT and OFFSET."
            )


def _request(endpoint: str, posed: Posed, *, accept: str) -> urllib.request.Request:
    """The request that SPARQLWrapper makes; sent by itself, it would lose the headers of errors."""
    from SPARQLWrapper import POST, SELECT, SPARQLWrapper

    wrapper = SPARQLWrapper(endpoint)
    with catch_warnings(action="ignore"):  # it guesses the form, and warns
        wrapper.setQuery(posed.text)
    wrapper.queryType = SELECT  # it sends what it takes for an update as one; a query is one
    wrapper.setMethod(POST)
    wrapper.setOnlyConneg(True)
    wrapper.addCustomHttpHeader("Accept", accept)
    for name, value in posed.parameters:
        wrapper.addParameter(name, value)
    request: urllib.request.Request = wrapper._createRequest()  # noqa: SLF001 — see above
    return request


def _read(answer: Answer, kind: Kind) -> Result:
    format = find_format(answer.media_type, kind)
    if kind == "graph":
        return triples(quad.triple for quad in ox.parse(answer.body, format=format.rdf))
    body = _BOOLEAN.sub(_spelled, _NODE_ID.sub(rb"\1", answer.body))
    return answered(ox.parse_query_results(body, format=format.results))


def _spelled(match: re.Match[bytes]) -> bytes:
    return match[1] + (b'true"' if match[2] == b"1" else b'false"')


def _complaint(answer: Answer, posed: Posed, found: Outline) -> QueryError:
    """What the endpoint says of the query; RFC 9457 problems carry its words and place."""
    try:
        problem = json.loads(answer.body)
        words, line, column = problem["detail"], problem.get("line"), problem.get("column")
    except (ValueError, KeyError, TypeError):
        complaint = answer.words() or "The endpoint refuses the query without saying why."
        return explained(complaint, posed.sparql, found=found, place=posed.place)
    if isinstance(line, int) and isinstance(column, int):
        line, column = posed.place(line, column)
    return QueryError(str(words), line=line, column=column)
