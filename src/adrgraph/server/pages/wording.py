"""Dates, numbers and shares as people read them; what is none of these keeps its words."""

from __future__ import annotations

import re

_DATE = re.compile(
    r"(?P<year>-?\d{4,})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?:T.*|Z|[+-]\d\d:\d\d)?"
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_LONG_ADDRESS = 50
"""Characters of an address that a page shows whole."""

LONGEST = 300
"""Characters of a title that a page shows whole."""


def dated(text: str) -> str:
    """A date, as far as it is known.

    >>> dated("2022-09-30"), dated("2022-09"), dated("2022"), dated("2020/21")
    ('30 September 2022', 'September 2022', '2022', '2020/21')
    """
    match = _DATE.fullmatch(text)
    if match is None:
        return text
    year, month, day = match["year"], int(match["month"] or 0), int(match["day"] or 0)
    if not month:
        return year
    if not 1 <= month <= len(_MONTHS):
        return text
    return f"{day} {_MONTHS[month - 1]} {year}" if day else f"{_MONTHS[month - 1]} {year}"


def counted(text: str) -> str:
    """A number with its thousands apart.

    >>> counted("38000000"), counted("12.5"), counted("five")
    ('38,000,000', '12.5', 'five')
    """
    return f"{int(text):,}" if re.fullmatch(r"[0-9]{4,18}", text) else text


def share(text: str) -> str:
    """A share of one as a percentage.

    >>> share("0.967"), share("0.77"), share("1"), share("many")
    ('96.7%', '77%', '100%', 'many')
    """
    try:
        number = float(text)
    except ValueError:
        return text
    return f"{100 * number:.4g}%" if 0 <= number <= 1 else text


def period(start: str, end: str) -> str:
    """From when to when, as far as it is known.

    >>> period("1995-01", "2019-08"), period("", "2021"), period("2011", ""), period("2011", "2011")
    ('January 1995 to August 2019', 'until 2021', 'from 2011', '2011')
    """
    if start and end:
        return dated(start) if start == end else f"{dated(start)} to {dated(end)}"
    if start:
        return f"from {dated(start)}"
    return f"until {dated(end)}" if end else ""


def capital(text: str) -> str:
    """A text that begins with a capital; names within it keep theirs.

    >>> capital("held in Northern Ireland")
    'Held in Northern Ireland'
    """
    return text[:1].upper() + text[1:]


def shown(address: str) -> str:
    """An address of the web without what nobody reads; what is none as it is.

    >>> shown("https://echild.ac.uk/data-access/"), shown("dcterms:title")
    ('echild.ac.uk/data-access', 'dcterms:title')
    >>> shown("https://www.ons.gov.uk/aboutus/whatwedo/statistics/requestingstatistics/services")
    'www.ons.gov.uk/…'
    """
    if not address.startswith(("http://", "https://")):
        return address
    short = address.partition("://")[2].rstrip("/")
    return short if len(short) <= _LONG_ADDRESS else f"{short.partition('/')[0]}/…"


def clipped(text: str, longest: int = LONGEST) -> str:
    """A text that is not too long for a heading.

    >>> clipped("a" * 20, 10)
    'aaaaaaaaa…'
    """
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
