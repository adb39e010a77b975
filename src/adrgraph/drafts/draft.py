"""The file of a thing begun: what is known of it as data, what is missing as a list in the head.

Nothing in a draft is made up. What a file lacks is asked of the shapes themselves: they are run
on the draft, and what they miss is what its curator has to write.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph import terms
from adrgraph.canonical import canonical
from adrgraph.drafts.properties import (
    ADDRESSES,
    DATES,
    PUBLISHERS,
    TITLES,
    TYPE,
    Properties,
    class_of,
    documents,
    neighbours,
    vocabulary,
)
from adrgraph.drafts.values import address, day, organisation, source_graph
from adrgraph.errors import InvalidParameter, LayoutError
from adrgraph.findings import Finding, Severity
from adrgraph.iris import CATALOG, KINDS, curie, document_path, is_slug, mint, shorten
from adrgraph.sources import Document, Sources
from adrgraph.suggestion import did_you_mean
from adrgraph.validation import shape_findings

if TYPE_CHECKING:
    from adrgraph.layout import Layout

_OURS = mint("source", "adrgraph")

DRAFTED = tuple(sorted(kind for folder, kind in KINDS.items() if folder.startswith("data/")))
"""The kinds of things that `draft` can begin: those that stand in data/."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that is to be written: its path, its text, and what the shapes miss in it."""

    path: str
    text: str
    required: tuple[Finding, ...]
    advised: tuple[Finding, ...]


def draft(  # noqa: PLR0913 — one keyword for each thing that may be known
    layout: Layout,
    kind: str,
    slug: str,
    *,
    type: str = "",  # noqa: A002 — RDF's word
    title: str = "",
    source: str = "",
    url: str = "",
    publisher: str = "",
    date: str = "",
) -> Draft:
    """The canonical file of a thing that has none yet, with what is known of it.

    Raises:
        InvalidParameter: The kind, the slug or a value will not do, or the file is there already.
        UnknownName: The source, the publisher or the type is not known.
        SourceError: A file that this has to read is malformed.
        LayoutError: The layout is that of an installed program, not somebody's checkout.
    """
    if layout.is_installed:
        raise LayoutError(
            "These files came with the installed program. Name your checkout: "
            "adrgraph --root FOLDER new …"
        )
    iri = _fresh(layout, kind, slug)
    if kind == "source" and source:
        raise InvalidParameter(
            "What is said of a source stands in the graph of adrgraph itself: leave --source out."
        )
    _insist_on_source(kind, source, url=url, publisher=publisher, date=date)
    near = list(neighbours(layout, kind))
    shapes = list(documents(layout, "shapes"))
    graph = ox.NamedNode(source_graph(layout, source) if source else _OURS)
    thing, chosen = ox.NamedNode(iri), class_of(kind, type, near=near, shapes=shapes)
    known = Properties.of(layout, chosen, near=near, shapes=shapes)
    ours = ox.NamedNode(_OURS)
    quads = [ox.Quad(thing, TYPE, chosen, ours)]
    if terms.IS_CATALOGED_IN in known.paths:
        catalogued = ox.NamedNode(terms.IS_CATALOGED_IN)
        quads.append(ox.Quad(thing, catalogued, ox.NamedNode(CATALOG), ours))
    given = (
        ("--title", title, TITLES, lambda: ox.Literal(" ".join(title.split()), language="en")),
        ("--url", url, ADDRESSES, lambda: address(url)),
        ("--publisher", publisher, PUBLISHERS, lambda: organisation(layout, publisher)),
        ("--date", date, DATES, lambda: day(date)),
    )
    for option, value, properties, term in given:
        if value:
            property_ = known.one_of(properties, option=option, kind=kind)
            quads.append(ox.Quad(thing, property_, term(), graph))
    return _written(layout, Document(document_path(iri), iri, "", tuple(quads)), graph, known)


def _fresh(layout: Layout, kind: str, slug: str) -> str:
    """The IRI of a thing that has no file yet."""
    if kind in set(KINDS.values()) - set(DRAFTED):
        raise InvalidParameter(
            f'What is no data is written by hand: CONTRIBUTING.md says how to add a "{kind}". '
            f"Kinds of data are {', '.join(DRAFTED)}."
        )
    if kind not in DRAFTED:
        raise InvalidParameter(
            f'No kind is called "{kind}".{did_you_mean(kind, DRAFTED)} '
            f"Kinds are {', '.join(DRAFTED)}."
        )
    if not is_slug(slug):
        raise InvalidParameter(
            f'"{slug}" is no slug: write lower-case letters, digits and hyphens{_as_slug(slug)}.'
        )
    iri = mint(kind, slug)
    path = layout.root / document_path(iri)
    if path.exists() or path.is_symlink():
        raise InvalidParameter(
            f"{document_path(iri)} is there already, and is left as it is. "
            "Write into it, or choose another slug."
        )
    return iri


def _as_slug(text: str) -> str:
    near = "-".join(re.findall(r"[a-z0-9]+", text.lower()))
    return f', such as "{near}"' if near else ""


def _insist_on_source(kind: str, source: str, **facts: str) -> None:
    """A fact enters with its source or not at all; what we know of a source, we know ourselves."""
    given = [f"--{name}" for name, value in facts.items() if value]
    if given and not source and kind != "source":
        raise InvalidParameter(
            f"{', '.join(given)} states a fact, and a fact needs the source that says it: add "
            "--source SLUG."
        )


def _written(layout: Layout, begun: Document, graph: ox.NamedNode, known: Properties) -> Draft:
    """The file of a draft, with what the shapes miss in it told in its head."""
    missing = _missing(layout, begun)
    required = tuple(each for each in missing if each.severity is Severity.VIOLATION)
    advised = tuple(each for each in missing if each.severity is not Severity.VIOLATION)
    told = {quad.predicate.value for quad in begun.quads}
    told |= {each.property.strip("<>") for each in missing}
    possible = [shorten(f"<{path}>") for path in known.paths if path not in told]
    place = "GRAPH source:adrgraph { … }"
    if graph.value != _OURS:
        place = f"GRAPH {_named(graph)} {{ … }}, and what we add, such as themes, into {place}"
    head = [
        *(f"# required: {_told(each)}" for each in required),
        *(f"# advised: {_told(each)}" for each in advised),
        *([f"# possible: {', '.join(possible)}"] if possible else []),
        f"# Write what is known into {place}.",
        "# Then run `adrgraph format` and `adrgraph check`, and take these lines out.",
    ]
    if not missing:  # nothing that a person would have to take out again
        head = []
    statements = ox.serialize(begun.quads, format=ox.RdfFormat.TRIG) or b""
    text = canonical("\n".join([*head, "", statements.decode()]), path=begun.path)
    return Draft(begun.path, text, required, advised)


def _told(missed: Finding) -> str:
    return f"{shorten(missed.property)} — {missed.message}"


def _named(graph: ox.NamedNode) -> str:
    """A graph as it is written in a file."""
    short = curie(graph.value)
    return ":".join(short) if short else str(graph)


def _missing(layout: Layout, begun: Document) -> list[Finding]:
    """What the shapes miss in a draft: findings about it that are about no value."""
    others = (documents(layout, folder) for folder in ("ontology/schemes", "shapes"))
    read = tuple(chain([begun], vocabulary(layout), *others))
    found = shape_findings(Sources(layout, read))
    return sorted(each for each in found if each.focus == f"<{begun.iri}>" and not each.value)
