"""What a page answers, as rows for programs and spreadsheets: JSON, CSV, XLSX."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pyoxigraph as ox

from adrgraph.formats import find_format
from adrgraph.results import Row
from adrgraph.server import spreadsheet
from adrgraph.server.addresses import whole_site
from adrgraph.server.negotiation import OVERRIDES, choose
from adrgraph.server.profiles import HTML
from adrgraph.server.responses import accepted, respond
from adrgraph.server.saved import JSON as DESCRIPTION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request
    from starlette.responses import Response

    from adrgraph.formats import Format
    from adrgraph.server.caching import Revision

JSON = replace(DESCRIPTION, name="json", label="JSON", suffix="json")
CSV = replace(find_format("csv"), label="CSV")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their columns, with what they answer; "; " stands between several in a cell."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)


def offered() -> tuple[Format, ...]:
    """The formats of a table, those first that need nothing installed."""
    return (CSV, *([spreadsheet.XLSX] if spreadsheet.is_there() else []), JSON)


def wanted(request: Request) -> Format:
    """The format that a request likes best: a page, or one of a table.

    Raises:
        UnknownFormat: None is accepted.
    """
    return choose(dict(request.query_params), accepted(request), (HTML, *offered()))


def downloads(path: str, pairs: Iterable[tuple[str, object]]) -> list[tuple[str, str, str]]:
    """Each format of what a page answers: its label, media type and address."""
    asked = [(name, value) for name, value in pairs if name not in OVERRIDES and value]
    return [
        (each.label, each.media_type, f"{path}?{urlencode([*asked, ('format', each.name)])}")
        for each in offered()
    ]


def written(request: Request, table: Table, format: Format) -> Response:
    """A table in a format; what a browser cannot show it saves under a name."""
    write = {JSON.name: _json, CSV.name: _csv}.get(format.name)
    body = write(table) if write else _sheet(request, table)
    response = respond(request, body, media_type=format.media_type)
    if format.name != JSON.name:
        name = f"{table.name}.{format.suffix}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _json(table: Table) -> bytes:
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    told = {"title": table.title, "columns": table.columns, "rows": rows}
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def _csv(table: Table) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([table.columns, *table.rows])
    return text.getvalue().encode()


def _sheet(request: Request, table: Table) -> bytes:
    revision: Revision | None = request.app.state.revision
    asked = urlencode(
        [pair for pair in request.query_params.multi_items() if pair[0] not in OVERRIDES]
    )
    address = whole_site(request).at(request.url.path.rpartition("/")[2])
    file = spreadsheet.write(
        (Row(table.columns, tuple(map(ox.Literal, row))) for row in table.rows),
        headings=[column.replace("_", " ") for column in table.columns],
        about=[("Question", table.title), ("Address", f"{address}?{asked}")],
        made=revision.built if revision else datetime.now(UTC),
    )
    return b"".join(spreadsheet.pieces(file))
