"""Saved queries: `.rq` files whose parameters are bound as terms, never as text."""

from adrgraph.queries.files import read_queries, read_query
from adrgraph.queries.query import LITERALS, THINGS, Parameter, Query, Term

__all__ = ["LITERALS", "THINGS", "Parameter", "Query", "Term", "read_queries", "read_query"]
