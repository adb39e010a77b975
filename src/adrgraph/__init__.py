"""The UK's linked administrative datasets as a linked-data knowledge graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adrgraph.catalogue import Catalogue, load
    from adrgraph.errors import (
        AdrgraphError,
        AmbiguousName,
        InvalidGraph,
        InvalidParameter,
        QueryError,
        UnknownName,
        UnknownQuery,
        UnreadableSources,
    )
    from adrgraph.queries import Parameter, Query
    from adrgraph.results import Boolean, Row, Solutions, Triples

__all__ = [
    "AdrgraphError",
    "AmbiguousName",
    "Boolean",
    "Catalogue",
    "InvalidGraph",
    "InvalidParameter",
    "Parameter",
    "Query",
    "QueryError",
    "Row",
    "Solutions",
    "Triples",
    "UnknownName",
    "UnknownQuery",
    "UnreadableSources",
    "load",
]

_HOMES = ("errors", "results", "queries", "catalogue")


def __getattr__(name: str) -> object:
    """A public name, imported when it is first asked for (PEP 562)."""
    from importlib import import_module

    if name == "__version__":
        from importlib.metadata import version

        return version("adrgraph")
    if name in __all__:
        for home in _HOMES:
            module = import_module(f"adrgraph.{home}")
            if hasattr(module, name):
                return getattr(module, name)
    raise AttributeError(f"module 'adrgraph' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names."""
    return [*__all__, "__version__"]
