"""The statements that are validated, and where one that is wrong stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyoxigraph as ox

    from adrgraph.sources import Sources


def merged(sources: Sources) -> list[ox.Quad]:
    """The statements that are validated: what the sources say, the schemes and the ontology."""
    documents = (*sources.data, *sources.schemes, *sources.ontology)
    return [quad for document in documents for quad in document.quads]


def place(
    sources: Sources,
    *,
    focus: str,
    property: str,  # noqa: A002 - RDF's word
    shape: str,
) -> tuple[str, int]:
    """Path and line of the statement, else of its subject, else of the shape that is not met.

    Focus and property are terms in N-Triples syntax. What has no name (a blank node, a literal)
    has the place of the shape.
    """
    if focus.startswith("<"):
        return sources.place(focus[1:-1], property.strip("<>"))
    return sources.place(shape)
