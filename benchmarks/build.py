"""Building the real graph, cold: ours against rdflib, pySHACL and owlrl on the same files."""

from __future__ import annotations

import owlrl
import pyshacl
import rdflib
from timing import compare, table

from adrgraph.build import build
from adrgraph.layout import find_layout

LAYOUT = find_layout()


def ours() -> None:
    """Read, validate and reason, without a cache."""
    build(LAYOUT)


def peers() -> None:
    """The same with the libraries that the field reaches for first."""
    data, shapes = rdflib.Graph(), rdflib.Graph()
    for path in LAYOUT.files():
        if path.suffix == ".trig":
            dataset = rdflib.Dataset()
            dataset.parse(path, format="trig")
            data += (quad[:3] for quad in dataset.quads())
        elif path.suffix == ".ttl":
            target = shapes if path.is_relative_to(LAYOUT.shapes) else data
            target.parse(path, format="turtle")
    conforms, _, report = pyshacl.validate(data, shacl_graph=shapes, allow_warnings=True)
    if not conforms:
        raise SystemExit(report)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(data)


if __name__ == "__main__":
    measured = compare({"adrgraph": ours, "rdflib + pySHACL + owlrl": peers}, rounds=3)
    print(table("Build of the real graph, cold", measured, reference="adrgraph"))
