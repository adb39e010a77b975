"""Statements of sources beside our own ontology and rules, and what follows from them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pyoxigraph as ox

from adrgraph.iris import BASE, PREFIXES
from adrgraph.layout import find_layout
from adrgraph.reasoning import reason
from adrgraph.sources import Document, Sources, read

PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


@cache
def files() -> Sources:
    """The files of this project."""
    return read(find_layout())


def stated(text: str) -> Sources:
    """Statements of sources beside our own ontology and rules, and nothing else."""
    real = files()
    quads = tuple(ox.parse(PROLOGUE + text, format=ox.RdfFormat.TRIG))
    home = ox.NamedNode(f"{BASE}source/adrgraph")
    placed = tuple(
        quad
        if isinstance(quad.graph_name, ox.NamedNode)
        else ox.Quad(quad.subject, quad.predicate, quad.object, home)
        for quad in quads
    )
    entry = Document("data/datasets/a.trig", f"{BASE}dataset/a", text, placed)
    return replace(real, documents=(*real.ontology, *real.schemes, entry))


def judged(text: str, predicate: str) -> set[tuple[str, str]]:
    """What is judged of statements by one property, by the local names of both ends."""
    wanted = ox.NamedNode(PREFIXES["adr"] + predicate)
    return {
        (local(triple.subject), local(triple.object))
        for triple in reason(stated(text)).inferred
        if triple.predicate == wanted
    }


def local(node: object) -> str:
    """The last part of an IRI."""
    assert isinstance(node, ox.NamedNode)
    return node.value.replace("#", "/").rpartition("/")[2]
