"""The verbs, their arguments and their help; each imports what it needs when it is run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from adrgraph.cli import completion
from adrgraph.cli.agents import mcp
from adrgraph.cli.context import layout_at as _layout
from adrgraph.cli.context import leave as _leave
from adrgraph.cli.context import load as _load
from adrgraph.cli.curation import diff, new
from adrgraph.cli.drawing import picture
from adrgraph.cli.publishing import publish
from adrgraph.cli.serving import serve
from adrgraph.cli.stores import named_store

_EPILOG = """\
Results go to standard output, everything else to standard error; "-" is standard input or output.
Exit codes: 0 fine, 1 findings, 2 usage, 3 unreadable input.
"""

_format = click.option(
    "-f",
    "--format",
    shell_complete=completion.formats,
    help="csv, tsv, json, xml, turtle, jsonld, … or table; without it, what suits the reader.",
)
_output = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True),
    default="-",
    help="A file, which appears whole; its suffix chooses the format.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog=_EPILOG)
@click.option(
    "--root",
    envvar="ADRGRAPH_ROOT",
    type=click.Path(),
    help="The folder with ontology/, shapes/, data/ and queries/.  [env: ADRGRAPH_ROOT]",
)
@click.version_option(package_name="adrgraph", message="%(prog)s %(version)s")
@click.pass_context
def adrgraph(context: click.Context, root: str | None) -> None:
    """The UK's linked administrative datasets: what links to what, who holds it, how to get in."""
    context.obj = root


adrgraph.add_command(new)
adrgraph.add_command(diff)
adrgraph.add_command(publish)
adrgraph.add_command(picture)
adrgraph.add_command(serve)
adrgraph.add_command(mcp)


@adrgraph.command()
@_output
@click.option(
    "--history",
    envvar="ADRGRAPH_HISTORY",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Note in this file what changed, for `serve` to tell.  [env: ADRGRAPH_HISTORY]",
)
@click.pass_obj
def build(root: str | None, output: str, history: Path | None) -> None:
    """Build the graph, where a file has changed.

    With --output it is written as N-Quads too: sorted, the same bytes from the same files.
    """
    from adrgraph.cli.output import emit, tell
    from adrgraph.cli.waiting import waiting

    with waiting("Opening") as stage:
        catalogue = _load(root, stage)
        statements = list(catalogue.store.dump())
        tell(f"{len(statements):,} statements from {len(catalogue.layout.files()):,} files.")
        if history:
            from adrgraph.build import fingerprint_of
            from adrgraph.history import noted

            stage("Comparing")
            noted(history, catalogue.store, build=fingerprint_of(catalogue.layout))
        if not _is_given("output"):
            return
        from adrgraph.build import dump

        stage("Writing")
        emit(dump(statements), output=output)


@adrgraph.command()
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "info"]),
    default="violation",
    show_default=True,
    help="The least severity that makes the exit code 1.",
)
@click.option(
    "--engine",
    type=click.Choice(["shacl", "pyshacl"]),
    default="shacl",
    show_default=True,
    help="The SHACL engine; both give the same findings.",
)
@click.option(
    "-f",
    "--format",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="For people, for programs, for code hosts.",
)
@_output
@click.argument("paths", nargs=-1, type=click.Path())
@click.pass_obj
def check(root: str | None, /, paths: tuple[str, ...], **how: str) -> None:
    """Say what is wrong, where, and what to do.

    PATHS are files or folders whose findings are wanted; without any, all are.
    """
    from adrgraph.cli.checking import check_layout

    _leave(check_layout(_layout(root), paths, **how))


@adrgraph.command()
@click.option("--check", is_flag=True, help="Change nothing; list the files that would change.")
@click.argument("paths", nargs=-1, type=click.Path(allow_dash=True))
@click.pass_obj
def format(root: str | None, check: bool, paths: tuple[str, ...]) -> None:  # noqa: FBT001 — click's
    """Write RDF files in their canonical form.

    PATHS are Turtle and TriG files or folders of them; without any, all of the catalogue.
    """
    from adrgraph.cli.formatting import format_files

    _leave(format_files(_layout(root), paths, only_check=check))


@adrgraph.command()
@click.argument("name", shell_complete=completion.queries)
@click.argument("parameters", nargs=-1, metavar="[KEY=VALUE]...", shell_complete=completion.values)
@named_store
@_format
@_output
@click.pass_obj
def run(
    root: str | None, name: str, parameters: tuple[str, ...], format: str | None, output: str
) -> None:
    """Answer a saved query.

    For example: adrgraph run links-to dataset=npd

    A thing is named by slug, IRI, label or acronym; a parameter that takes several values is
    given once for each.
    """
    from adrgraph.catalogue import bound_terms, find_query
    from adrgraph.cli.answers import chosen_format, show, tell_readings
    from adrgraph.cli.waiting import waiting

    chosen = chosen_format(format, output=output)
    layout = _layout(root)
    query = find_query(layout, name)
    values = _values(parameters)
    query.demand(values)
    with waiting("Opening") as stage:
        catalogue = _load(layout.root, stage)
        stage("Asking")
        terms = bound_terms(catalogue.store, query, values)
        result = catalogue.query(query.bind(terms))
    tell_readings(catalogue.store, query, values, terms=terms)
    show(result, format=chosen, output=output, headings=query.columns)


