"""What there is to be found: each thing of the graph with its names and its texts."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.iris import BASE
from adrgraph.results import Solutions
from adrgraph.search.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from adrgraph.store import Store

KINDS = (
    *("dataset", "linkage", "programme", "environment", "access-route", "organisation"),
    *("catalogue", "legal-gateway", "concept", "publication", "event", "source"),
)
"""What can be found, in the order in which equally good finds are shown."""

FIELDS = (
    *("title", "name", "theme", "component", "question", "description", "area", "note", "remark"),
)
"""Where words are looked for, the best place first."""

TITLE, OTHER, INITIALS, ADDRESS = range(4)
"""The standing of a name: things of two kinds may share an address, which is the least of them."""

_SMALL = frozenset({"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to"})
_USUAL = range(3, 7)
"""How many initials are taken for an abbreviation; two stand for too much."""


@dataclass(frozen=True, slots=True)
class Document:
    """A thing as it is looked for: what it is, what it is called, and its texts by field."""

    iri: str
    kind: str
    texts: Mapping[str, tuple[str, ...]] = field(repr=False)

    @property
    def title(self) -> str:
        """The name that it is shown by."""
        return self.texts["title"][0]

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return slug_of(self.iri)

    def names(self) -> Iterator[tuple[int, str]]:
        """Everything it is called, the best name first: its title, others, initials, slug."""
        yield TITLE, self.title
        for name in (*self.texts["title"][1:], *self.texts.get("name", ())):
            yield OTHER, name
        if abbreviation := initials(self.title):
            yield INITIALS, abbreviation
        yield ADDRESS, self.slug


def read_documents(store: Store) -> list[Document]:
    """Every thing that can be found, in the order in which equally good finds are shown."""
    query = files(__package__).joinpath("documents.rq").read_text(encoding="utf-8")
    found = store.query(query)
    assert isinstance(found, Solutions)  # noqa: S101 — what SELECT gives
    told: dict[str, dict[str, set[tuple[bool, str]]]] = defaultdict(lambda: defaultdict(set))
    for thing, place, text in found:
        if (
            isinstance(thing, ox.NamedNode)
            and isinstance(place, ox.Literal)
            and isinstance(text, ox.Literal)
            and text.value.strip()
        ):
            is_foreign = bool(text.language) and text.language != "en"
            told[thing.value][place.value].add((is_foreign, text.value))
    documents = [
        Document(iri, kind, {field: _ordered(texts) for field, texts in fields.items()})
        for iri, fields in told.items()
        if (kind := kind_of(iri)) and "title" in fields
    ]
    return sorted(documents, key=_place)


def kind_of(iri: str) -> str:
    """What kind of thing an IRI names; empty where it is none that is looked for.

    >>> kind_of("https://w3id.org/adrgraph/dataset/leo"), kind_of(BASE + "scheme/area#wales")
    ('dataset', 'concept')
    >>> kind_of("https://w3id.org/adrgraph/dataset/leo#release"), kind_of("http://example.org/x")
    ('', '')
    """
    path, _, part = iri.removeprefix(BASE).partition("#")
    above, _, last = path.partition("/")
    if not iri.startswith(BASE) or not last:
        return ""
    if above == "scheme":
        return "concept" if part else ""
    return above if above in KINDS and not part else ""


def slug_of(iri: str) -> str:
    """The last part of an IRI.

    >>> slug_of("https://w3id.org/adrgraph/scheme/area#wales")
    'wales'
    """
    return re.split(r"[/#]", iri)[-1]


def initials(title: str) -> str:
    """The initials of a title, as people would abbreviate it; empty for one of two words.

    >>> initials("Welsh Environmental Dataset"), initials("Department for the Economy")
    ('WED', '')
    """
    letters = "".join(word[0] for word in title.split() if word.lower() not in _SMALL)
    return letters if len(letters) in _USUAL and letters.isalpha() else ""


def _ordered(texts: set[tuple[bool, str]]) -> tuple[str, ...]:
    """English first, then the shortest."""
    return tuple(
        text for _, text in sorted(texts, key=lambda each: (each[0], len(each[1]), each[1]))
    )


def _place(document: Document) -> tuple[int, int, str, str]:
    title = document.title
    return KINDS.index(document.kind), len(words(title)), title.casefold(), document.iri
