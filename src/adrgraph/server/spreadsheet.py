"""Rows as a spreadsheet: numbers are numbers, and no text ever becomes a formula."""

from __future__ import annotations

import math
import re
from functools import cache
from importlib.util import find_spec
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any

from adrgraph.formats import Format
from adrgraph.iris import FILE_FORMATS
from adrgraph.results import native

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    import xlsxwriter
    from xlsxwriter.format import Format as Style
    from xlsxwriter.worksheet import Worksheet

    from adrgraph.results import Row

XLSX = Format(
    name="xlsx",
    label="Spreadsheet",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    suffix="xlsx",
    iri=f"{FILE_FORMATS}XLSX",
    kinds=(),
    aliases=("excel",),
)
"""Negotiated like the formats of the graph, but made here."""

CELL = 32_767
"""Characters that a cell holds."""

EXACT = 1 << 53
"""Whole numbers beyond it would be rounded: they stay text."""

PIECE = 64 << 10
_IN_MEMORY = 4 << 20
_WIDEST = 60
_NO_XML = re.compile("[\ufffe\uffff]")


@cache
def is_there() -> bool:
    """Whether the library is installed."""
    return find_spec("xlsxwriter") is not None


def write(
    rows: Iterable[Row],
    *,
    headings: Sequence[str],
    about: Sequence[tuple[str, str]],
    made: datetime,
) -> IO[bytes]:
    """A file with the rows on one sheet, and on another what they answer; the same each time.

    Rows are written as they come, and none is kept.
    """
    import xlsxwriter

    file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 — whoever reads it closes it
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({"created": made.replace(tzinfo=None)})
    cut = _rows(book, rows, headings)
    remarks = (
        [("Note", f"{cut} long texts are cut off; the other formats have them.")] if cut else []
    )
    _about(book, [*about, *remarks])
    book.close()
    file.seek(0)
    return file


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """A file in pieces, closed at the end."""
    with file:
        while piece := file.read(PIECE):
            yield piece


def _rows(book: xlsxwriter.Workbook, rows: Iterable[Row], headings: Sequence[str]) -> int:
    """Write the rows under their headings; how many texts were too long is told."""
    sheet = book.add_worksheet("Answer")
    bold = book.add_format({"bold": True})
    for column, heading in enumerate(headings):
        sheet.set_column(column, column, min(_WIDEST, max(16, len(heading) + 2)))
        sheet.write_string(0, column, _plain(heading), bold)
    sheet.freeze_panes(1, 0)
    cut = 0
    for place, row in enumerate(rows, start=1):
        for column, term in enumerate(row):
            cut += _cell(sheet, place, column, native(term))
    return cut


def _about(book: xlsxwriter.Workbook, about: Iterable[tuple[str, str]]) -> None:
    sheet = book.add_worksheet("About")
    bold: Style = book.add_format({"bold": True})
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 100)
    for place, (name, text) in enumerate(about):
        sheet.write_string(place, 0, _plain(name), bold)
        sheet.write_string(place, 1, _plain(text))


def _cell(sheet: Worksheet, row: int, column: int, value: Any) -> bool:
    """Write one value as what it is; whether it was too long is told."""
    if value is None:
        return False
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float) and math.isfinite(value) and abs(value) <= EXACT:
        sheet.write_number(row, column, value)
    else:
        text = str(value)
        sheet.write_string(row, column, _plain(text))
        return len(text) > CELL
    return False


def _plain(text: str) -> str:
    shown = text if len(text) <= CELL else f"{text[: CELL - 1]}…"
    return _NO_XML.sub("\ufffd", shown)
