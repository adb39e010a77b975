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
SPANS = re.compile(r"(\d+)([DWMY])")
UNITS = MappingProxyType({"D": "day", "W": "week", "M": "month", "Y": "year"})
VOCABULARIES = tuple(name for name in PREFIXES.values() if not name.startswith(BASE))
WORDS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
    *("twenty",),
)
LARGE = frozenset(
    {"billion", "dozen", "eighty", "fifty", "forty", "half", "hundred", "million", "ninety"}
    | {"quarter", "seventy", "sixty", "third", "thirty", "thousand", "twice"}
)
"""Number words that no digits of a source are taken for."""

WRITTEN = re.compile(rf"\b(?:{'|'.join([*WORDS[1:], *LARGE])})\b", re.IGNORECASE)
MONTH = re.compile(rf"\b(?:{'|'.join(name for name in month_name if name not in ('', 'May'))})\b")

TOKENS = tuple(
    re.compile(pattern)
    for pattern in (
        r"https?://[^\s'\"<>\])]+[^\s'\"<>\]).,;:]",
        r"[\w.+-]+@[\w.-]+\w",
        r"\b10\.\d{4,}/[^\s'\"<>)]+[^\s'\"<>).,;:]",
        r"(?<![/@\w.-])(?:[a-z0-9-]+\.)+(?:uk|org|com|scot|net)\b",
        r"(?<!\d)\+?\d[\d ()]{7,}\d(?!\d)",
        r"(?<![\d-])\d{4}-\d\d(?:-\d\d)?(?: \d\d:\d\d)?(?![\d-])",
    )
)
"""Addresses, DOIs, hosts, telephone numbers and dates: known only as a whole."""

SPAN = re.compile(r"\b\d+ (?:day|week|month|year)")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def figures(quads: Iterable[ox.Quad]) -> Iterator[str]:
    """The figures in statements; the order of steps and sections is ours, and so are short marks.

    Of an IRI of ours only a number of four digits or more in the fragment is one.
    """
    for quad in quads:
        yield from _figures_of(quad.subject)
        if quad.predicate.value != POSITION:
            yield from _figures_of(quad.object)


def stated(text: str) -> Callable[[str], bool]:
    """Whether a figure is curated or stands in a text: digits for digits, the rest as a whole."""
    digits = set(re.findall(r"\d+", text)) | set(re.findall(r"\d+(?:[.,]\d+)+", text))
    digits |= {found.replace(",", "") for found in digits} | _school_years(text) | _months(text)
    digits |= _counted(text) | _days(text)
    tokens = {found for pattern in TOKENS for found in pattern.findall(text)}
    tokens |= set(SPAN.findall(text)) | _written(text, digits)
    whole = digits | tokens | {f"{found}/" for found in tokens}
    whole |= {found.rstrip("/") for found in tokens}

    def known(figure: str) -> bool:
        forms = {figure, figure.replace(",", ""), _percentage(figure)}
        return figure in CURATED or not forms.isdisjoint(whole)

    return known


def _figures_of(value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Iterator[str]:
    if isinstance(value, ox.NamedNode):
        if value.value.startswith("mailto:"):
            yield value.value.removeprefix("mailto:")
        elif value.value.startswith(BASE):
            yield from re.findall(r"\d{4,}", value.value.partition("#")[2])
        elif not value.value.startswith(VOCABULARIES):
            yield value.value
    elif isinstance(value, ox.Literal):
        yield from _figures_in(value)


def _figures_in(literal: ox.Literal) -> Iterator[str]:
    kind = literal.datatype.value
    if kind in NUMERIC:
        yield literal.value
    elif kind in DATES:
        yield literal.value[:16].replace("T", " ")
    elif kind == f"{PREFIXES['xsd']}duration":
        yield from (f"{number} {UNITS[unit]}" for number, unit in SPANS.findall(literal.value))
    else:
        rest = literal.value
        for pattern in TOKENS:
            yield from pattern.findall(rest)
            rest = pattern.sub(" ", rest)
        yield from NUMBER.findall(rest)
        yield from (word.lower() for word in WRITTEN.findall(rest))
        yield from MONTH.findall(rest)


def _percentage(figure: str) -> str:
    """The percentage that a share is, as a source prints it: 89.7 of 0.897."""
    if not re.fullmatch(r"0\.\d+", figure):
        return figure
    return f"{(Decimal(figure) * 100).normalize():f}"


def _months(text: str) -> set[str]:
    found = re.findall(rf"\b({'|'.join(month_name[1:])}) (\d{{4}})\b", text)
    return {f"{year}-{list(month_name).index(month):02}" for month, year in found}


def _written(text: str, digits: set[str]) -> set[str]:
    """The number words and months of a text, and those of its digits and dates."""
    words = set(re.findall(r"[a-z]+", text.lower()))
    months = set(re.findall(r"\d{4}-(\d\d)", text))
    return {
        *(words & {*WORDS, *LARGE}),
        *(word for number, word in enumerate(WORDS, start=1) if str(number) in digits),
        *(
            name
            for number, name in enumerate(month_name)
            if number and (f"{number:02}" in months or {name.lower(), name[:3].lower()} & words)
        ),
    }


def _days(text: str) -> set[str]:
    """The days of the dates of a text: 9 of 2024-12-09."""
    return {str(int(day)) for day in re.findall(r"\b\d{4}-\d\d-(\d\d)\b", text)}


def _counted(text: str) -> set[str]:
    """The numbers that a text writes out: 5 of five."""
    words = set(re.findall(r"[a-z]+", text.lower()))
    return {str(number) for number, word in enumerate(WORDS, start=1) if word in words}


def _school_years(text: str) -> set[str]:
    """The years in which the school years of a text end: 2015 of 2014/15."""
    return {str(int(year) + 1) for year, _ in re.findall(r"\b(\d{4})/(\d{2})\b", text)}