@adrgraph.command()
@click.argument("name", required=False, shell_complete=completion.queries)
@click.option("-f", "--format", type=click.Choice(["table", "json"]), default="table")
@click.pass_obj
def queries(root: str | None, name: str | None, format: str) -> None:
    """List the saved queries, or explain one."""
    from adrgraph.cli.listing import list_queries, show_query

    layout = _layout(root)
    _leave(show_query(layout, name, format=format) if name else list_queries(layout, format=format))


@adrgraph.command()
@click.argument("words", nargs=-1, required=True)
@named_store
@click.option("--kind", default="", shell_complete=completion.found, help="dataset, linkage, …")
@click.option(
    "-f",
    "--format",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="For people, for spreadsheets, for programs.",
)
@click.option(
    "--limit", type=click.IntRange(1, 100), default=20, show_default=True, help="How many at most."
)
@click.option("--offset", type=click.IntRange(0, 1_000), default=0, help="How many to pass over.")
@_output
@click.pass_obj
def search(root: str | None, /, words: tuple[str, ...], **how: Any) -> None:
    """Find things by name or by what is said of them.

    For example: adrgraph search children in care --kind dataset

    The best are listed first, each with the text that has the words. Words may be begun or
    mistyped.
    """
    from adrgraph.cli.searching import show_found
    from adrgraph.cli.waiting import waiting

    format, output = how.pop("format"), how.pop("output")
    with waiting("Opening") as stage:
        found = _load(root, stage).search(" ".join(words), **how)
    show_found(found, format=format, output=output)


@adrgraph.command()
@click.argument("sparql", metavar="SPARQL|FILE|-")
@named_store
@_format
@_output
@click.pass_obj
def query(root: str | None, sparql: str, format: str | None, output: str) -> None:
    """Answer a query in SPARQL.

    It is given as text, as a file, or as "-" on standard input.
    """
    from adrgraph.cli.answers import chosen_format, show
    from adrgraph.cli.waiting import waiting

    chosen = chosen_format(format, output=output)
    text = _sparql(sparql)
    with waiting("Opening") as stage:
        catalogue = _load(root, stage)
        stage("Asking")
        result = catalogue.query(text)
    show(result, format=chosen, output=output)


@adrgraph.command()
@click.argument("profile", shell_complete=completion.profiles)
@named_store
@_format
@_output
@click.pass_obj
def export(root: str | None, profile: str, format: str | None, output: str) -> None:
    """Write the catalogue for other catalogues.

    PROFILE is what they expect: dcat-ap or dcat.
    """
    from adrgraph.cli.answers import chosen_format, show
    from adrgraph.cli.output import tell
    from adrgraph.cli.waiting import waiting
    from adrgraph.exports import export as exported
    from adrgraph.iris import shorten

    chosen = chosen_format(format, output=output)
    with waiting("Opening") as stage:
        catalogue = _load(root, stage)
        stage("Exporting")
        cut = exported(catalogue.store, profile, layout=catalogue.layout)
    show(cut.triples, format=chosen, output=output)
    for release in cut.omitted:
        tell(f"Warning: {shorten(release)} is left out: nothing says where it is reached.")


@adrgraph.command()
@click.argument("subject")
@click.argument("predicate")
@click.argument("value", metavar="OBJECT")
@click.pass_obj
def explain(root: str | None, subject: str, predicate: str, value: str) -> None:
    """Say why a statement holds.

    Step by step, down to the sources that state the premises. Terms are IRIs, short forms
    (adr:isLinkedWith, dataset/leo) or literals ("2019"^^xsd:gYear).
    """
    from adrgraph.cli.explaining import explain_statement

    explain_statement(_layout(root), subject=subject, predicate=predicate, value=value)


@adrgraph.command()
@click.argument("folder", type=click.Path(file_okay=False))
@click.pass_obj
def reference(root: str | None, folder: str) -> None:
    """Write the reference of ontology, schemes, shapes and queries, as pages.

    They need nothing but a browser; begin at FOLDER/index.html.
    """
    from adrgraph.cli.referring import write_reference

    _leave(write_reference(_layout(root), folder))


@adrgraph.command(name="completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_script(shell: str) -> None:
    """Print the completion script of a shell.

    \b
    bash: eval "$(adrgraph completion bash)"    in ~/.bashrc
    zsh:  eval "$(adrgraph completion zsh)"     in ~/.zshrc
    fish: adrgraph completion fish | source     in ~/.config/fish/config.fish
    """  # noqa: D301 — click reads the \b: what follows keeps its lines
    from adrgraph.cli.output import emit

    emit(completion.script(adrgraph, shell))


def _is_given(option: str) -> bool:
    source = click.get_current_context().get_parameter_source(option)
    return source is not click.core.ParameterSource.DEFAULT


def _values(parameters: tuple[str, ...]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for given in parameters:
        key, equals, value = given.partition("=")
        if not equals or not key:
            raise click.UsageError(f'Write "{given}" as key=value, such as dataset=npd.')
        values.setdefault(key, []).append(value)
    return values


def _sparql(given: str) -> str:
    from adrgraph.cli.output import read_input
    from adrgraph.errors import SourceError

    path = Path(given)
    try:
        if given == "-":
            return read_input().decode()
        if path.suffix in {".rq", ".sparql"} or _is_file(path):
            return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(given, f"This is no UTF-8 text: {error.reason}.") from error
    except OSError as error:
        raise SourceError(given, f"This cannot be read: {error.strerror}.") from error
    return given


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # SPARQL is often too long for a name
        return False
