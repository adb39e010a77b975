"""A store at a SPARQL endpoint, asked by SPARQL 1.1 Protocol through SPARQLWrapper."""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING
from warnings import catch_warnings

import pyoxigraph as ox

from adrgraph.errors import QueryError, StoreError, UnknownFormat
from adrgraph.formats import Kind, find_format
from adrgraph.outline import outline, refuse_update
from adrgraph.results import Result, Solutions, answered, triples

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TIMEOUT = 60
"""Seconds to wait for an answer."""

EVERYTHING = "SELECT ?s ?p ?o ?g { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"

_ACCEPT: dict[Kind, str] = {
    "graph": "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.8",
    "solutions": "application/sparql-results+json, application/sparql-results+xml;q=0.9",
}


@dataclass(frozen=True, slots=True)
class RemoteStore:
    """An endpoint: whoever runs it decides what a query may do there."""

    endpoint: str

    def query(
        self,
        sparql: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Result:
        """The answer to a query; graphs that are named replace the dataset and its FROM.

        Raises:
            QueryError: The endpoint refuses the text.
            StoreError: The endpoint cannot be reached, or answers with something else.
        """
        found = outline(sparql)
        refuse_update(found)
        if not found.form:
            raise QueryError("SPARQL syntax error: there is no SELECT, ASK, CONSTRUCT or DESCRIBE.")
        kind: Kind = "graph" if found.form in {"CONSTRUCT", "DESCRIBE"} else "solutions"
        parameters = [("default-graph-uri", graph) for graph in default_graphs]
        parameters += [("named-graph-uri", graph) for graph in named_graphs]
        media_type, body = self._ask(sparql, accept=_ACCEPT[kind], parameters=parameters)
        try:
            return _read(body, media_type=media_type, kind=kind)
        except (UnknownFormat, SyntaxError, ValueError) as error:
            raise StoreError(
                f"{self.endpoint} answered with {media_type or 'nothing'} that cannot be read: "
                f"{error}"
            ) from error

    def dump(self) -> Iterator[ox.Quad]:
        """Every statement, in its graph."""
        answer = self.query(EVERYTHING)
        rows = answer.rows if isinstance(answer, Solutions) else ()
        return (ox.Quad(*row) for row in rows)

    def _ask(
        self, sparql: str, *, accept: str, parameters: Sequence[tuple[str, str]]
    ) -> tuple[str, bytes]:
        from SPARQLWrapper import POST, SPARQLWrapper
        from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException

        request = SPARQLWrapper(self.endpoint)
        with catch_warnings(action="ignore"):  # it guesses the form, and warns; Accept is ours
            request.setQuery(sparql)
        request.setMethod(POST)
        request.setTimeout(TIMEOUT)
        request.setOnlyConneg(True)
        request.addCustomHttpHeader("Accept", accept)
        for name, value in parameters:
            request.addParameter(name, value)
        try:
            with request.query().response as response:
                return response.headers.get("content-type", ""), response.read()
        except QueryBadFormed as error:
            raise _refusal(error) from error
        except SPARQLWrapperException as error:
            raise StoreError(f"{self.endpoint}: {str(error).partition('Response:')[0]}") from error
        except (OSError, HTTPException) as error:  # urllib's errors are OSErrors
            raise StoreError(
                f"{self.endpoint} cannot be reached: {error}. Check the address and try again."
            ) from error


def _read(body: bytes, *, media_type: str, kind: Kind) -> Result:
    format = find_format(media_type, kind)
    if kind == "graph":
        return triples(quad.triple for quad in ox.parse(body, format=format.rdf))
    return answered(ox.parse_query_results(body, format=format.results))


def _refusal(error: Exception) -> QueryError:
    """What the endpoint says of the query; RFC 9457 problems carry its words and place."""
    body: bytes = ast.literal_eval(str(error).partition("Response:\n")[2] or "b''")
    try:
        problem = json.loads(body)
        return QueryError(problem["detail"], line=problem.get("line"), column=problem.get("column"))
    except (ValueError, KeyError, TypeError):
        words = body.decode(errors="replace").strip()
        return QueryError(words or "The endpoint refuses the query without saying why.")
