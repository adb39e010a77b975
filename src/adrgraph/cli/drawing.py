"""The verb `picture`: the catalogue drawn, as SVG or PNG."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import click

from adrgraph.cli import completion
from adrgraph.cli.context import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from adrgraph.catalogue import Catalogue
    from adrgraph.pictures import Picture

_MOST_YEARS = 300

_group = click.option(
    "--group",
    type=click.Choice(["theme", "environment"]),
    default="theme",
    show_default=True,
    help="What the datasets stand under.",
)


def _drawn(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every picture."""
    for option in (
        click.option("--narrow", is_flag=True, help="As narrow as a phone, 320 pixels."),
        click.option(
            "--scheme",
            type=click.Choice(["light", "dark"]),
            default="light",
            show_default=True,
            help="The colours of a PNG; an SVG has both.",
        ),
        click.option(
            "-o",
            "--output",
            type=click.Path(dir_okay=False, allow_dash=True),
            default="-",
            help="A file, which appears whole: .svg, or .png (needs the extra pictures).",
        ),
    ):
        command = option(command)
    return command


@click.group()
def picture() -> None:
    """Draw the catalogue, as SVG or PNG.

    For example: adrgraph picture map -o map.svg
    """


@picture.command()
@click.argument("datasets", nargs=-1, shell_complete=completion.datasets)
@_group
@_drawn
@click.pass_obj
def timeline(
    root: str | None, /, *, datasets: tuple[str, ...], group: str, narrow: bool, **how: str
) -> None:
    """Show which years the data are about, of all datasets or of some."""

    def draw(catalogue: Catalogue) -> Picture:
        from adrgraph.pictures import coverage_timeline

        chosen = [_dataset(catalogue, name) for name in datasets]
        return coverage_timeline(catalogue, datasets=chosen, group=group, narrow=narrow)

    _write(root, draw, **how)


@picture.command(name="map")
@click.argument("focus", required=False, shell_complete=completion.datasets)
@_group
@_drawn
@click.pass_obj
def linkages(
    root: str | None, /, *, focus: str | None, group: str, narrow: bool, **how: str
) -> None:
    """Show what is linked with what: all datasets, or what one is connected with."""

    def draw(catalogue: Catalogue) -> Picture:
        from adrgraph.pictures import linkage_map

        chosen = _dataset(catalogue, focus) if focus else ""
        return linkage_map(catalogue, focus=chosen, group=group, narrow=narrow)

    _write(root, draw, **how)


@picture.command()
@_drawn
@click.pass_obj
def where(root: str | None, /, *, narrow: bool, **how: str) -> None:
    """Show which environments hold data on which nations."""

    def draw(catalogue: Catalogue) -> Picture:
        from adrgraph.pictures import where_held

        return where_held(catalogue, narrow=narrow)

    _write(root, draw, **how)


@picture.command()
@click.argument("start", metavar="FROM", shell_complete=completion.datasets)
@click.argument("end", metavar="TO", shell_complete=completion.datasets)
@_drawn
@click.pass_obj
def path(root: str | None, /, *, start: str, end: str, narrow: bool, **how: str) -> None:
    """Show the shortest chains between two datasets."""

    def draw(catalogue: Catalogue) -> Picture:
        from adrgraph.pictures import path_between

        ends = (_dataset(catalogue, start), _dataset(catalogue, end))
        return path_between(catalogue, *ends, narrow=narrow)

    _write(root, draw, **how)


@picture.command()
@click.argument("datasets", nargs=-1, required=True, shell_complete=completion.datasets)
@click.option("--from", "first", type=int, default=2000, show_default=True, help="First year.")
@click.option("--to", "last", type=int, default=2022, show_default=True, help="Last year.")
@_drawn
@click.pass_obj
def gaps(
    root: str | None,
    /,
    *,
    datasets: tuple[str, ...],
    first: int,
    last: int,
    narrow: bool,
    **how: str,
) -> None:
    """Show which years of which nations some datasets cover, and which not."""
    if not 0 < last - first + 1 <= _MOST_YEARS:
        raise click.UsageError(f"--from and --to take one to {_MOST_YEARS} years, in order.")

    def draw(catalogue: Catalogue) -> Picture:
        from adrgraph.pictures import coverage_gaps

        chosen = [_dataset(catalogue, name) for name in datasets]
        return coverage_gaps(catalogue, chosen, first=first, last=last, narrow=narrow)

    _write(root, draw, **how)


def _dataset(catalogue: Catalogue, name: str) -> str:
    """The IRI of a dataset that a person named."""
    from adrgraph.names import resolve

    return resolve(catalogue.store, name, kind="dataset").value


def _write(
    root: str | None, draw: Callable[[Catalogue], Picture], *, output: str, scheme: str
) -> None:
    from adrgraph.cli.output import emit
    from adrgraph.cli.waiting import waiting
    from adrgraph.pictures import png

    with waiting("Opening") as stage:
        catalogue = load(root, stage)
        stage("Drawing")
        drawn = draw(catalogue)
        if Path(output).suffix.lower() == ".png":
            colours = cast("Literal['light', 'dark']", scheme)
            result: bytes | str = png(drawn, scheme=colours)
        else:
            result = drawn.svg
    emit(result, output=output)
