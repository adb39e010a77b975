"""The verbs of those who curate: `new` begins a file, `diff` says what has changed."""

from __future__ import annotations

from typing import Any

import click

from adrgraph.cli import FINDINGS, FINE, completion
from adrgraph.cli.context import layout_at, leave


@click.command()
@click.argument("kind", shell_complete=completion.kinds)
@click.argument("slug")
@click.option(
    "--type", shell_complete=completion.types, help="Its class, where a kind has several."
)
@click.option("--title", help="Its name, in English.")
@click.option(
    "--source",
    shell_complete=completion.sources,
    help="The source that says the rest: its slug, with #section where it has sections.",
)
@click.option("--url", help="Its address.")
@click.option(
    "--publisher", shell_complete=completion.organisations, help="An organisation's slug."
)
@click.option("--date", help="When it was published or took place: 2022, 2022-09 or 2022-09-30.")
@click.pass_obj
def new(root: str | None, /, kind: str, slug: str, **known: str | None) -> None:
    """Begin the file of a new thing.

    For example: adrgraph new source leo-leaflet --title "LEO leaflet" --url https://…

    KIND is dataset, linkage, organisation, environment, source …; the file's head lists what the
    shapes require and advise.
    """
    from adrgraph.cli.drafting import begin_file

    given = {name: value for name, value in known.items() if value is not None}
    leave(begin_file(layout_at(root), kind, slug, given))


@click.command()
@click.argument("before", default="HEAD", shell_complete=completion.revisions)
@click.argument("after", default="", shell_complete=completion.revisions)
@click.option("--inferred", is_flag=True, help="Say too what follows now, and what no longer.")
@click.option(
    "-f",
    "--format",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="For people, for programs, for pull requests.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True),
    default="-",
    help="A file, which appears whole.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 where something changed.")
@click.pass_obj
def diff(root: str | None, /, before: str, after: str, *, exit_code: bool, **how: Any) -> None:
    """Say what changed, resource by resource.

    BEFORE and AFTER are commits of the checkout, folders, or dumps that `build` wrote; without
    them, the last commit and the files as they are.
    """
    from adrgraph.cli.diffing import show_changes

    changed = show_changes(layout_at(root), (before, after), **how)
    leave(FINDINGS if changed and exit_code else FINE)
