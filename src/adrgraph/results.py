"""The answer to a query: rows, yes or no, or triples; a value that is read and written at will."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, cast, overload

import pyoxigraph as ox

from adrgraph.errors import MissingExtra
from adrgraph.formats import Format, Kind, find_format
from adrgraph.iris import PREFIXES, parse, shorten
from adrgraph.serialisation import write_answer, write_triples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pandas as pd

Term: TypeAlias = "ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple"

_XSD = PREFIXES["xsd"]
_TYPE = PREFIXES["rdf"] + "type"

_INTEGERS = (
    "integer long int short byte nonNegativeInteger positiveInteger nonPositiveInteger "
    "negativeInteger unsignedLong unsignedInt unsignedShort unsignedByte"
)
_READERS: Mapping[str, Callable[[str], object]] = {
    **dict.fromkeys(_INTEGERS.split(), int),
    **dict.fromkeys(("decimal", "double", "float"), float),
    "boolean": {"true": True, "1": True, "false": False, "0": False}.__getitem__,
    "date": date.fromisoformat,
    "dateTime": datetime.fromisoformat,
}


def text(term: Term | None) -> str:
    """A term as a person reads it: a literal's words, an IRI shortened, nothing for none.

    >>> text(ox.Literal("Longitudinal Education Outcomes", language="en"))
    'Longitudinal Education Outcomes'
    >>> text(ox.NamedNode("https://w3id.org/adrgraph/dataset/leo"))
    'dataset/leo'
    """
    if term is None:
        return ""
    if isinstance(term, ox.Literal):
        return term.value
    if isinstance(term, ox.NamedNode):
        return shorten(str(term)).removeprefix("<").removesuffix(">")
    return shorten(str(term))


def native(term: Term | None) -> Any:
    """A term as Python has it: numbers, truth values and dates; else the text or the IRI.

    >>> native(ox.Literal(38_000_000)), native(ox.Literal("2022-09", datatype=_xsd("gYearMonth")))
    (38000000, '2022-09')
    """
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        read = _READERS.get(term.datatype.value.removeprefix(_XSD), str)
        try:
            return read(term.value)
        except (ValueError, KeyError):  # an ill-typed literal keeps its words
            return term.value
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _xsd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_XSD + name)


@dataclass(frozen=True, slots=True)
class Row:
    """One solution: terms by position, by variable as a key, by variable as an attribute."""

    _names: tuple[str, ...]
    _terms: tuple[Term | None, ...]

    def __getitem__(self, key: int | str) -> Term | None:
        """The term at a position or of a variable; nothing where the variable is unbound."""
        if isinstance(key, str):
            if key not in self._names:
                raise KeyError(key)
            key = self._names.index(key)
        return self._terms[key]

    def __getattr__(self, name: str) -> Term | None:
        """The term of a variable."""
        if name.startswith("_") or name not in self._names:
            raise AttributeError(name)
        return self[name]

    def __iter__(self) -> Iterator[Term | None]:
        """The terms in the order of the variables."""
        return iter(self._terms)

    def __len__(self) -> int:
        """The number of variables."""
        return len(self._terms)

    def __str__(self) -> str:
        """The texts of the terms, one after the other."""
        return "  ".join(map(text, self._terms))

    def __repr__(self) -> str:
        """The variables with the texts of their terms."""
        pairs = zip(self._names, self._terms, strict=True)
        return f"Row({', '.join(f'{name}={text(term)!r}' for name, term in pairs)})"

    def to_dict(self) -> dict[str, Any]:
        """The native values by variable, those of unbound ones too."""
        return dict(zip(self._names, map(native, self._terms), strict=True))


@dataclass(frozen=True)  # no slots: the rows are parsed once, when they are first asked for
class Solutions:
    """The answer to SELECT, kept as SPARQL 1.1 Query Results JSON."""

    kind: ClassVar[Kind] = "solutions"
    json: bytes

    @property
    def variables(self) -> tuple[str, ...]:
        """The projected names, in order."""
        return tuple(variable.value for variable in self._parsed().variables)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All solutions, in order."""
        names = self.variables
        return tuple(Row(names, tuple(solution)) for solution in self._parsed())

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        """The solution at a position, or some of them."""
        return self.rows[index]

    def __iter__(self) -> Iterator[Row]:
        """The solutions in order, as often as wanted."""
        return iter(self.rows)

    def __len__(self) -> int:
        """The number of solutions."""
        return len(self.rows)

    def __repr__(self) -> str:
        """How many rows of which variables."""
        return f"<Solutions: {len(self)} rows of {', '.join(self.variables)}>"

    def __str__(self) -> str:
        """A plain table for people, as wide as its cells need."""
        return table(self.variables, [list(map(_one_line, row)) for row in self.texts()])

    def _repr_html_(self) -> str:
        """A table for notebooks; IRIs are links."""
        head = "".join(f"<th>{escape(name)}</th>" for name in self.variables)
        body = "".join(f"<tr>{''.join(map(_html_cell, row))}</tr>" for row in self)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def texts(self) -> list[tuple[str, ...]]:
        """The rows as a person reads them: by slug where a column holds things of one kind."""
        columns = [_texts(terms) for terms in zip(*self, strict=True)]
        return list(zip(*columns, strict=True))

    def to_dicts(self) -> list[dict[str, Any]]:
        """Native values by variable, one mapping a row."""
        return [row.to_dict() for row in self]

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a DataFrame of native values.

        Raises:
            MissingExtra: pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise MissingExtra(
                'A DataFrame needs pandas: pip install "adrgraph[notebook]".'
            ) from error
        return pd.DataFrame(self.to_dicts(), columns=list(self.variables))

    def write(self, format: Format | str = "json") -> bytes:
        """The answer in one of the formats that hold rows.

        Raises:
            UnknownFormat: The format holds no rows, or cannot hold a character of these.
        """
        target = _suitable(format, self.kind)
        if target.name == "json":
            return self.json
        return write_answer(self._parsed(), target)

    def _parsed(self) -> ox.QuerySolutions:
        parsed = ox.parse_query_results(self.json, format=ox.QueryResultsFormat.JSON)
        return cast("ox.QuerySolutions", parsed)


