"""What a shell offers when Tab is pressed; read from the files' names, so it never waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click

    from adrgraph.layout import Layout
    from adrgraph.queries import Parameter


def queries(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The saved queries with their summaries."""
    from adrgraph.queries import read_queries

    layout = _layout(context)
    if layout is None:
        return []
    found, _ = read_queries(layout.queries)
    return [
        CompletionItem(name, help=query.summary)
        for name, query in found.items()
        if name.startswith(incomplete)
    ]


def values(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Parameter names, then the values of the one that is named."""
    from adrgraph.catalogue import find_query
    from adrgraph.errors import AdrgraphError

    layout = _layout(context)
    if layout is None:
        return []
    try:
        query = find_query(layout, context.params["name"])
    except AdrgraphError:
        return []
    key, equals, begun = incomplete.partition("=")
    lead = f"{key}="
    before = list(context.params.get("parameters") or ())
    if before and not before[-1].endswith("=") and equals and not key:
        before.append("=")  # bash breaks words at "=", and the word at hand is the sign itself
    if before and before[-1] == "=":
        key, equals, begun, lead = before[-2] if len(before) > 1 else "", "=", begun or key, ""
        begun = "" if incomplete == "=" else incomplete
    if not equals:
        return [
            CompletionItem(f"{parameter.name}=", help=parameter.label)
            for parameter in query.parameters
            if parameter.name.startswith(incomplete)
        ]
    for parameter in query.parameters:
        if parameter.name == key:
            return [
                CompletionItem(f"{lead}{value}")
                for value in _offered(layout, parameter)
                if value.startswith(begun)
            ]
    return []


def formats(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The formats' names."""
    from adrgraph.formats import FORMATS

    names = ["table", *(format.name for format in FORMATS)]
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def profiles(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The export profiles."""
    layout = _layout(context)
    paths = sorted((layout.queries / "exports").glob("*.rq")) if layout else []
    return [CompletionItem(path.stem) for path in paths if path.stem.startswith(incomplete)]


def script(command: click.Command, shell: str) -> str:
    """What a shell has to evaluate to complete this command."""
    from click.shell_completion import ShellComplete, get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 — the choices are click's own
    # bash's own `source` would start a bash to ask for its version.
    return ShellComplete.source(kind(command, {}, "adrgraph", "_ADRGRAPH_COMPLETE"))


def _layout(context: click.Context) -> Layout | None:
    from adrgraph.errors import LayoutError
    from adrgraph.layout import find_layout

    try:
        return find_layout(context.find_root().params.get("root"))
    except LayoutError:
        return None


def _offered(layout: Layout, parameter: Parameter) -> Iterator[str]:
    from adrgraph.iris import KINDS

    if parameter.choices:
        yield from parameter.choices
        return
    scheme = layout.ontology / "schemes" / f"{parameter.type}.ttl"
    if scheme.is_file():
        yield from _concepts(scheme.read_text(encoding="utf-8"))
        return
    for folder, kind in KINDS.items():
        if kind == parameter.type or (parameter.type == "thing" and folder.startswith("data/")):
            lead = f"{kind}/" if parameter.type == "thing" else ""
            for path in sorted((layout.root / folder).glob("*.t*")):
                yield f"{lead}{path.stem}"


def _concepts(text: str) -> list[str]:
    import pyoxigraph as ox

    from adrgraph.iris import PREFIXES

    try:
        quads = list(ox.parse(text, format=ox.RdfFormat.TURTLE))
    except SyntaxError:
        return []
    concept = ox.NamedNode(PREFIXES["skos"] + "inScheme")
    found = {quad.subject.value for quad in quads if quad.predicate == concept}
    return sorted(iri.rpartition("#")[2] for iri in found)
