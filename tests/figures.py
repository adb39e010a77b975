"""The figures of statements: numbers, dates, addresses, DOIs; and whether a text states them."""

from __future__ import annotations

import re
from calendar import month_name
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.iris import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

CURATED = MappingProxyType(
    {
        "1985-09-01": "the first day after 31 August 1985",
        "2016": "the year in which a school year that is printed ends",
        "https://creativecommons.org/licenses/by/4.0/": "the licence of this catalogue",
        "http://publications.europa.eu/resource/authority/language/ENG": "the language of it",
    }
)
"""Figures that are ours, with their reason."""

POSITION = f"{PREFIXES['schema']}position"
NUMERIC = frozenset(f"{PREFIXES['xsd']}{name}" for name in ("integer", "decimal"))
DATES = frozenset(
    f"{PREFIXES['xsd']}{name}" for name in ("date", "gYear", "gYearMonth", "dateTime")
)


def figures(quads: Iterable[ox.Quad]) -> Iterator[str]:
    """The figures in the objects of statements; the order of steps and sections is ours."""
    for quad in quads:
        if quad.predicate.value != POSITION:
            yield from _figures_of(quad.object)


def stated(text: str) -> Callable[[str], bool]:
    """Whether a figure is curated or stands in a text: digits for digits, addresses as printed."""
    digits = set(re.findall(r"\d+", text)) | set(re.findall(r"\d+(?:[.,]\d+)+", text))
    digits |= {found.replace(",", "") for found in digits} | _school_years(text) | _months(text)

    def known(figure: str) -> bool:
        if figure in CURATED or figure in digits or _percentage(figure) in digits:
            return True
        return any(mark in figure for mark in "-:@/") and figure in text

    return known


def _figures_of(value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Iterator[str]:
    if isinstance(value, ox.NamedNode):
        if value.value.startswith("mailto:"):
            yield value.value.removeprefix("mailto:")
        elif not value.value.startswith((BASE, *_vocabularies())):
            yield value.value
    elif isinstance(value, ox.Literal):
        yield from _figures_in(value)


def _figures_in(literal: ox.Literal) -> Iterator[str]:
    kind = literal.datatype.value
    if kind in NUMERIC:
        yield literal.value
    elif kind in DATES:
        yield literal.value[:16].replace("T", " ")
    else:
        yield from re.findall(r"[\w.]+@[\w.]+\w|https?://\S+|10\.\d{4,}/\S+", literal.value)
        yield from re.findall(r"\d+(?:[.,]\d+)*", literal.value)


def _percentage(figure: str) -> str:
    """The percentage that a share is, as a source prints it: 89.7 of 0.897."""
    if not figure.startswith("0."):
        return figure
    return f"{(Decimal(figure) * 100).normalize():f}"


def _vocabularies() -> tuple[str, ...]:
    return tuple(name for name in PREFIXES.values() if not name.startswith(BASE))


def _months(text: str) -> set[str]:
    found = re.findall(rf"\b({'|'.join(month_name[1:])}) (\d{{4}})\b", text)
    return {f"{year}-{list(month_name).index(month):02}" for month, year in found}


def _school_years(text: str) -> set[str]:
    """The years in which the school years of a text end: 2015 of 2014/15."""
    return {str(int(year) + 1) for year, _ in re.findall(r"\b(\d{4})/(\d{2})\b", text)}
