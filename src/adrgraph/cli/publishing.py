"""The verb `publish`: a build into a store far away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from adrgraph.cli.context import cache
from adrgraph.cli.stores import credentials, named, named_store

if TYPE_CHECKING:
    from adrgraph.publishing import Writer
    from adrgraph.transport import Credentials


@click.command()
@named_store
@click.option("--update", metavar="URL", help="Where the store takes SPARQL Update.")
@click.option("--graph-store", metavar="URL", help="Where it takes the Graph Store Protocol.")
@click.option(
    "--protocol",
    type=click.Choice(["update", "graph-store"]),
    help="Which of them writes, where both are given; update, if nothing is said.",
)
@click.pass_obj
def publish(
    root: str | None, update: str | None, graph_store: str | None, protocol: str | None
) -> None:
    """Write the build into a store far away, and read it back.

    For example: adrgraph publish --store https://example.org/query --update
    https://example.org/update

    Only graphs that differ are written. By update, they change all at once where the store runs an
    update as one transaction; by the Graph Store Protocol, one after the other. To publish again
    does what is left to do. Graphs whose names do not begin as ours do are never touched.
    """
    from adrgraph.catalogue import load
    from adrgraph.cli.output import tell
    from adrgraph.cli.waiting import waiting
    from adrgraph.publishing import publish as published
    from adrgraph.remote import remote_store

    location = named()
    if not location.startswith(("http://", "https://")):
        raise click.UsageError("Name the address of the store's SPARQL endpoint: --store https://…")
    who = credentials()
    store = remote_store(location, credentials=who)
    writer = _writer(update, graph_store, protocol=protocol, who=who)
    with waiting("Opening") as stage:
        build = load(root, cache=cache(), progress=stage).store
        done = published(build.dump(), store, writer, progress=stage)
    tell(str(done))


def _writer(
    update: str | None, graph_store: str | None, *, protocol: str | None, who: Credentials | None
) -> Writer:
    from adrgraph.publishing import GraphStore, Updates

    given = {"update": update, "graph-store": graph_store}
    chosen = protocol or next((name for name, address in given.items() if address), "")
    address = given.get(chosen) or ""
    if not address:
        raise click.UsageError(
            f"Say where the store is written: --{chosen or 'update'} URL"
            f"{'' if chosen else ' or --graph-store URL'}."
        )
    if not address.startswith(("http://", "https://")):
        raise click.UsageError(f'"{address}" is no address: it begins with http:// or https://.')
    return Updates(address, who) if chosen == "update" else GraphStore(address, who)
