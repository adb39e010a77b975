"""The verb `serve`: its options, each also a variable of the environment, and what it writes."""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from adrgraph.cli.context import cache, load
from adrgraph.cli.stores import named, named_store
from adrgraph.errors import HistoryError, MissingExtra

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from adrgraph.catalogue import Catalogue
    from adrgraph.server.isolation.limits import Limits
    from adrgraph.server.operation.settings import Content, Settings

    _Command = Callable[..., Any]


def _setting(flag: str, **how: Any) -> Callable[[_Command], _Command]:
    """An option that the environment can give too; where both do, the option counts."""
    variable = f"ADRGRAPH_{flag.removeprefix('--').replace('-', '_').upper()}"
    how["show_default"] = bool(how.get("default"))
    how |= {"envvar": variable, "show_envvar": True}
    return click.option(flag, **how)


def limited(command: _Command) -> _Command:
    """A command that says what one query may take."""
    for option in _LIMITS:
        command = option(command)
    return command


def limits_of(chosen: Mapping[str, Any]) -> Limits:
    """What one query may take, as it was chosen."""
    from adrgraph.server.isolation.limits import Limits

    return Limits(
        seconds=chosen["max_seconds"],
        memory=chosen["max_memory"] << 20,
        rows=chosen["max_rows"],
        services=tuple(map(_service, chosen["allow_service"])),
    )


_LIMITS = (
    _setting(
        "--allow-service",
        multiple=True,
        metavar="URL",
        help="A SPARQL endpoint that a query may call by SERVICE; may be given again.",
    ),
    _setting(
        "--max-rows",
        type=click.IntRange(min=1),
        default=100_000,
        help="Rows or triples of one answer.",
    ),
    _setting(
        "--max-memory",
        type=click.IntRange(min=16),
        default=512,
        help="Memory for one query, in MiB.",
    ),
    _setting(
        "--max-seconds",
        type=click.FloatRange(min=0, min_open=True),
        default=15,
        help="Time for one query, waiting included.",
    ),
)


@click.command()
@named_store
@_setting("--host", default="127.0.0.1", help="The address to listen at.")
@_setting(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    help="The port; 0 takes any that is free.",
)
@_setting("--public-url", help="What the world calls this service, behind a proxy.")
@limited
@_setting(
    "--rate",
    type=click.FloatRange(min=0),
    default=0.0,
    help="Requests a second of one client, twice as many at once; 0 for any number.",
)
@_setting(
    "--trusted-proxy",
    multiple=True,
    metavar="ADDRESS",
    help="An address or network whose X-Forwarded-For is believed; may be given again.",
)
@_setting(
    "--drain",
    type=click.FloatRange(min=0),
    default=0.0,
    help="Seconds between saying at /readyz that it stops, and stopping.",
)
@_setting("--reload", is_flag=True, help="Serve a new build whenever a file has changed.")
@_setting(
    "--links",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Where queries are kept to which clients want a permanent link; without it, none are.",
)
@_setting(
    "--history",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where is kept what changed from build to build; beside the builds if not given.",
)
@_setting("--log-addresses", is_flag=True, help="Log the addresses of clients too.")
@click.pass_obj
def serve(root: str | None, /, **chosen: Any) -> None:
    """Answer SPARQL over HTTP, read-only, until Ctrl-C.

    Each query of a client runs in a process of its own, which is killed when it takes more than it
    may. One line of JSON about each goes to standard error, without its text. /healthz, /readyz
    and /metrics tell how the service is doing.

    Over a --store far away it holds no data, and gives up a query that is not answered in time.

    SIGTERM ends it when what is under way is answered. SIGHUP serves a new build of the files; one
    that fails is logged, and the old one is served on.
    """
    from adrgraph.cli.output import tell
    from adrgraph.cli.waiting import waiting
    from adrgraph.server.listener import serve as listen

    try:
        from adrgraph.cli.logs import log
        from adrgraph.cli.rebuilding import Files, elsewhere
    except ImportError as error:
        raise MissingExtra('The endpoint needs an extra: pip install "adrgraph[serve]".') from error

    settings = _settings(chosen)
    if is_reckless(settings.host, user=os.geteuid() if hasattr(os, "geteuid") else -1):
        tell(
            f"Warning: strangers can reach {settings.host}, and this runs as root. Run it as an "
            "ordinary user; deploy/ shows how."
        )
    with waiting("Opening") as stage:
        catalogue = load(root, stage)
    for malformed in catalogue.malformed:
        tell(str(malformed))
    if named():
        content, origin = elsewhere(catalogue), None
    else:
        content, history = _content(catalogue, chosen["history"])
        origin = Files(catalogue.layout, cache=cache(), history=history)
    listen(
        content,
        settings=settings,
        origin=origin,
        journal=log(addresses=chosen["log_addresses"]),
        on_listening=lambda url: tell(f"SPARQL at {url}sparql until Ctrl-C."),
    )


def _content(catalogue: Catalogue, named: Path | None) -> tuple[Content, Path | None]:
    """What is served first, and where its history is kept.

    Where nobody names a file for the history and the usual one cannot be written, none is kept.
    """
    from adrgraph.cli.rebuilding import content_of
    from adrgraph.history import default_file

    file = named or default_file(catalogue.layout, cache=cache())
    try:
        return content_of(catalogue, cache=cache(), history=file), file
    except HistoryError:
        if named:
            raise
        return content_of(catalogue, cache=cache()), None


def _settings(chosen: dict[str, Any]) -> Settings:
    from adrgraph.server.operation.settings import Settings

    return Settings(
        host=chosen["host"],
        port=chosen["port"],
        public_url=chosen["public_url"],
        limits=limits_of(chosen),
        rate=chosen["rate"],
        trusted_proxies=tuple(map(_network, chosen["trusted_proxy"])),
        drain=chosen["drain"],
        watches=chosen["reload"],
        links=chosen["links"],
    )


def _network(given: str) -> str:
    try:
        return str(ipaddress.ip_network(given) if "/" in given else ipaddress.ip_address(given))
    except ValueError as error:
        raise click.UsageError(
            f"--trusted-proxy: {error}. Give an address such as 192.0.2.1, or a network such as "
            "192.0.2.0/24."
        ) from error


def _service(given: str) -> str:
    address = urlsplit(given)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise click.UsageError(
            f'--allow-service: "{given}" is no address of an endpoint. Give one such as '
            "https://query.example.org/sparql, written as queries write it."
        )
    return given


def is_reckless(host: str, *, user: int) -> bool:
    """Whether strangers can reach what runs as root."""
    try:
        is_loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = host == "localhost"
    return user == 0 and not is_loopback
