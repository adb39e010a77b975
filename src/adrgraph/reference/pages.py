"""The pages of the reference: contents put into templates, with a link wherever a term is named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from adrgraph.iris import BASE, PREFIXES, shorten
from adrgraph.reference import diagram
from adrgraph.reference.contents import VIEWS, Contents, read_contents
from adrgraph.results import Solutions
from adrgraph.store import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jinja2.runtime import Context

    from adrgraph.queries import Query
    from adrgraph.reference.diagram import Drawing
    from adrgraph.reference.terms import Term
    from adrgraph.sources import Sources

_NAME = re.compile(
    r"<(?P<iri>[^<>\s]+)>|(?<![\w/])(?P<path>scheme/[a-z0-9-]+)(?![\w#/-])|(?<![\w:/#?-])(?P<name>[a-z][a-z-]*:[A-Za-z_](?:[\w-]*\w)?)(?![\w:/])"
)
_KINDS = {
    "shape": "shapes",
    "query": "queries",
    "export": "exports",
    "check": "checks",
    "rule": "rules",
}


@dataclass(frozen=True, slots=True)
class Writer:
    """Templates with what they may ask for."""

    contents: Contents
    environment: jinja2.Environment

    def page(self, path: str, template: str, **values: Any) -> tuple[str, bytes]:
        """One page by its path from the root of the reference."""
        root = "../" * path.count("/")
        text = self.environment.get_template(template).render(
            **values, root=root, path=path, contents=self.contents
        )
        return path, text.encode()


def reference_pages(sources: Sources) -> Iterator[tuple[str, bytes]]:
    """Every file of the reference, by its path from the root of it.

    Raises:
        InvalidQueryFile: A saved query that is malformed.
    """
    contents = read_contents(sources)
    writer = Writer(contents, _environment(contents))
    drawings = [diagram.model(contents.terms, view) for view in VIEWS]
    classes = contents.classes()
    properties = [term for term in contents.ours() if not term.is_class]
    around = {term.iri: diagram.neighbourhood(contents.terms, term) for term in classes}
    yield "reference.css", files(__package__).joinpath("templates/reference.css").read_bytes()
    yield from _drawn(writer, drawings)
    yield writer.page("index.html", "index.html", drawing=drawings[0])
    yield writer.page("ontology.html", "ontology.html", drawings=drawings)
    yield writer.page("classes.html", "classes.html", terms=classes, around=around)
    yield writer.page("properties.html", "properties.html", terms=properties)
    yield writer.page("borrowed.html", "borrowed.html", vocabularies=_borrowed(contents))
    yield writer.page("schemes.html", "schemes.html")
    yield writer.page("shapes.html", "shapes.html")
    yield writer.page("queries.html", "queries.html")
    for scheme in contents.schemes:
        yield writer.page(f"scheme/{scheme.slug}.html", "scheme.html", scheme=scheme)
    for shape in contents.shapes:
        yield writer.page(f"shape/{shape.slug}.html", "shape.html", shape=shape)
    for query in contents.queries:
        yield writer.page(f"query/{query.name}.html", "query.html", query=query)


def _drawn(writer: Writer, drawings: list[Drawing]) -> Iterator[tuple[str, bytes]]:
    """Each diagram of the model as a picture of its own, to be shown elsewhere."""
    style = files(__package__).joinpath("templates/drawing.css").read_text(encoding="utf-8")
    for drawing in drawings:
        path = f"{drawing.name}.svg"
        yield writer.page(path, "drawing.svg", drawing=drawing, style=style, alone=True)


def _borrowed(contents: Contents) -> dict[str, list[Term]]:
    found: dict[str, list[Term]] = {}
    for term in contents.terms:
        if not term.is_ours:
            found.setdefault(term.name.partition(":")[0], []).append(term)
    return found


def _environment(contents: Contents) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("adrgraph.reference"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    links = _Links(contents.addresses, contents.labels)
    environment.filters["linked"] = links.linked
    environment.filters["coded"] = links.coded
    environment.filters["link"] = links.link
    environment.filters["label"] = links.label
    environment.filters["address"] = links.address
    environment.filters["short"] = lambda iri: shorten(f"<{iri}>")
    environment.globals["users"] = lambda iri: _users(contents, iri)
    environment.globals["namespaces"] = PREFIXES
    environment.globals["zip"] = zip
    environment.globals["columns"] = _columns
    environment.globals["term"] = {term.iri: term for term in contents.terms}.get
    environment.globals["having"] = lambda iri: _having(contents, iri)
    return environment


def _users(contents: Contents, iri: str) -> dict[str, list[str]]:
    """What uses a term, by kind: shapes, queries, checks and rules."""
    found: dict[str, list[str]] = {}
    for user in contents.uses.get(iri, ()):
        kind = user.removeprefix(BASE).partition("/")[0]
        found.setdefault(_KINDS[kind], []).append(user)
    return found


def _having(contents: Contents, iri: str) -> tuple[list[Term], list[Term]]:
    """The properties that members of a class have, and those whose values they are."""
    terms = contents.terms
    return [t for t in terms if iri in t.domain], [t for t in terms if iri in t.range]


def _columns(query: Query) -> list[tuple[str, str]]:
    """The columns of a query's answer, each with its heading."""
    rows = load(()).query(query.text)
    variables = rows.variables if isinstance(rows, Solutions) else ()
    return [(name, query.columns.get(name, name)) for name in variables]


