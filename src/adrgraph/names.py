"""Finds the thing in the graph that a person names: by slug, IRI, label, acronym or short form."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.errors import AmbiguousName, UnknownName
from adrgraph.iris import BASE, KINDS, PREFIXES, document, is_slug, parse, shorten
from adrgraph.results import Solutions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from adrgraph.store import Store

_NO_LETTER = re.compile(r"[\W_]+")
_SHOWN = 100
"""Characters of a name that are told back to the person who gave it."""

_NEAREST = 3
"""Names that are suggested at most."""

_LIKE = 0.6
"""How alike a name must be to be worth suggesting."""

_RIVAL = 0.1
"""How much less alike than the best one a suggestion may be."""

_LETTERS = 3
"""Letters of a name below which it is part of too many others."""


@dataclass(frozen=True, slots=True)
class Name:
    """One thing as a list shows it: its IRI, its slug and its label."""

    iri: str
    slug: str
    label: str

    def __str__(self) -> str:
        """The slug with the label."""
        return f"{self.slug} ({self.label})" if self.label else self.slug


@dataclass(frozen=True)  # no slots: what follows from the entries is computed once
class Names:
    """Every name in one graph, of the resources and the concepts of the schemes."""

    entries: tuple[tuple[str, int, str], ...]
    """IRI, rank (0 a label, 1 another name) and name; in a fixed order."""

    @cached_property
    def labels(self) -> dict[str, str]:
        """One label for each IRI: English goes before other languages by the order of entries."""
        return {iri: name for iri, rank, name in reversed(self.entries) if rank == 0}

    def listed(self, kind: str = "thing") -> list[Name]:
        """The things of a kind, or the concepts of a scheme, by slug."""
        found = {iri for iri, _, _ in self._texts(kind)}
        names = (Name(iri, slug(iri, kind), self.labels.get(iri, "")) for iri in found)
        return sorted(names, key=lambda name: (name.slug, name.iri))

    def resolve(self, name: str, *, kind: str = "thing") -> ox.NamedNode:
        """The one thing of this kind whose slug, label or other name this is.

        Raises:
            UnknownName: None is; the nearest are told.
            AmbiguousName: Several are.
        """
        found = self.called(name, kind=kind)
        if len(found) > 1:
            raise _ambiguous(name, found, kind=kind, labels=self.labels)
        if not found:
            raise self._unknown(name, kind)
        return ox.NamedNode(found[0])

    def called(self, name: str, *, kind: str = "thing") -> list[str]:
        """The IRIs of all things of this kind that have this name, sorted."""
        wanted, folded = plain(name), name.casefold()
        return sorted(
            {
                iri
                for iri, text, plain_text in self._texts(kind)
                if (wanted and plain_text == wanted) or text == folded
            }
        )

    @cached_property
    def _spelt(self) -> tuple[tuple[str, str, str], ...]:
        """Each thing with its names and the end of its IRI: without case, and as `plain` has it."""
        ends = {iri: _last(iri) for iri, _, _ in self.entries}
        named = [(iri, text) for iri, _, text in self.entries]
        return tuple(
            sorted({(iri, text.casefold(), plain(text)) for iri, text in (*named, *ends.items())})
        )

    @cached_property
    def _kept(self) -> dict[str, tuple[tuple[str, str, str], ...]]:
        return {}

    def _texts(self, kind: str) -> tuple[tuple[str, str, str], ...]:
        if kind in self._kept:
            return self._kept[kind]
        found = tuple(each for each in self._spelt if is_of_kind(each[0], kind))
        if found:  # there are few kinds; of words that are none, there is no end
            self._kept[kind] = found
        return found

    def _unknown(self, name: str, kind: str) -> UnknownName:
        from rapidfuzz.fuzz import ratio

        wanted = plain(_last(name) if expand(name) else name)
        scores: dict[str, float] = {}
        for iri, _, text in self._texts(kind):
            scores[iri] = max(scores.get(iri, 0), _likeness(wanted, text, ratio))
        least = max(_LIKE, max(scores.values(), default=0) - _RIVAL)
        best = sorted((-score, iri) for iri, score in scores.items() if score >= least)
        near = [Name(iri, slug(iri, kind), self.labels.get(iri, "")) for _, iri in best[:_NEAREST]]
        shown = name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"
        return UnknownName(
            f'No {_noun(kind)} is called "{shown}".{_suggestion(near)}',
            nearest=[name.slug for name in near],
        )


def read_names(store: Store, *, kind: str = "thing") -> Names:
    """Every name in a store's graph, or those of one kind."""
    query = Path(__file__).with_name("names.rq").read_text(encoding="utf-8")
    found = store.query(query.replace(f'"{BASE}"', f'"{_namespace(kind)}"'))
    assert isinstance(found, Solutions)  # noqa: S101 — what SELECT gives
    entries = {
        (thing.value, rank.value, name.language != "en", name.value)
        for thing, rank, name in found
        if isinstance(thing, ox.NamedNode)
        and isinstance(rank, ox.Literal)
        and isinstance(name, ox.Literal)
    }
    return Names(tuple((iri, int(rank), name) for iri, rank, _, name in sorted(entries)))


