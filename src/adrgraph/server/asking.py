"""What a request asks of a saved query: values as terms, which rows, and what does not fit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pyoxigraph as ox

from adrgraph.catalogue import bound_terms
from adrgraph.errors import AmbiguousName, InvalidParameter, UnknownName
from adrgraph.names import reading, slug
from adrgraph.queries import ordered, page
from adrgraph.server.negotiation import OVERRIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from adrgraph.names import Names
    from adrgraph.queries import Parameter, Query, Term
    from adrgraph.store import Store

LONGEST = 500
"""Characters of a value; no name in the graph comes near it."""

MOST_VALUES = 50
"""Values in one request."""

PAGING = ("limit", "offset", "sort")
"""What every question for rows takes beside its own parameters."""

FARTHEST = 1_000_000_000
"""The offset beyond which there are no rows."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A value that does not fit: of which parameter, why, what would, and an example of it."""

    parameter: str
    detail: str
    rule: str
    example: str = ""
    nearest: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What is told of it; an example and other names where there are any."""
        told = {"parameter": self.parameter, "detail": self.detail, "rule": f"Give {self.rule}."}
        more = {
            "example": self.example,
            "nearest": list(self.nearest),
            "candidates": list(self.candidates),
        }
        return told | {name: value for name, value in more.items() if value}


@dataclass(frozen=True, slots=True)
class Asked:
    """A saved query with what a request gives for its parameters."""

    query: Query
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """As they were given; what was left empty is left out."""
    terms: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    limit: int | None = None
    offset: int = 0
    sort: str = ""
    """The column by which rows are sorted, a minus before it from the last to the first."""
    overrides: tuple[tuple[str, str], ...] = ()
    """What names a format in the address."""
    refusals: tuple[Refusal, ...] = ()

    def sparql(self, *, limit: int | None, offset: int) -> str:
        """The query with its terms bound, for so many rows."""
        text = self.query.bind(self.terms)
        return page(ordered(text, self.sort) if self.sort else text, limit=limit, offset=offset)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What was given for the parameters, in their order."""
        order = [parameter.name for parameter in self.query.parameters]
        return [(name, value) for name in order for value in self.values.get(name, ())]

    @property
    def given(self) -> str:
        """The same, as an address has it."""
        return urlencode(self.pairs)

    @property
    def sorting(self) -> list[tuple[str, str]]:
        """The order that was asked for, as an address has it."""
        return [("sort", self.sort)] if self.sort else []

    def address(self, path: str, *, limit: int | None = None, offset: int = 0) -> str:
        """The address of the same question at a path, for other rows."""
        pairs = [*self.pairs, *self.sorting, *self.overrides]
        pairs += [("limit", str(limit))] if limit is not None else []
        pairs += [("offset", str(offset))] if offset else []
        return f"{path}?{urlencode(pairs)}" if pairs else path


def ask(
    query: Query,
    pairs: Iterable[tuple[str, str]],
    *,
    store: Store,
    known: Names,
    most: int,
) -> Asked:
    """What the names and values of a request ask of a query; at most so many rows."""
    collected: dict[str, list[str]] = defaultdict(list)
    for name, value in pairs:
        if value.strip():
            collected[name].append(value)
    given = {name: tuple(values) for name, values in collected.items()}
    paged = {name: given.pop(name, ()) for name in PAGING} if is_paged(query) else {}
    limit, limit_refusals = _number("limit", paged.get("limit", ()), least=1, most=most)
    offset, offset_refusals = _number("offset", paged.get("offset", ()), least=0, most=FARTHEST)
    sort, sort_refusals = _column(query, paged.get("sort", ()))
    values = {name: given[name] for name in given if name not in OVERRIDES}
    overrides = tuple((name, given[name][0]) for name in OVERRIDES if name in given)
    refusals = [*_misnamed(query, values), *limit_refusals, *offset_refusals, *sort_refusals]
    terms: dict[str, tuple[Term, ...]] = {}
    for parameter in query.parameters:
        try:
            terms |= _terms(store, query, parameter, values.get(parameter.name, ()), known=known)
        except (InvalidParameter, UnknownName, AmbiguousName) as error:
            refusals.append(_refusal(parameter, error))
    return Asked(query, values, terms, limit, offset or 0, sort, overrides, tuple(refusals))


