"""The verbs of those who curate: `new` begins a file, `diff` says what has changed."""

from __future__ import annotations

import click

from adrgraph.cli import completion
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