def resolve(
    store: Store, name: str, *, kind: str = "thing", known: Names | None = None
) -> ox.NamedNode:
    """The thing that a person names; `kind` is one of IRI kinds, a scheme's slug, or any thing.

    Names that are `known` already are not read again.

    Raises:
        UnknownName: None has this name; the nearest are told.
        AmbiguousName: Several have it; all are told.
    """
    text = name.strip()
    direct = [iri for iri in direct_iris(text, kind) if _is_described(store, iri)]
    if len(direct) == 1:
        return ox.NamedNode(direct[0])
    names = known or read_names(store, kind=kind)
    if len(direct) > 1:
        raise _ambiguous(text, direct, kind=kind, labels=names.labels)
    try:
        return names.resolve(text, kind=kind)
    except UnknownName as error:
        others = known or read_names(store)
        elsewhere = others.called(text)
        if error.nearest and not elsewhere:
            raise
        remedy = "Give a slug, an IRI, a title or an acronym."
        if elsewhere:
            remedy = f"It is a name of {_shown(elsewhere, kind='thing', labels=others.labels)}."
        raise UnknownName(f"{error} {remedy}", nearest=error.nearest) from None


def reading(
    store: Store,
    name: str,
    iri: ox.NamedNode,
    *,
    kind: str = "thing",
    known: Names | None = None,
) -> str:
    """What a name was taken for, with what curators remark on it; empty for its own name or IRI."""
    text, found = name.strip(), iri.value
    if found in direct_iris(text, kind):
        return ""
    label = (known or read_names(store, kind=kind)).labels.get(found, "")
    if plain(text) == plain(label):
        return ""
    notes = store.query(
        f"SELECT ?note {{ {iri} <{PREFIXES['skos']}editorialNote> ?note }} ORDER BY ?note"
    )
    assert isinstance(notes, Solutions)  # noqa: S101 — what SELECT gives
    word = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)", re.IGNORECASE)
    said = [note.value for (note,) in notes if isinstance(note, ox.Literal)]
    meant = f'"{text}" is read as {Name(found, slug(found, kind), label)}.'
    return " ".join([meant, *(note for note in said if word.search(note))])


def direct_iris(name: str, kind: str = "thing") -> list[str]:
    """The IRIs that a slug, an IRI or a short form stands for, whether or not they are described.

    >>> direct_iris("leo", "dataset"), direct_iris("dataset/leo"), direct_iris("area:wales", "area")
    (['https://w3id.org/adrgraph/dataset/leo'], ['https://w3id.org/adrgraph/dataset/leo'], \
['https://w3id.org/adrgraph/scheme/area#wales'])
    """
    if is_slug(name):
        kinds = sorted(set(KINDS.values())) if kind == "thing" else [kind]
        return [_namespace(kind) + name for kind in kinds]
    iri = expand(name)
    return [iri] if iri and is_of_kind(iri, kind, parts=True) else []


