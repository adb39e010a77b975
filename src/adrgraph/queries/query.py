"""The values that a saved query is made of, and the binding of its parameters."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, TypeAlias

import pyoxigraph as ox

from adrgraph.errors import InvalidParameter
from adrgraph.iris import KINDS, PREFIXES, is_slug
from adrgraph.outline import Filled
from adrgraph.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Term: TypeAlias = "ox.NamedNode | ox.Literal"
Form: TypeAlias = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

LITERALS = ("date", "integer", "text", "year")
"""The parameter types whose values are literals."""

THINGS = (*sorted(set(KINDS.values())), "thing")
"""The parameter types whose values are resources: a kind, or any of them."""

_RULES = {
    "date": "a day, a month or a year, such as 2022-09-30, 2022-09 or 2022",
    "integer": "a whole number, such as 5",
    "text": "any text",
    "year": "a year in four digits, such as 2022",
}

_XSD = PREFIXES["xsd"]
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_MASKED_ESCAPE = re.compile(r"(\\\\)([uU])")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a saved query can be asked about: its name, its type and what stands in for nothing."""

    name: str
    type: str
    label: str
    help: str = ""
    default: tuple[Term, ...] = ()
    example: str = ""
    choices: tuple[str, ...] = ()
    many: bool = False
    required: bool = False
    spans: tuple[tuple[int, int], ...] = field(default=(), repr=False)

    @property
    def is_literal(self) -> bool:
        """Whether its values are literals; else they are resources or concepts, given by name."""
        return self.type in LITERALS

    @property
    def rule(self) -> str:
        """What a person may give for it, to stand after "give"."""
        if self.choices:
            return f"one of {', '.join(self.choices)}"
        article = "an" if self.type[0] in "aeiou" else "a"
        noun = f"{article} {self.type.replace('-', ' ')}"
        return _RULES.get(self.type) or f"the slug, IRI, title or acronym of {noun}"

    def literal(self, value: object) -> ox.Literal:
        """The literal that a person's value means.

        A year or a month given for a date is its first day.

        Raises:
            InvalidParameter: The value does not fit the type or the choices.
        """
        text = _text(value) if self.type == "text" else _text(value).strip()
        if self.choices and text not in self.choices:
            offered = ", ".join(self.choices)
            raise InvalidParameter(f"{self._refusal(text)} Choose one of {offered}.")
        if self.type == "text":
            return self._plain(text)
        if self.type == "date":
            return self._date(text)
        digits = r"\d{4}" if self.type == "year" else r"[+-]?\d{1,18}"
        if re.fullmatch(digits, text, re.ASCII) is None:
            raise InvalidParameter(f"{self._refusal(text)} Give {self.rule}.")
        return ox.Literal(str(int(text)), datatype=ox.NamedNode(_XSD + "integer"))

    def _plain(self, text: str) -> ox.Literal:
        try:
            return ox.Literal(text)
        except ValueError as error:  # a byte of the command line that was no UTF-8
            raise InvalidParameter(f"{self.name} is not UTF-8 text. Give {self.rule}.") from error

    def _date(self, text: str) -> ox.Literal:
        whole = text + "-01-01"[len(text) - 4 :] if _DATE.fullmatch(text) else ""
        try:
            day = date.fromisoformat(whole)
        except ValueError as error:
            raise InvalidParameter(f"{self._refusal(text)} Give {self.rule}.") from error
        return ox.Literal(day.isoformat(), datatype=ox.NamedNode(_XSD + "date"))

    def _refusal(self, text: str) -> str:
        return f'{self.name} cannot be "{text.encode(errors="replace").decode()}".'


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