@dataclass(frozen=True, slots=True)
class _Links:
    """Links to what the reference tells, from any of its pages."""

    addresses: Mapping[str, str]
    labels: Mapping[str, str]

    @jinja2.pass_context
    def address(self, context: Context, iri: str) -> str:
        """Where a thing is told of, as seen from this page; its own IRI where that is elsewhere."""
        found = self.addresses.get(iri)
        if found is None:
            return iri
        page, mark, fragment = found.partition("#")
        return f"#{fragment}" if mark and page == context["path"] else context["root"] + found

    def label(self, iri: str) -> str:
        """What a thing is called."""
        return self.labels.get(iri) or shorten(f"<{iri}>")

    @jinja2.pass_context
    def link(self, context: Context, iri: str) -> Markup:
        """A link to a thing by its short name."""
        return Markup("<code>{}</code>").format(self._anchor(context, iri, shorten(f"<{iri}>")))

    @jinja2.pass_context
    def linked(self, context: Context, text: str) -> Markup:
        """Prose, with a link wherever it names a thing by short name or IRI."""
        parts = [
            Markup("<code>{}</code>").format(part) if is_name else part
            for part, is_name in self._parts(context, text)
        ]
        return Markup("").join(parts)

    @jinja2.pass_context
    def coded(self, context: Context, text: str) -> Markup:
        """Turtle or SPARQL, with the same links."""
        return Markup("").join(part for part, _ in self._parts(context, text))

    def _parts(self, context: Context, text: str) -> Iterator[tuple[Markup | str, bool]]:
        """A text in parts, each with whether it is a name; names of what is told here are links."""
        last = 0
        for match in _NAME.finditer(text):
            iri = self._meant(match)
            if iri in self.addresses:
                yield text[last : match.start()], False
                yield self._anchor(context, iri, match[0]), True
                last = match.end()
        yield text[last:], False

    def _meant(self, match: re.Match[str]) -> str:
        if match["iri"]:
            return match["iri"] if ":" in match["iri"] else BASE + match["iri"]
        if match["path"]:
            return BASE + str(match["path"])
        prefix, _, local = match["name"].partition(":")
        return PREFIXES.get(prefix, f"{BASE}scheme/{prefix}#") + local

    def _anchor(self, context: Context, iri: str, text: str) -> Markup:
        return Markup('<a href="{}">{}</a>').format(self.address(context, iri), text)