def expand(name: str) -> str:
    """The IRI that an IRI, a CURIE or a path below the base stands for; empty where it is none.

    >>> expand("dcterms:title"), expand("dataset/leo#csv"), expand("theme:education")
    ('http://purl.org/dc/terms/title', 'https://w3id.org/adrgraph/dataset/leo#csv', \
'https://w3id.org/adrgraph/scheme/theme#education')
    """
    bare = name.removeprefix("<").removesuffix(">")
    if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", bare):
        return bare if _is_iri(bare) else ""
    prefix, colon, local = bare.partition(":")
    if colon and prefix in PREFIXES and re.fullmatch(r"[\w.#/-]*", local, re.ASCII):
        return PREFIXES[prefix] + local
    if colon and is_slug(prefix) and is_slug(local):
        return _namespace(prefix) + local
    try:
        parse(BASE + bare)
    except ValueError:
        return ""
    return BASE + bare


def is_of_kind(iri: str, kind: str, *, parts: bool = False) -> bool:
    """Whether an IRI names a thing of a kind, or a concept of a scheme; parts only when wanted.

    >>> is_of_kind("https://w3id.org/adrgraph/dataset/leo", "dataset")
    True
    >>> is_of_kind("https://w3id.org/adrgraph/scheme/area#wales", "theme")
    False
    """
    if not iri.startswith(BASE):
        return parts and kind == "thing"
    path, _, part = iri.removeprefix(BASE).partition("#")
    above, _, last = path.partition("/")
    if above == "scheme" and part:
        return kind in (last, "thing")
    return kind in (above, "thing") and (parts or (bool(last) and not part))


def slug(iri: str, kind: str = "thing") -> str:
    """The shortest name of a thing that is understood where this kind is asked for.

    >>> slug("https://w3id.org/adrgraph/dataset/leo", "dataset")
    'leo'
    >>> slug("https://w3id.org/adrgraph/dataset/leo")
    'dataset/leo'
    """
    return shorten(f"<{iri}>") if kind == "thing" else _last(iri)


def plain(name: str) -> str:
    """A name without case, accents, spaces and punctuation.

    >>> plain("AD|ARC"), plain("GUiE"), plain("Ŵyn & Co.")
    ('adarc', 'guie', 'wynandco')
    """
    if name.isascii():
        return _NO_LETTER.sub("", name.replace("&", "and")).lower()
    decomposed = unicodedata.normalize("NFKD", name.replace("&", "and"))
    caseless = unicodedata.normalize("NFKD", decomposed.upper()).casefold()  # a dotless i is an i
    return "".join(character for character in caseless if character.isalnum())


def _namespace(kind: str) -> str:
    if kind == "thing":
        return BASE
    return PREFIXES.get(kind, f"{BASE}scheme/{kind}#")


def _last(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1]


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:  # a percent sign on its own, say
        return False
    return True


def _is_described(store: Store, iri: str) -> bool:
    # The IRI was checked by `expand` or made of a slug: as a term it cannot become syntax.
    return bool(store.query(f"ASK {{ {ox.NamedNode(iri)} ?property ?value }}"))


def _likeness(wanted: str, text: str, ratio: Callable[..., float]) -> float:
    if len(wanted) >= _LETTERS and wanted in text:
        return 0.9 + 0.1 * len(wanted) / len(text)
    if len(wanted) == len(text) >= _LETTERS and sorted(wanted) == sorted(text):
        return ratio(wanted, text) / 100 + 0.25
    return ratio(wanted, text, score_cutoff=100 * _LIKE) / 100  # what is less alike is not told


def _noun(kind: str) -> str:
    return kind.replace("-", " ")


def _suggestion(near: Sequence[Name]) -> str:
    if not near:
        return ""
    quoted = [f'"{name.slug}"' + (f" ({name.label})" if name.label else "") for name in near]
    return f" Did you mean {', or '.join(quoted)}?"


def _ambiguous(
    name: str, iris: Sequence[str], *, kind: str, labels: Mapping[str, str]
) -> AmbiguousName:
    shown = _shown(iris, kind=kind, labels=labels)
    return AmbiguousName(
        f'"{name}" names more than one {_noun(kind)}: {shown}. Say which.', candidates=iris
    )


def _shown(iris: Sequence[str], *, kind: str, labels: Mapping[str, str]) -> str:
    return "; ".join(f"{slug(iri, kind)} ({labels.get(iri, document(iri))})" for iri in iris)
