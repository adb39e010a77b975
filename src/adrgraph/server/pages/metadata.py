"""What machines read in the head of a page: schema.org, citations, previews."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from adrgraph.iris import CATALOG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adrgraph.server.pages.facts import Reading
    from adrgraph.server.profiles import Form

SHORTEST, LONGEST = 50, 5_000
"""Characters of a description, as Google Dataset Search demands."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """The head of one page."""

    description: str
    tags: tuple[tuple[str, str], ...]
    """Names and contents of `meta` elements."""

    schema: Markup | None
    """schema.org in JSON-LD, safe within a `script` element."""


def of(reading: Reading, kind: str, *, forms: Sequence[Form]) -> Metadata:
    """The metadata of a thing; schema.org for datasets alone."""
    words = reading.texts(reading.record.iri, "dcterms:description")
    description = words[0] if words else ""
    if kind != "dataset":
        return Metadata(description, (), None)
    told = _schema(reading, description, forms)
    return Metadata(description, tuple(_tags(reading, told)), embedded(told))


def embedded(told: object) -> Markup:
    r"""JSON that can end no script element, whatever it says.

    >>> embedded({"name": "</script><script>"})
    Markup('{"name": "\\u003c/script\\u003e\\u003cscript\\u003e"}')
    """
    text = json.dumps(told, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 — nothing in it can be markup any more


def _schema(reading: Reading, description: str, forms: Sequence[Form]) -> dict[str, Any]:
    """What is known, in the words of schema.org; what nobody states has no key."""
    iri = reading.record.iri
    spans = list(_spans(reading))
    told = {
        "@context": PREFIXES["schema"],
        "@type": "Dataset",
        "@id": iri,
        "url": iri,
        "name": reading.title,
        "description": _described(reading, description),
        "identifier": [*_identifiers(reading), iri],
        "alternateName": reading.texts(iri, "skos:altLabel"),
        "sameAs": reading.nodes(iri, "dcat:landingPage"),
        "keywords": _names(reading, "dcat:theme"),
        "spatialCoverage": [
            {"@type": "Place", "name": area} for area in _names(reading, "dcterms:spatial")
        ],
        "temporalCoverage": spans[0] if len(spans) == 1 else spans,
        "variableMeasured": _names(reading, "adr:recordsCharacteristic"),
        "creator": list(_agents(reading, "Creator")),
        "publisher": list(_agents(reading, "Publisher")),
        "maintainer": list(_agents(reading, "Owner")),
        "isBasedOn": _datasets(reading, "adr:isBuiltFrom"),
        "isPartOf": _datasets(reading, "dcterms:isPartOf"),
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": CATALOG, "name": "adrgraph"},
        "subjectOf": [
            {
                "@type": "DataDownload",
                "name": f"Metadata in {form.format.label}",
                "encodingFormat": form.format.media_type,
                "contentUrl": f"{iri}.{form.format.suffix}",
            }
            for form in forms
            if form.format.media_type != "text/html" and not form.profile.export
        ],
    }
    free = {"isAccessibleForFree": True} if _is_open(reading) else {}
    return {key: value for key, value in told.items() if value} | free


def _names(reading: Reading, curie: str) -> list[str]:
    return [reading.label(iri) for iri in reading.nodes(reading.record.iri, curie)]


def _datasets(reading: Reading, curie: str) -> list[dict[str, str]]:
    return [
        {"@type": "Dataset", "@id": iri, "name": reading.label(iri)}
        for iri in reading.nodes(reading.record.iri, curie)
    ]


def _described(reading: Reading, description: str) -> str:
    """At least as long as is demanded, without saying anything that is not known."""
    text = description or reading.title
    if len(text) < SHORTEST:
        text = f"{text} A dataset in the graph of the UK's administrative data."
    return text[:LONGEST]


def _identifiers(reading: Reading) -> list[str]:
    return reading.texts(reading.record.iri, "dcterms:identifier")


def _is_open(reading: Reading) -> bool:
    rights = reading.nodes(reading.record.iri, "dcterms:accessRights")
    return any(right.endswith("#public") for right in rights)


def _spans(reading: Reading) -> Iterator[str]:
    iri = reading.record.iri
    periods = reading.nodes(iri, "adr:hasLatestPeriod") or reading.nodes(iri, "dcterms:temporal")
    for node in periods:
        start = next(iter(reading.texts(node, "dcat:startDate")), "")
        end = next(iter(reading.texts(node, "dcat:endDate")), "")
        if start or end:
            yield f"{start or '..'}/{end or '..'}"


def _agents(reading: Reading, role: str) -> Iterator[dict[str, str]]:
    for fact in reading.roles():
        if fact.label == role:
            for value in fact.values:
                yield {"@type": "Organization", "name": value.text}


def _tags(reading: Reading, told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    iri = reading.record.iri
    yield "citation_title", reading.title
    yield "DC.title", reading.title
    yield "DC.type", "Dataset"
    yield "DC.identifier", iri
    for agent in told.get("creator", told.get("maintainer", ())):
        yield "citation_author", agent["name"]
        yield "DC.creator", agent["name"]
    for agent in told.get("publisher", ()):
        yield "citation_publisher", agent["name"]
        yield "DC.publisher", agent["name"]
    for identifier in _identifiers(reading):
        doi = identifier.removeprefix("https://doi.org/")
        if doi.startswith("10."):
            yield "citation_doi", doi
    for issued in reading.texts(iri, "dcterms:issued")[:1]:
        yield "citation_publication_date", issued.replace("-", "/")
        yield "DC.issued", issued
    for theme in told.get("keywords", ()):
        yield "citation_keywords", theme
        yield "DC.subject", theme
    for area in told.get("spatialCoverage", ()):
        yield "DC.coverage", area["name"]
