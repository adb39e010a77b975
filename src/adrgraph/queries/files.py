"""Reads saved queries: SPARQL with a YAML header behind `#+ `, in the manner of grlc.

A parameter is a line `VALUES ?name { UNDEF }  # comment`, so the file runs unchanged in every
engine; its entry under `x-params` says what a person may give for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from adrgraph.errors import InvalidParameter, InvalidQueryFile, QueryError
from adrgraph.headers import header
from adrgraph.queries.query import Form, Parameter, Query, Term, is_type
from adrgraph.store import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_GRLC_KEYS = (
    *("summary", "description", "endpoint", "pagination", "method", "tags", "defaults"),
    *("enumerate", "endpoint_in_url", "transform", "endpoint-method"),
)
KEYS = frozenset((*_GRLC_KEYS, "x-params", "x-columns", "x-chart", "x-sensitive"))
"""What a header may say: grlc's keys, and ours, which grlc ignores."""

PARAMETER_KEYS = frozenset(
    ("label", "help", "type", "default", "example", "choices", "choices-query", "many", "required")
)
"""What an entry under `x-params` may say."""

RESERVED = frozenset(("format", "limit", "offset", "output", "query", "results", "sort"))
"""What every saved query takes beside its own parameters, wherever it is served."""

_NOT_SYNTAX = re.compile(
    r"""\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}"""
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|\#[^\n]*""",
    re.DOTALL,
)
_VALUES = re.compile(
    r"^[ \t]*VALUES[ \t]+\?(\w+)[ \t]*\{([^{}\n]*)(\})?", re.IGNORECASE | re.MULTILINE
)
_FORM = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b(?!:)", re.IGNORECASE)
_STAR = re.compile(r"\bSELECT\s+(?:(?:DISTINCT|REDUCED)\s+)?\*", re.IGNORECASE)
_PAGED = re.compile(r"(?<![?$:\w])(?:LIMIT|OFFSET|VALUES)\b(?!:)", re.IGNORECASE)
_ORDER = re.compile(r"\bORDER\s+BY\b", re.IGNORECASE)
_PROLOGUE = re.compile(r"^[ \t]*(?:PREFIX|BASE)\b.*$", re.IGNORECASE | re.MULTILINE)


def read_queries(
    folder: Path, *, schemes: Sequence[str] | None = None
) -> tuple[dict[str, Query], tuple[InvalidQueryFile, ...]]:
    """The queries of a folder by name, and what is wrong with the files that hold none."""
    queries, broken = {}, []
    for path in sorted(folder.glob("[!.]*.rq")):
        try:
            queries[path.stem] = read_query(path, schemes=schemes)
        except InvalidQueryFile as error:
            broken.append(error)
    return queries, tuple(broken)


