"""Saved queries: `.rq` files whose parameters are bound as terms, never as text."""

from adrgraph.queries.description import described
from adrgraph.queries.files import form_of, read_queries, read_query
from adrgraph.queries.query import LITERALS, THINGS, Parameter, Query, Term, ordered, page

__all__ = [
    "LITERALS",
    "THINGS",
    "Parameter",
    "Query",
    "Term",
    "described",
    "form_of",
    "ordered",
    "page",
    "read_queries",
    "read_query",
]
