"""What a shell offers when Tab is pressed; read from the files' names, so it never waits."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import click

    from adrgraph.layout import Layout
    from adrgraph.queries import Parameter

_BASH = '    [[ "${COMPREPLY[0]}" == *= ]] && compopt -o nospace\n'
_ZSH = """\
        local -a nospace=()
        [[ -n ${(M)completions_with_descriptions:#*=:*} ]] && nospace=(-S '')
        _describe -V unsorted completions_with_descriptions -U "${nospace[@]}"
"""
_NO_SPACE = MappingProxyType(
    {
        "bash": ("    return 0\n", f"{_BASH}    return 0\n"),
        "zsh": ("        _describe -V unsorted completions_with_descriptions -U\n", _ZSH),
        "fish": ("", ""),
    }
)
"""What keeps click's script from putting a space between `dataset=` and its value."""


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
    before = context.params.get("parameters") or ()
    key, lead, begun = _split(before, incomplete)
    if not key:
        return [
            CompletionItem(f"{parameter.name}=", help=parameter.label)
            for parameter in query.parameters
            if parameter.name.startswith(incomplete)
        ]
    return [
        CompletionItem(f"{lead}{value}")
        for parameter in query.parameters
        if parameter.name == key
        for value in _offered(layout, parameter)
        if value.startswith(begun)
    ]


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
    from adrgraph import exports

    layout = _layout(context)
    names = exports.profiles(layout) if layout else []
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def kinds(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The kinds of things that have files in data/."""
    from adrgraph.iris import KINDS

    names = sorted(kind for folder, kind in KINDS.items() if folder.startswith("data/"))
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def found(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The kinds of things that are found."""
    from adrgraph.search import KINDS

    return [CompletionItem(kind) for kind in KINDS if kind.startswith(incomplete)]


def types(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The classes that things of the kind at hand have; bash breaks words at the colon."""
    from adrgraph.drafts import kind_classes

    layout = _layout(context)
    # Behind an option that has no value yet, click leaves the words before it as they are.
    kind = context.params.get("kind") or next(iter(context.args), "")
    names = kind_classes(layout, kind) if layout else []
    local = [name.partition(":")[2] or name for name in names]
    return [CompletionItem(name) for name in local if name.startswith(incomplete)]


def sources(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The slugs of the sources."""
    return _slugs(context, "data/sources", incomplete)


def datasets(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The slugs of the datasets."""
    return _slugs(context, "data/datasets", incomplete)


def organisations(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The slugs of the organisations."""
    return _slugs(context, "data/organisations", incomplete)


def revisions(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The branches and tags of the checkout; the shell adds files and folders."""
    from adrgraph.revisions import read_names

    layout = _layout(context)
    names = ["HEAD", *read_names(layout)] if layout else []
    found = [CompletionItem(name) for name in names if name.startswith(incomplete)]
    return found or [CompletionItem(incomplete, type="file")]


def script(command: click.Command, shell: str) -> str:
    """What a shell has to evaluate to complete this command."""
    from click.shell_completion import ShellComplete, get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 — the choices are click's own
    # bash's own `source` would start a bash to ask for its version.
    source = ShellComplete.source(kind(command, {}, "adrgraph", "_ADRGRAPH_COMPLETE"))
    return source.replace(*_NO_SPACE[shell])


def _split(before: Sequence[str], incomplete: str) -> tuple[str, str, str]:
    """The parameter whose value is wanted, what a shell expects before it, and how it begins.

    bash breaks words at "=", and click drops the sign where it is the word at hand.
    """
    key, equals, begun = incomplete.partition("=")
    if equals:
        return key, f"{key}=", begun
    if before and before[-1] == "=":
        return before[-2] if len(before) > 1 else "", "", incomplete
    if before and "=" not in before[-1] and not (len(before) > 1 and before[-2] == "="):
        return before[-1], "", incomplete
    return "", "", incomplete


def _layout(context: click.Context) -> Layout | None:
    from adrgraph.errors import LayoutError
    from adrgraph.layout import find_layout

    try:
        return find_layout(context.find_root().params.get("root"))
    except LayoutError:
        return None


def _slugs(context: click.Context, folder: str, incomplete: str) -> list[CompletionItem]:
    layout = _layout(context)
    stems = sorted(path.stem for path in (layout.root / folder).glob("*.trig")) if layout else []
    return [CompletionItem(stem) for stem in stems if stem.startswith(incomplete)]


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