@dataclass(frozen=True, slots=True)
class Query:
    """One saved query: the question it answers, its text and what it can be asked about."""

    name: str
    summary: str
    text: str = field(repr=False)
    form: Form = "SELECT"
    description: str = field(default="", repr=False)
    parameters: tuple[Parameter, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict, repr=False)
    tags: tuple[str, ...] = ()

    def parameter(self, name: str) -> Parameter:
        """The parameter with this name.

        Raises:
            InvalidParameter: The query takes none with this name.
        """
        names = [parameter.name for parameter in self.parameters]
        if name in names:
            return self.parameters[names.index(name)]
        hint = did_you_mean(name, names)
        offered = f"It takes {', '.join(names)}." if names else "It takes none."
        raise InvalidParameter(f'{self.name} takes no parameter "{name}".{hint} {offered}')

    def bind(self, values: Mapping[str, Term | Sequence[Term]]) -> str:
        """The text with these parameters' rows replaced; the others keep what the file says.

        Raises:
            InvalidParameter: A name, or a number of values, that the query does not take.
        """
        bound = {name: _terms(self.parameter(name), given) for name, given in values.items()}
        self.demand([name for name, terms in bound.items() if terms])
        spans = [
            (span, f" {' '.join(map(_sparql, bound[parameter.name]))} ")
            for parameter in self.parameters
            if bound.get(parameter.name)
            for span in parameter.spans
        ]
        text = self.text
        for (start, end), row in sorted(spans, reverse=True):
            text = f"{text[:start]}{row}{text[end:]}"
        return Filled(text, template=self.text)

    def demand(self, names: Iterable[str]) -> None:
        """Insist that these are names of parameters, and that all needed ones are among them.

        Raises:
            InvalidParameter: One is not, or one is missing.
        """
        given = {self.parameter(name).name for name in names}
        missing = [p for p in self.parameters if p.required and p.name not in given]
        if missing:
            needed = ", ".join(f"{parameter.name} ({parameter.label})" for parameter in missing)
            raise InvalidParameter(
                f"{self.name} needs {needed}. For example: adrgraph run {self.example}"
            )

    @property
    def example(self) -> str:
        """The query's name and values for what it needs, as the command line takes them."""
        shown = [p for p in self.parameters if p.required] or self.parameters[:1]
        values = [f"{p.name}={_quoted(p.example)}" for p in shown if p.example]
        return " ".join([self.name, *values])


def page(text: str, *, limit: int | None, offset: int = 0) -> str:
    """A saved query as it is asked for some of its rows; its file leaves that to who asks.

    >>> page("SELECT ?x { ?x ?y ?z } ORDER BY ?x", limit=10, offset=20).splitlines()[1]
    'LIMIT 10 OFFSET 20'
    """
    if limit is None and not offset:
        return text
    least = "" if limit is None else f"LIMIT {limit:d} "
    return f"{text}\n{least}OFFSET {offset:d}\n"


def ordered(text: str, column: str) -> str:
    """A saved query as it is asked for its rows by one column; a minus before it turns them round.

    >>> ordered("SELECT ?x ?y { ?x ?z ?y } ORDER BY ?x", "-y")
    'SELECT ?x ?y { ?x ?z ?y } ORDER BY DESC(?y) ?x'
    """
    name = column.removeprefix("-")
    key = f"DESC(?{name})" if column.startswith("-") else f"?{name}"
    before, order, rest = text.rpartition("ORDER BY")
    if not order or "}" in rest:
        return f"{text}\nORDER BY {key}\n"
    return f"{before}ORDER BY {key}{rest}"


def is_type(name: str, *, schemes: Sequence[str] | None = None) -> bool:
    """Whether a parameter can have this type; without schemes, any slug may be one.

    >>> is_type("year"), is_type("dataset"), is_type("area", schemes=["theme"])
    (True, True, False)
    """
    known = name in LITERALS or name in THINGS
    return known or (is_slug(name) if schemes is None else name in schemes)


def _quoted(text: str) -> str:
    import shlex

    return shlex.quote(text)


def _terms(parameter: Parameter, given: Term | Sequence[Term]) -> tuple[Term, ...]:
    terms = (given,) if isinstance(given, ox.NamedNode | ox.Literal) else tuple(given)
    for term in terms:
        if not isinstance(term, ox.NamedNode | ox.Literal):
            raise InvalidParameter(f"{parameter.name} takes IRIs and literals, not {term}.")
    if len(terms) > 1 and not parameter.many:
        raise InvalidParameter(f"{parameter.name} takes one value, not {len(terms)}.")
    return terms


def _sparql(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return str(term)
    # SPARQL 1.1 §19.2 decodes \u0022 before the string is read, whatever backslash stands before
    # it; an engine that does so must not find an escape in a literal's own backslash and u.
    written = _MASKED_ESCAPE.sub(
        lambda match: f"{match[1]}\\U{ord(match[2]):08X}", term.value.translate(_ESCAPES)
    )
    if term.language:
        return f'"{written}"@{term.language}'
    if term.datatype.value == _XSD + "string":
        return f'"{written}"'
    return f'"{written}"^^{term.datatype}'
