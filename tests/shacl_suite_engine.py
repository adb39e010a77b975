"""Our default SHACL engine as the W3C suite wants to call it; run in a process of its own."""

from __future__ import annotations

import pyoxigraph as ox
import rdflib

from adrgraph.validation import rust

# The suite reads its cases with rdflib, which would rewrite the ill-typed literals they are about.
rdflib.NORMALIZE_LITERALS = False


def validate(data: rdflib.Graph, shapes: rdflib.Graph) -> tuple[bool, rdflib.Graph]:
    """Whether the data conform, and the report."""
    triples = ox.parse(shapes.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES)
    quads = [ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples]
    report = rust.compiled(quads).validate_text(data.serialize(format="nt"), format="nt")
    return report.conforms, rdflib.Graph().parse(data=report.serialize("ntriples"), format="nt")
