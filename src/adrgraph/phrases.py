"""Statements in English: labels for IRIs, numbers in words, parts told with their whole."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph import terms
from adrgraph.iris import INFERRED, PREFIXES, document, document_path, parse, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_DCTERMS, _XSD = PREFIXES["dcterms"], PREFIXES["xsd"]
_TYPE = PREFIXES["rdf"] + "type"
_NAMING = (
    f"{_DCTERMS}title",
    PREFIXES["foaf"] + "name",
    PREFIXES["skos"] + "prefLabel",
    PREFIXES["rdfs"] + "label",
)
_INFERRED = ox.NamedNode(INFERRED)
_FIRST = {iri: place for place, iri in enumerate((_TYPE, *_NAMING))}

_NAMELESS = "something without a name"

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_DATES = frozenset(f"{_XSD}{name}" for name in ("date", "gYearMonth", "gYear"))

_TEXTS = frozenset({f"{_XSD}string", PREFIXES["rdf"] + "langString"})

_MILLION = 1_000_000
_ROUND = 100_000


class Phrases:
    """The words for what is stated in one state of the catalogue or in another, older one."""

    def __init__(self, *states: Iterable[ox.Quad]) -> None:
        """Read labels, wholes and dates; what a later state says goes before the others."""
        self._labels: dict[str, str] = {}
        self._wholes: dict[str, str] = {}
        self._dates: dict[str, str] = {}
        for state in states:
            self._read(state)

    def _read(self, state: Iterable[ox.Quad]) -> None:
        labels: dict[str, list[tuple[int, bool, str]]] = defaultdict(list)
        for quad in sorted(state, key=str):
            subject, value = quad.subject, quad.object
            if not isinstance(subject, ox.NamedNode):
                continue
            predicate = quad.predicate.value
            if isinstance(value, ox.Literal) and predicate in _NAMING:
                rank = (_NAMING.index(predicate), value.language != "en", value.value)
                labels[subject.value].append(rank)
            elif isinstance(value, ox.NamedNode) and predicate == f"{_DCTERMS}isPartOf":
                self._wholes[subject.value] = value.value
            elif isinstance(value, ox.Literal) and predicate == f"{_DCTERMS}issued":
                self._dates[subject.value] = value.value
        self._labels |= {iri: min(found)[2] for iri, found in labels.items()}

    def thing(self, iri: str) -> str:
        """A resource by its label, with its short form.

        >>> Phrases([]).thing("https://w3id.org/adrgraph/dataset/leo")
        'dataset/leo'
        """
        short = shorten(f"<{iri}>")
        return f"{self._labels[iri]} ({short})" if iri in self._labels else short

    def source(self, iri: str) -> str:
        """A source by its title, that of its whole, and its date; a file's graph by the file.

        >>> Phrases([]).source("https://w3id.org/adrgraph/scheme/theme")
        'ontology/schemes/theme.ttl'
        """
        if iri == INFERRED:
            return "what follows"
        if not iri.startswith(PREFIXES["source"]):
            return _file(iri)
        whole = self._wholes.get(iri, "")
        titles = [self._labels[each] for each in (whole, iri) if each in self._labels]
        dated = self._dates.get(iri) or self._dates.get(whole, "")
        parts = [shorten(f"<{iri}>"), *([_date(dated)] if dated else [])]
        return f"{': '.join(titles)} ({', '.join(parts)})" if titles else parts[0]

    def sayings(self, quads: Sequence[ox.Quad], *, of: str) -> list[str]:
        """What is stated of a resource, a thing a line; its new parts are told where they hang.

        What follows describes no part: it adds to parts that are described elsewhere.
        """
        about: dict[str, list[ox.Quad]] = defaultdict(list)
        for quad in quads:
            about[_iri(quad.subject)].append(quad)
        stated = [quad for quad in quads if quad.graph_name != _INFERRED]
        parts = {_iri(quad.subject) for quad in _typing(stated)} - {of}
        hung = {_iri(quad.object) for quad in quads if _iri(quad.subject) != _iri(quad.object)}
        telling = _Telling(about, parts)
        lines: list[str] = []
        for iri in sorted(about, key=lambda each: (each != of, each in parts & hung, each)):
            if iri in telling.told:
                continue
            telling.told.add(iri)
            if iri in parts:
                lines.append(f"{self._name(iri)}: {self._described(iri, telling)}")
                continue
            lead = "" if iri == of else f"{self._name(iri)}: "
            said = sorted(about[iri], key=self._order)
            lines += [lead + self._told(quad, telling) for quad in said]
        return lines

    def saying(self, quad: ox.Quad, *, of: str) -> str:
        """One statement of a resource, or of a part of it."""
        iri = _iri(quad.subject)
        lead = "" if iri == of else f"{self._name(iri)}: "
        return f"{lead}{self._label(quad.predicate)}: {self.value(quad.object)}"

    def became(self, old: ox.Quad, new: ox.Quad, *, of: str) -> str:
        """One value in the place of another."""
        return f"{self.saying(old, of=of)} is now {self.value(new.object)}"

    def value(self, term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
        """A value as a person would say it.

        >>> print(Phrases([]).value(ox.Literal(38_000_000)), Phrases([]).value(ox.Literal(1234)))
        38 million 1,234
        """
        if isinstance(term, ox.NamedNode):
            return self._name(term.value)
        if isinstance(term, ox.Literal):
            return _literal(term)
        return _NAMELESS if isinstance(term, ox.BlankNode) else shorten(str(term))

    def _told(self, quad: ox.Quad, telling: _Telling) -> str:
        target = _iri(quad.object)
        if target in telling.parts - telling.told:
            telling.told.add(target)
            return f"{self._label(quad.predicate)}: {self._described(target, telling)}"
        return f"{self._label(quad.predicate)}: {self.value(quad.object)}"

    def _described(self, iri: str, telling: _Telling) -> str:
        """A part that is told as a whole: its size first; its class where there is nothing else."""
        said = telling.about[iri]
        size, rest = self._size(said)
        others = [quad for quad in sorted(rest, key=self._order) if quad.predicate.value != _TYPE]
        words = [*size, *(self._told(quad, telling) for quad in others)]
        return "; ".join(words or [self._told(quad, telling) for quad in rest])

    def _size(self, said: list[ox.Quad]) -> tuple[list[str], list[ox.Quad]]:
        """An amount with its unit in one phrase where both are told, and what is left to say."""
        by_property = {quad.predicate.value: quad for quad in said}
        amount, unit = (by_property.get(name) for name in (terms.AMOUNT, terms.HAS_UNIT))
        if amount is None or unit is None:
            return [], said
        roughly = by_property.get(terms.IS_APPROXIMATE)
        if roughly is not None and self.value(roughly.object) != "yes":
            roughly = None
        words = f"{self.value(amount.object)} {self.value(unit.object)}"
        rest = [quad for quad in said if quad not in (amount, unit, roughly)]
        return [f"about {words}" if roughly else words], rest

    def _name(self, iri: str) -> str:
        """A thing's label; a part without one has its fragment, anything else its short form."""
        if iri in self._labels:
            return self._labels[iri]
        if ":" not in iri:  # a blank node's label, which nobody has given it
            return _NAMELESS
        _, hash_, part = iri.partition("#")
        try:
            kind, _, _ = parse(iri)
        except ValueError:
            short = shorten(f"<{iri}>")
            return short.removeprefix("<").removesuffix(">")
        whole = self._labels.get(document(iri), shorten(f"<{document(iri)}>"))
        return part if hash_ and kind != "source" else f"{whole} {hash_}{part}".strip()

    def _label(self, predicate: ox.NamedNode) -> str:
        return self._labels.get(predicate.value) or shorten(str(predicate))

    def _order(self, quad: ox.Quad) -> tuple[int, str, str]:
        rank = _FIRST.get(quad.predicate.value, len(_FIRST))
        return rank, self._label(quad.predicate), str(quad.object)


