"""What things of a kind have: their classes, and the properties that shapes speak of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.errors import InvalidParameter, SourceError, UnknownName
from adrgraph.iris import BASE, KINDS, PREFIXES, shorten, suffix
from adrgraph.names import expand
from adrgraph.sources import Document, read_document
from adrgraph.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from adrgraph.layout import Layout

_DCTERMS, _FOAF, _SH = (PREFIXES[name] for name in ("dcterms", "foaf", "sh"))

TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
TITLES = (f"{_DCTERMS}title", f"{_FOAF}name", PREFIXES["skos"] + "prefLabel")
ADDRESSES = (f"{_FOAF}page", f"{_FOAF}homepage", PREFIXES["dcat"] + "landingPage")
DATES = (f"{_DCTERMS}issued", f"{_DCTERMS}date")
PUBLISHERS = (f"{_DCTERMS}publisher",)

_WEB = ox.Literal("^https?://")
"""The pattern by which shapes demand an address."""


def kind_classes(layout: Layout, kind: str) -> list[str]:
    """The classes that things of a kind have so far, as short forms, the commonest first."""
    counted = _classes(neighbours(layout, kind))
    return [shorten(f"<{iri}>") for iri, _ in counted.most_common()]


def neighbours(layout: Layout, kind: str) -> Iterator[Document]:
    """The other things of a kind; a file that cannot be read is no example."""
    for folder, its_kind in KINDS.items():
        if its_kind == kind:
            yield from documents(layout, folder, lenient=True)


def documents(layout: Layout, folder: str, *, lenient: bool = False) -> Iterator[Document]:
    """The documents in a folder, read one by one; a lenient reader passes over the malformed."""
    for path in sorted((layout.root / folder).glob(f"[!.]*.{suffix(folder)}")):
        try:
            yield read_document(layout, path.relative_to(layout.root).as_posix())
        except (SourceError, ValueError):
            if not lenient:
                raise


def _classes(documents: Iterable[Document]) -> Counter[str]:
    return Counter(
        quad.object.value
        for document in documents
        for quad in document.quads
        if quad.predicate == TYPE
        and quad.subject == ox.NamedNode(document.iri)
        and isinstance(quad.object, ox.NamedNode)
    )


def class_of(
    kind: str, given: str, *, near: Iterable[Document], shapes: Iterable[Document]
) -> ox.NamedNode:
    """The class that was asked for, or the only one that there is."""
    choices = [iri for iri, _ in _classes(near).most_common()]
    offered = choices or sorted(_values(shapes, "targetClass"))
    names = [shorten(f"<{iri}>") for iri in offered]
    if not given:
        if len(choices) == 1:
            return ox.NamedNode(choices[0])
        raise InvalidParameter(f"Say with --type what kind of {kind} it is: {', '.join(names)}.")
    for iri, name in zip(offered, names, strict=True):
        if given in {name, name.rpartition(":")[2]} or expand(given) == iri:
            return ox.NamedNode(iri)
    raise UnknownName(
        f'No {kind} is of the type "{given}".{did_you_mean(given, names)} '
        f"Choose one of {', '.join(names)}.",
        nearest=names,
    )


def _values(documents: Iterable[Document], name: str) -> set[str]:
    """What shapes give as values of one of their properties."""
    return {
        quad.object.value
        for document in documents
        for quad in document.quads
        if quad.predicate == ox.NamedNode(f"{_SH}{name}") and isinstance(quad.object, ox.NamedNode)
    }


@dataclass(frozen=True, slots=True)
class Properties:
    """What the shapes of a class speak of, and with what its neighbours give their address."""

    paths: tuple[str, ...]
    addresses: tuple[str, ...]

    @classmethod
    def of(
        cls,
        layout: Layout,
        chosen: ox.NamedNode,
        *,
        near: Iterable[Document],
        shapes: Iterable[Document],
    ) -> Properties:
        """The properties of a class, by the shapes for it and for what it is a subclass of."""
        classes = _above(layout, chosen.value)
        fit = [each for each in shapes if _values([each], "targetClass") & classes]
        told = Counter(
            quad.predicate.value
            for document in near
            for quad in document.quads
            if quad.predicate.value in ADDRESSES and not str(quad.object).startswith(f"<{BASE}")
        )
        usual = [iri for iri, _ in told.most_common()]
        return cls(tuple(sorted(_values(fit, "path"))), (*_demanded(fit), *usual))

    def one_of(self, wanted: tuple[str, ...], *, option: str, kind: str) -> ox.NamedNode:
        """The property that an option stands for."""
        fit = [iri for iri in wanted if iri in self.paths]
        if wanted == ADDRESSES:
            fit = list(self.addresses)
        if not fit:
            raise InvalidParameter(f"{option} says nothing about this kind, {kind}: leave it out.")
        return ox.NamedNode(fit[0])


def _demanded(shapes: Iterable[Document]) -> list[str]:
    """The properties whose values have to be addresses on the web."""
    quads = [quad for document in shapes for quad in document.quads]
    pattern, path = ox.NamedNode(f"{_SH}pattern"), ox.NamedNode(f"{_SH}path")
    demands = {quad.subject for quad in quads if (quad.predicate, quad.object) == (pattern, _WEB)}
    found = (quad for quad in quads if quad.subject in demands and quad.predicate == path)
    return sorted(quad.object.value for quad in found if isinstance(quad.object, ox.NamedNode))


def _above(layout: Layout, iri: str) -> set[str]:
    """A class and all that it is a subclass of."""
    above = ox.NamedNode(f"{PREFIXES['rdfs']}subClassOf")
    steps = [
        (quad.subject.value, quad.object.value)
        for document in vocabulary(layout)
        for quad in document.quads
        if quad.predicate == above
        and isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.NamedNode)
    ]
    found, left = set[str](), [iri]
    while left:
        found.add(left[-1])
        at = left.pop()
        left += [upper for lower, upper in steps if lower == at and upper not in found]
    return found


def vocabulary(layout: Layout) -> Iterator[Document]:
    """The ontology: our terms, the borrowed ones and how they relate."""
    for path in sorted(layout.ontology.glob("[!.]*.ttl")):
        yield read_document(layout, path.relative_to(layout.root).as_posix())
