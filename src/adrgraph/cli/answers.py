"""Answers as a person or a program wants them: a table, or one of the formats."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.cli.output import emit, is_terminal, tell
from adrgraph.errors import UnknownFormat
from adrgraph.formats import find_format
from adrgraph.names import reading
from adrgraph.results import Solutions, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from adrgraph.queries import Query, Term
    from adrgraph.results import Result
    from adrgraph.store import Store

_LEAST = 4
"""Columns that each column of a table needs; where there is less room, the lines run on."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def chosen_format(name: str | None, *, output: str) -> str:
    """The format asked for, or that of the file's suffix; empty for what suits a person.

    Raises:
        UnknownFormat: No format has this name.
    """
    if name == "table":
        return ""
    if name:
        return find_format(name).name
    try:
        return find_format(Path(output).suffix).name
    except UnknownFormat:  # "-", or a file that is for people
        return ""


def show(
    result: Result,
    *,
    format: str = "",
    output: str = "-",
    headings: Mapping[str, str] | None = None,
) -> None:
    """Write an answer: in a format, as a table fitted to the terminal, or as a plain one."""
    if format:
        emit(result.write(format), output=output)
    elif not isinstance(result, Solutions):
        emit(str(result), output=output)
    elif not len(result):
        tell("Nothing matches.")
    elif output == "-" and _room():
        names = [(headings or {}).get(name, name) for name in result.variables]
        show_table(names, result.texts())
    else:
        emit(str(result), output=output)


def tell_readings(
    store: Store,
    query: Query,
    values: Mapping[str, Sequence[str]],
    *,
    terms: Mapping[str, Sequence[Term]],
) -> None:
    """Say what each acronym or other name was taken for, so that nobody reads of another thing."""
    for name, given in values.items():
        kind = query.parameter(name).type
        for text, term in zip(given, terms[name], strict=True):
            if isinstance(term, ox.NamedNode) and (read := reading(store, text, term, kind=kind)):
                tell(read)


def show_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on standard output: fitted and coloured for a terminal, plain in a pipe."""
    clean = [[_CONTROL.sub(" ", cell) for cell in row] for row in rows]
    room = _room()
    if room < _LEAST * len(headings):
        emit(table(headings, clean))
    else:
        _fitted(headings, clean, width=room)


def _room() -> int:
    """The columns a table has to fit into: those that COLUMNS asks for, or the terminal's.

    None, in a pipe.
    """
    asked = os.environ.get("COLUMNS", "")
    if re.fullmatch(r"[0-9]{1,5}", asked) and int(asked):
        return int(asked)
    return shutil.get_terminal_size().columns if is_terminal() else 0


def _fitted(headings: Sequence[str], rows: Sequence[Sequence[str]], *, width: int) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    fitted = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for heading in headings:
        fitted.add_column(Text(heading), overflow="fold")
    for row in rows:
        fitted.add_row(*(Text(cell) for cell in row))
    # NO_COLOR (no-color.org) asks for no colour; nothing else in a table needs an escape either.
    plain = bool(os.environ.get("NO_COLOR"))
    console = Console(
        file=sys.stdout, color_system=None if plain else "auto", highlight=False, width=width
    )
    with console.capture() as captured:
        console.print(fitted)
    emit(captured.get())