@dataclass(frozen=True, slots=True)
class _Telling:
    """What is being told of a resource: statements by subject, its new parts, and those told."""

    about: Mapping[str, list[ox.Quad]]
    parts: set[str]
    told: set[str] = field(default_factory=set)


def _literal(literal: ox.Literal) -> str:
    datatype = literal.datatype.value
    if datatype in _DATES:
        return _date(literal.value)
    if datatype == f"{_XSD}integer" and re.fullmatch(r"-?[0-9]+", literal.value):
        return _number(int(literal.value))
    if datatype == f"{_XSD}boolean":
        return {"true": "yes", "false": "no"}.get(literal.value, literal.value)
    if datatype not in _TEXTS:
        return literal.value
    tongue = literal.language or "en"
    return f"“{literal.value}”" + ("" if tongue == "en" else f" ({tongue})")


def _file(graph: str) -> str:
    """The file whose statements stand in a graph; the graph itself where it is no file's."""
    try:
        return document_path(graph)
    except ValueError:
        return shorten(f"<{graph}>") if graph else "no source"


def _typing(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    return (quad for quad in quads if quad.predicate.value == _TYPE)


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.BlankNode) else ""


def _date(text: str) -> str:
    """A day, a month or a year in words; what is none of these as it is.

    >>> _date("2022-09"), _date("2024-04-17"), _date("2019")
    ('September 2022', '17 April 2024', '2019')
    """
    match = _DATE.fullmatch(text)
    if not match or not match[2] or not 1 <= int(match[2]) <= len(_MONTHS):
        return text
    day = f"{int(match[3])} " if match[3] else ""
    return f"{day}{_MONTHS[int(match[2]) - 1]} {match[1]}"


def _number(number: int) -> str:
    if abs(number) >= _MILLION and number % _ROUND == 0:
        return f"{number / _MILLION:,.1f}".removesuffix(".0") + " million"
    return f"{number:,}"