def read_query(path: Path, *, schemes: Sequence[str] | None = None) -> Query:
    """The query in one file; `schemes` are the slugs that parameter types may name.

    Raises:
        InvalidQueryFile: The file cannot be read, or its header or SPARQL is malformed.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidQueryFile(path, f"The file cannot be read as UTF-8 text: {error}.") from error
    return _File(path, text).query(schemes)


def form_of(text: str) -> Form | None:
    r"""Which of the four forms a query has, by its first word outside strings and comments.

    >>> form_of("# SELECT\nPREFIX ask: <urn:ask> construct WHERE { ?s ?p 'SELECT' }")
    'CONSTRUCT'
    """
    found = _FORM.search(_syntax(text))
    return cast("Form", found[1].upper()) if found else None


class _File:
    """One file while it is read: its text, the same without strings and comments, its header."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.text = text
        self.syntax = _syntax(text)
        self.header = header(text, path=path)
        self._known(self.header, KEYS, "header key")

    def query(self, schemes: Sequence[str] | None) -> Query:
        """All of it, checked."""
        summary = self._words("summary", self.header)
        if not summary:
            raise self.error('Say on the first line which question this answers: "#+ summary: …".')
        form = self._form()
        return Query(
            name=self.path.stem,
            summary=summary,
            text=self.text,
            form=form,
            description=self._words("description", self.header),
            parameters=self._parameters(schemes),
            columns=self._columns(form),
            tags=self._list("tags", self.header),
        )

    def error(self, message: str, *, at: str = "", line: int = 1) -> InvalidQueryFile:
        """What is wrong, at a line or at the header line of a key."""
        key = rf"^#\+\s*(?:-\s+)?{re.escape(at)}\s*:"
        found = re.search(key, self.text, re.MULTILINE) if at else None
        place = self._line(found.start()) if found else line
        return InvalidQueryFile(self.path, message, line=place)

    def _line(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1

    def _known(self, entry: Mapping[str, Any], keys: frozenset[str], what: str) -> None:
        for key in entry:
            if key not in keys:
                known = ", ".join(sorted(keys))
                raise self.error(f'No {what} is called "{key}". There are {known}.', at=str(key))

    def _words(self, key: str, entry: Mapping[str, Any]) -> str:
        value = entry.get(key)
        if value is None:
            return ""
        if isinstance(value, dict | list):
            raise self.error(f"Write {key} as text.", at=key)
        return str(value).strip()

    def _list(self, key: str, entry: Mapping[str, Any]) -> tuple[str, ...]:
        value = entry.get(key) or []
        if not isinstance(value, list) or any(isinstance(item, dict | list) for item in value):
            raise self.error(f"Write {key} as a list of words.", at=key)
        return tuple(map(str, value))

    def _flag(self, key: str, entry: Mapping[str, Any]) -> bool:
        value = entry.get(key, False)
        if not isinstance(value, bool):
            raise self.error(f"Write {key} as true or false.", at=key)
        return value

    def _map(self, key: str) -> dict[str, Any]:
        value = self.header.get(key) or {}
        if not isinstance(value, dict):
            raise self.error(f"Write {key} as one entry a name.", at=key)
        return {str(name): entry for name, entry in value.items()}

    def _form(self) -> Form:
        self._parses()
        form = form_of(self.text)
        if form is None:
            raise self.error("Write a query: SELECT, ASK, CONSTRUCT or DESCRIBE.")
        star = _STAR.search(self.syntax)
        if star:
            raise self.error("Name the columns instead of SELECT *.", line=self._line(star.start()))
        if form == "SELECT" and not _ORDER.search(_outermost(self.syntax)):
            line = self._line(len(self.text.rstrip()))
            raise self.error("End with an ORDER BY that leaves no ties.", line=line)
        paged = _PAGED.search(_outermost(self.syntax))
        if paged:
            raise self.error(
                f"Leave {paged[0].upper()} out at the end: who asks says which rows are wanted.",
                line=self._line(paged.start()),
            )
        return form

    def _parses(self) -> None:
        try:
            load(()).query(self.text)
        except QueryError as error:
            raise InvalidQueryFile(
                self.path, error.message, line=error.line or 1, column=error.column or 1
            ) from error

    def _columns(self, form: Form) -> dict[str, str]:
        labels = self._map("x-columns")
        if form != "SELECT":
            return {}
        found = ox.Store().query(self.text)
        assert isinstance(found, ox.QuerySolutions)  # noqa: S101 — what SELECT gives
        names = [variable.value for variable in found.variables]
        for name in labels:
            if name not in names:
                raise self.error(f"No column is called {name}. {_offer(names)}", at=name)
        return {name: str(labels.get(name, name.replace("_", " "))) for name in names}

    def _parameters(self, schemes: Sequence[str] | None) -> tuple[Parameter, ...]:
        rows = self._rows()
        entries = self._map("x-params")
        for name in entries:
            if name in RESERVED:
                raise self.error(f"Every query takes {name} already: choose another.", at=name)
            if name not in rows:
                remedy = f"Write its row on a line of its own: VALUES ?{name} {{ UNDEF }}."
                raise self.error(f"The parameter {name} has no row. {remedy}", at=name)
        for name, spans in rows.items():
            if name not in entries and self._is_parameter(name, spans[0]):
                message = f"?{name} has a row of its own, but no entry under x-params."
                raise self.error(message, line=self._line(spans[0][0]))
        return tuple(
            self._parameter(name, entry, rows[name], schemes) for name, entry in entries.items()
        )

    def _rows(self) -> dict[str, list[tuple[int, int]]]:
        rows: dict[str, list[tuple[int, int]]] = {}
        for match in _VALUES.finditer(self.syntax):
            if match[3]:
                rows.setdefault(match[1], []).append(match.span(2))
        return rows

    def _is_parameter(self, name: str, span: tuple[int, int]) -> bool:
        """A table of several rows is part of the pattern; one row is a parameter."""
        return "UNDEF" in self.syntax[slice(*span)].upper() or len(self._row(name, span)) == 1

    def _parameter(
        self,
        name: str,
        entry: Any,
        spans: list[tuple[int, int]],
        schemes: Sequence[str] | None,
    ) -> Parameter:
        if not isinstance(entry, dict):
            raise self.error(f"Say the type and the label of {name}.", at=name)
        self._known(entry, PARAMETER_KEYS, "key of a parameter")
        type_ = self._words("type", entry)
        if not is_type(type_, schemes=schemes):
            raise self.error(f'{name} has no known type: "{type_}".', at=name)
        parameter = Parameter(
            name=name,
            type=type_,
            label=self._words("label", entry) or name,
            help=self._words("help", entry),
            default=self._default(name, spans),
            example=self._words("example", entry),
            choices=self._list("choices", entry),
            many=self._flag("many", entry),
            required=self._flag("required", entry),
            spans=tuple(spans),
        )
        self._agrees(parameter, entry)
        return parameter

    def _default(self, name: str, spans: list[tuple[int, int]]) -> tuple[Term, ...]:
        rows = {self._row(name, span) for span in spans}
        if len(rows) > 1:
            line = self._line(spans[-1][0])
            raise self.error(f"The rows of {name} differ: write the same in each.", line=line)
        return rows.pop()

    def _row(self, name: str, span: tuple[int, int]) -> tuple[Term, ...]:
        prologue = "\n".join(
            self.text[slice(*match.span())] for match in _PROLOGUE.finditer(self.text)
        )
        row = self.text[slice(*span)]
        found = ox.Store().query(f"{prologue}\nSELECT ?{name} {{ VALUES ?{name} {{ {row} }} }}")
        assert isinstance(found, ox.QuerySolutions)  # noqa: S101 — what SELECT gives
        return tuple(solution[0] for solution in found if solution[0] is not None)

    def _agrees(self, parameter: Parameter, entry: Mapping[str, Any]) -> None:
        """The row is what runs, so what the header says of it must be the same."""
        name, default = parameter.name, parameter.default
        if len(default) > 1 and not parameter.many:
            raise self.error(f"{name} takes one value, but its row has {len(default)}.", at=name)
        said = self._words("default", entry)
        if said and not any(_names(parameter, said, term) for term in default):
            raise self.error(f'{name} is said to be "{said}" by default; its row differs.', at=name)
        if parameter.is_literal and parameter.example:
            try:
                parameter.literal(parameter.example)
            except InvalidParameter as error:
                raise self.error(f"The example does not fit: {error}", at=name) from error


def _names(parameter: Parameter, said: str, term: Term) -> bool:
    if isinstance(term, ox.NamedNode):
        return re.split(r"[/#]", term.value)[-1] == said or term.value == said
    try:
        return parameter.literal(said) == term
    except InvalidParameter:
        return False


def _syntax(text: str) -> str:
    """A text without what stands in strings, IRIs and comments, all else at its place."""
    return _NOT_SYNTAX.sub(lambda match: _blank(match[0]), text)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _outermost(syntax: str) -> str:
    """What stands outside all braces, at its place."""
    inside = re.compile(r"\{[^{}]*\}")
    while syntax != (inner := inside.sub(lambda match: _blank(match[0]), syntax)):
        syntax = inner
    return syntax


def _offer(names: Sequence[str]) -> str:
    return f"There are {', '.join(names)}."
