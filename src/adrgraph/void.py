"""Statistics of a graph as VoID: which classes have which properties, with values of which kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pyoxigraph as ox

from adrgraph.iris import PREFIXES, curie

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_VOID = PREFIXES["void"]
_CLASS = ox.NamedNode(_VOID + "class")
_CLASSES = ox.NamedNode(_VOID + "classPartition")
_DATATYPE = ox.NamedNode(PREFIXES["void-ext"] + "datatype")
_DATATYPES = ox.NamedNode(PREFIXES["void-ext"] + "datatypePartition")
_ENTITIES = ox.NamedNode(_VOID + "entities")
_PROPERTIES = ox.NamedNode(_VOID + "propertyPartition")
_PROPERTY = ox.NamedNode(_VOID + "property")
_TRIPLES = ox.NamedNode(_VOID + "triples")


def statistics(triples: Iterable[ox.Triple], dataset: str) -> Iterator[ox.Triple]:
    """What is in the triples, said of the dataset and of its partitions, in the order it is met.

    A partition is a part of the dataset's document: `…#dcat:Dataset/dcterms:title/xsd:string` is
    what has a text for the title of a dataset.
    """
    counted = _Counted(triples)
    node = ox.NamedNode(dataset)
    document = dataset.partition("#")[0]
    yield ox.Triple(node, _TYPE, ox.NamedNode(_VOID + "Dataset"))
    for name, number in sorted(counted.sums().items()):
        yield ox.Triple(node, ox.NamedNode(_VOID + name), ox.Literal(number))
    for class_, number in counted.entities.items():
        part = _part(document, class_)
        yield ox.Triple(node, _CLASSES, part)
        yield ox.Triple(part, _CLASS, class_)
        yield ox.Triple(part, _ENTITIES, ox.Literal(number))
    for (class_, property_), number in counted.properties.items():
        part = _part(document, class_, property_)
        yield ox.Triple(_part(document, class_), _PROPERTIES, part)
        yield ox.Triple(part, _PROPERTY, property_)
        yield ox.Triple(part, _TRIPLES, ox.Literal(number))
    for found, has, is_ in (
        (counted.links, _CLASSES, _CLASS),
        (counted.literals, _DATATYPES, _DATATYPE),
    ):
        for (class_, property_, kind), number in found.items():
            part = _part(document, class_, property_, kind)
            yield ox.Triple(_part(document, class_, property_), has, part)
            yield ox.Triple(part, is_, kind)
            yield ox.Triple(part, _TRIPLES, ox.Literal(number))


class _Counted:
    """How many things and statements there are of each class, property and kind of value.

    Statements are counted by the classes of their subject taken together, as many share them.
    """

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        rows = [tuple(triple) for triple in triples]
        classes: dict[Any, list[ox.NamedNode]] = defaultdict(list)
        for subject, predicate, value in rows:
            if predicate == _TYPE and isinstance(value, ox.NamedNode):
                classes[subject].append(value)
        several = {node: tuple(found) for node, found in classes.items()}
        counts = Counter(
            (several.get(subject, ()), predicate, _kinds(value, several))
            for subject, predicate, value in rows
        )
        self._rows = rows
        self.entities: Counter[Any] = Counter(each for found in classes.values() for each in found)
        self.properties: Counter[Any] = Counter()
        self.links: Counter[Any] = Counter()
        self.literals: Counter[Any] = Counter()
        for (of, predicate, kinds), number in counts.items():
            for class_ in of:
                self.properties[class_, predicate] += number
                if isinstance(kinds, ox.NamedNode):
                    self.literals[class_, predicate, kinds] += number
                    continue
                for kind in kinds:
                    self.links[class_, predicate, kind] += number

    def sums(self) -> dict[str, int]:
        """The numbers for the whole, by their names in VoID."""
        return {
            "triples": len(self._rows),
            "classes": len(self.entities),
            "properties": len({predicate for _, predicate, _ in self._rows}),
            "distinctSubjects": len({subject for subject, _, _ in self._rows}),
            "distinctObjects": len({value for _, _, value in self._rows}),
        }


def _kinds(value: Any, classes: dict[Any, Any]) -> Any:
    """The datatype of a literal, else the classes of a thing."""
    return value.datatype if isinstance(value, ox.Literal) else classes.get(value, ())


def _part(document: str, *nodes: ox.NamedNode) -> ox.NamedNode:
    names = "/".join(_short(node.value) for node in nodes)
    return ox.NamedNode(f"{document}#{names}")


@lru_cache(maxsize=1024)
def _short(iri: str) -> str:
    found = curie(iri)
    return quote(iri, safe="") if found is None else ":".join(found)
