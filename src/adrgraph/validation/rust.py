"""The default SHACL engine: the `shacl` package."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pyoxigraph as ox
import shacl

from adrgraph.validation.verdicts import BLANK, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def verdicts(data: Iterable[ox.Quad], *, shapes: Iterable[ox.Quad]) -> Iterator[Verdict]:
    """What the shapes find in the data, whatever graphs either stands in.

    Raises:
        ValueError: A shape that cannot be compiled.
    """
    report = compiled(shapes).validate_text(_nquads(data), format="nquads")
    for result in report.results:
        yield Verdict(
            focus=_term(result.focus_node),
            path=result.path or "",
            value=_term(result.value),
            severity=result.severity_iri,
            messages=tuple(result.messages),
            component=result.component_iri,
            shape=(result.root_shape or "").strip("<>"),
        )


def compiled(shapes: Iterable[ox.Quad]) -> shacl.Shapes:
    """The shapes, ready to be used.

    Raises:
        ValueError: A shape that cannot be compiled.
    """
    return shacl.Shapes.from_text(_nquads(shapes), format="nquads")


def _nquads(quads: Iterable[ox.Quad]) -> str:
    output = BytesIO()
    ox.serialize(quads, output, format=ox.RdfFormat.N_QUADS)
    return output.getvalue().decode()


def _term(text: str | None) -> str:
    return BLANK if text and text.startswith("_:") else text or ""
