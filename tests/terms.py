"""Writes src/adrgraph/terms.py from ontology/adrgraph.ttl: `python -m tests.terms`."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox

from adrgraph.iris import ADR, PREFIXES
from adrgraph.layout import find_layout

TARGET = Path(__file__).parents[1] / "src" / "adrgraph" / "terms.py"
DEFINITION = ox.NamedNode(f"{PREFIXES['skos']}definition")


def terms_module() -> str:
    """The text of the module: a constant for each of our terms, in the order of their names."""
    path = find_layout().ontology / "adrgraph.ttl"
    names = sorted(
        quad.subject.value.removeprefix(ADR)
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
        if isinstance(quad.subject, ox.NamedNode)
        and quad.subject.value.startswith(ADR)
        and quad.predicate == DEFINITION
    )
    lines = [f'{constant(name)} = f"{{ADR}}{name}"' for name in names]
    head = '"""The IRIs of our own terms, written from ontology/adrgraph.ttl by `make terms`."""'
    return "\n".join([head, "", "from adrgraph.iris import ADR", "", *lines, ""])


def constant(name: str) -> str:
    """The name of a term as a Python constant.

    >>> constant("isBuiltFrom")
    'IS_BUILT_FROM'
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()


if __name__ == "__main__":
    TARGET.write_text(terms_module(), encoding="utf-8")