def readings(asked: Asked, *, store: Store, known: Names) -> list[str]:
    """What each name was taken for, where that may not be what was meant."""
    told = (
        reading(store, value, term, kind=parameter.type, known=known)
        for parameter in asked.query.parameters
        for value, term in zip(
            asked.values.get(parameter.name, ()), asked.terms.get(parameter.name, ()), strict=False
        )
        if isinstance(term, ox.NamedNode)
    )
    return [note for note in told if note]


def is_paged(query: Query) -> bool:
    """Whether some of its rows can be asked for: only rows have an order."""
    return query.form == "SELECT"


def missing(query: Query, values: Mapping[str, Sequence[str]]) -> list[Refusal]:
    """The parameters that have to be given and are not."""
    return [
        Refusal(p.name, f"{query.name} needs {p.name}.", p.rule, p.example)
        for p in query.parameters
        if p.required and not values.get(p.name)
    ]


def _terms(
    store: Store, query: Query, parameter: Parameter, given: Sequence[str], *, known: Names
) -> dict[str, tuple[Term, ...]]:
    name = parameter.name
    if len(given) > MOST_VALUES:
        raise InvalidParameter(f"{name} takes at most {MOST_VALUES} values, not {len(given)}.")
    if len(given) > 1 and not parameter.many:
        raise InvalidParameter(f"{name} takes one value, not {len(given)}.")
    if any(len(value) > LONGEST for value in given):
        raise InvalidParameter(f"{name} has a value longer than {LONGEST} characters.")
    return bound_terms(store, query, {name: given}, known=known) if given else {}


def _misnamed(query: Query, values: Iterable[str]) -> list[Refusal]:
    refusals = []
    for name in values:
        try:
            query.parameter(name)
        except InvalidParameter as error:
            paging = PAGING if is_paged(query) else []
            names = ", ".join([*(p.name for p in query.parameters), *paging])
            refusals.append(Refusal(name[:LONGEST], str(error)[:LONGEST], f"one of {names}"))
    return refusals


def _number(
    name: str, given: Sequence[str], *, least: int, most: int
) -> tuple[int | None, list[Refusal]]:
    if not given:
        return None, []
    text = given[0].strip()
    digits = len(str(most))
    if len(given) == 1 and text.isascii() and text.isdigit() and len(text) <= digits:
        number = int(text)
        if least <= number <= most:
            return number, []
    rule = f"a whole number from {least} to {most}"
    shown = text if len(given) == 1 else ", ".join(given)
    return None, [
        Refusal(name, f'{name} cannot be "{shown[:LONGEST]}".', rule, str(min(100, most)))
    ]


def _column(query: Query, given: Sequence[str]) -> tuple[str, list[Refusal]]:
    if not given:
        return "", []
    column = given[0].strip()
    if len(given) == 1 and column.removeprefix("-") in query.columns:
        return column, []
    names = ", ".join(query.columns)
    detail = f'sort cannot be "{", ".join(given)[:LONGEST]}".'
    rule = f"one of {names}, with a minus before it for the last first"
    return "", [Refusal("sort", detail, rule, next(iter(query.columns), ""))]


def _refusal(parameter: Parameter, error: Exception) -> Refusal:
    nearest: Sequence[str] = ()
    candidates: Sequence[str] = ()
    match error:
        case UnknownName(nearest=near):
            nearest = near
        case AmbiguousName(candidates=found):
            candidates = [slug(iri, parameter.type) for iri in found]
    return Refusal(
        parameter.name,
        str(error),
        parameter.rule,
        parameter.example,
        nearest=tuple(nearest),
        candidates=tuple(candidates),
    )