@dataclass(frozen=True, slots=True)
class Boolean:
    """The answer to ASK."""

    kind: ClassVar[Kind] = "solutions"
    value: bool

    def __bool__(self) -> bool:
        """The answer itself."""
        return self.value

    def __str__(self) -> str:
        """The answer as SPARQL spells it."""
        return "true" if self.value else "false"

    def write(self, format: Format | str = "json") -> bytes:
        """The answer in one of the formats that hold rows.

        Raises:
            UnknownFormat: The format holds no truth value.
        """
        target = _suitable(format, self.kind)
        answer = json.dumps({"head": {}, "boolean": self.value})
        parsed = ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON)
        return write_answer(parsed, target)


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer to CONSTRUCT and DESCRIBE: each triple once, in a fixed order."""

    kind: ClassVar[Kind] = "graph"
    triples: tuple[ox.Triple, ...]

    def __iter__(self) -> Iterator[ox.Triple]:
        """The triples, as often as wanted."""
        return iter(self.triples)

    def __len__(self) -> int:
        """The number of triples."""
        return len(self.triples)

    def __repr__(self) -> str:
        """How many triples."""
        return f"<Triples: {len(self)}>"

    def __str__(self) -> str:
        """The triples as Turtle."""
        return self.write("turtle").decode()

    def _repr_html_(self) -> str:
        """Turtle for notebooks."""
        return f"<pre>{escape(str(self))}</pre>"

    def write(self, format: Format | str = "turtle") -> bytes:
        """The triples in one of the formats that hold a graph.

        Raises:
            UnknownFormat: The format holds no graph, or cannot hold one of these triples.
        """
        return write_triples(self.triples, _suitable(format, self.kind))


Result: TypeAlias = Solutions | Boolean | Triples


def triples(found: Iterable[ox.Triple]) -> Triples:
    """Triples in a fixed order, each once; blank nodes are numbered as they come."""
    names: dict[str, ox.BlankNode] = {}
    return Triples(tuple(_renamed(triple, names) for triple in sorted(set(found), key=_place)))


def quads(found: Iterable[ox.Quad]) -> tuple[ox.Quad, ...]:
    """Statements in a fixed order, each once, the default graph first; blank nodes as above."""
    names: dict[str, ox.BlankNode] = {}
    ordered = sorted(set(found), key=lambda quad: (_graph(quad), *_place(quad.triple)))
    return tuple(_renamed_quad(quad, names) for quad in ordered)


def answered(answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Result:
    """What the library answers, as a value of ours."""
    if isinstance(answer, ox.QueryBoolean):
        return Boolean(bool(answer))
    if isinstance(answer, ox.QueryTriples):
        return triples(answer)
    return Solutions(answer.serialize(format=ox.QueryResultsFormat.JSON) or b"")


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A plain table for people, as wide as its cells need.

    >>> print(table(["query", "question"], [["owners", "Who owns it?"]]))
    query   question
    ------  ------------
    owners  Who owns it?
    """
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    lines = (headings, ["-" * width for width in widths], *rows)
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def _place(triple: ox.Triple) -> tuple[str, bool, str, str]:
    """Where a triple stands: by subject, its types first; random labels do not count."""
    subject, target = (
        "" if isinstance(term, ox.BlankNode) else str(term)
        for term in (triple.subject, triple.object)
    )
    return subject, triple.predicate.value != _TYPE, triple.predicate.value, target


def _graph(quad: ox.Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""


def _renamed(term: Any, names: dict[str, ox.BlankNode]) -> Any:
    if isinstance(term, ox.BlankNode):
        return names.setdefault(term.value, ox.BlankNode(f"b{len(names)}"))
    if isinstance(term, ox.Triple):
        subject, target = _renamed(term.subject, names), _renamed(term.object, names)
        return ox.Triple(subject, term.predicate, target)
    return term


def _renamed_quad(quad: ox.Quad, names: dict[str, ox.BlankNode]) -> ox.Quad:
    subject, predicate, target = (_renamed(term, names) for term in quad.triple)
    return ox.Quad(subject, predicate, target, quad.graph_name)


def _suitable(format: Format | str, kind: Kind) -> Format:
    name = format if isinstance(format, str) else format.media_type
    return find_format(name, kind)


def _texts(terms: tuple[Term | None, ...]) -> list[str]:
    kinds = {_kind(term) for term in terms if term is not None}
    prefix = f"{kinds.pop()}/" if len(kinds) == 1 and "" not in kinds else ""
    return [text(term).removeprefix(prefix) for term in terms]


def _kind(term: Term) -> str:
    try:
        return parse(term.value)[0] if isinstance(term, ox.NamedNode) else ""
    except ValueError:  # not one of ours
        return ""


def _one_line(words: str) -> str:
    printable = (sign if sign.isprintable() else " " for sign in words)
    return " ".join("".join(printable).split())


def _html_cell(term: Term | None) -> str:
    words = escape(text(term))
    if isinstance(term, ox.NamedNode) and term.value.startswith(("http://", "https://")):
        return f'<td><a href="{escape(term.value)}">{words}</a></td>'
    return f"<td>{words}</td>"
