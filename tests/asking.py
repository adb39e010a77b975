"""Saved queries asked as the command line asks them, with rows as a reader sees them."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from adrgraph.results import Solutions, text

if TYPE_CHECKING:
    from adrgraph.catalogue import Catalogue

Row = dict[str, str]


def ask(catalogue: Catalogue, asked: str) -> list[Row]:
    """The rows of `links-to dataset=npd` and the like, in order."""
    name, *pairs = shlex.split(asked)
    values: dict[str, list[str]] = {}
    for pair in pairs:
        key, _, value = pair.partition("=")
        values.setdefault(key, []).append(value)
    found = catalogue.run(name, **values)
    assert isinstance(found, Solutions)
    return [dict(zip(found.variables, map(text, row), strict=True)) for row in found]


def slugs(rows: list[Row], column: str) -> set[str]:
    """The last part of each IRI in a column; empty cells are left out."""
    return {slug(row[column]) for row in rows if row[column]}


def slug(cell: str) -> str:
    """The last part of a shortened IRI, its fragment too.

    >>> slug("dataset/leo#release-ons-srs")
    'leo#release-ons-srs'
    """
    return cell.rpartition("/")[2] if cell.count("/") == 1 else cell
