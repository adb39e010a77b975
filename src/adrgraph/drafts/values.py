"""What people give for a draft, as terms: a source, an organisation, an address, a date."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.errors import InvalidParameter, UnknownName
from adrgraph.iris import KINDS, PREFIXES, is_slug
from adrgraph.sources import Document, read_document
from adrgraph.suggestion import did_you_mean

if TYPE_CHECKING:
    from adrgraph.layout import Layout

_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_DATATYPES = ("gYear", "gYearMonth", "date")


def source_graph(layout: Layout, given: str) -> str:
    """The graph of a source, or of a section of it, that is described."""
    slug, hash_, part = given.removeprefix("source/").removeprefix("source:").partition("#")
    document = _described(layout, "source", slug)
    iri = f"{document.iri}{hash_}{part}"
    sections = sorted(
        {q.subject.value for q in document.quads if isinstance(q.subject, ox.NamedNode)}
    )
    if iri not in sections:
        known = [section.rpartition("/")[2] for section in sections]
        raise UnknownName(
            f"{document.path} describes no {slug}#{part}."
            f"{did_you_mean(f'{slug}#{part}', known)} Describe the section there first.",
            nearest=known,
        )
    return iri


def organisation(layout: Layout, given: str) -> ox.NamedNode:
    """The organisation that a slug names."""
    slug = given.removeprefix("organisation/").removeprefix("organisation:")
    return ox.NamedNode(_described(layout, "organisation", slug).iri)


def address(url: str) -> ox.NamedNode:
    """An address on the web, whole."""
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", url):
        raise InvalidParameter(f'"{url}" is no address: write it whole, https://… .')
    return ox.NamedNode(url)


def day(given: str) -> ox.Literal:
    """A year, a month or a day, as the datatype that it is."""
    match = _DAY.fullmatch(given)
    try:
        year, *rest = (int(each) for each in match.groups() if each) if match else (0,)
        date(year, *[*rest, 1, 1][:2])
    except ValueError as error:
        raise InvalidParameter(
            f'"{given}" is no date: write 2022, 2022-09 or 2022-09-30.'
        ) from error
    return ox.Literal(given, datatype=ox.NamedNode(PREFIXES["xsd"] + _DATATYPES[len(rest)]))


def _described(layout: Layout, kind: str, slug: str) -> Document:
    """The document of a thing that has one."""
    folder = next(folder for folder, its_kind in KINDS.items() if its_kind == kind)
    known = sorted(path.stem for path in (layout.root / folder).glob("[!.]*.trig"))
    if slug not in known:
        raise UnknownName(
            f'No {kind} is called "{slug}".{did_you_mean(slug, known)} '
            f"`adrgraph new {kind} {slug if is_slug(slug) else 'SLUG'}` begins a new one.",
            nearest=known,
        )
    return read_document(layout, f"{folder}/{slug}.trig")
