"""Which store a verb asks: the build, or one that is named, with what lets us in there."""

from __future__ import annotations

import netrc
import os
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from adrgraph.transport import Credentials

_STORE = "adrgraph.store"
_CREDENTIALS = "adrgraph.credentials"


def named_store(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options by which a verb asks another store than the build."""
    user = click.option(
        "--user",
        envvar="ADRGRAPH_USER",
        expose_value=False,
        callback=_keep_credentials,
        help="Who asks a store far away. The password is that of ADRGRAPH_PASSWORD or ~/.netrc, "
        "or is asked for.  [env: ADRGRAPH_USER]",
    )
    store = click.option(
        "--store",
        envvar="ADRGRAPH_STORE",
        metavar="LOCATION",
        expose_value=False,
        callback=_keep_store,
        is_eager=True,  # who is let in depends on where
        help="memory:, file:FOLDER or the address of a SPARQL endpoint, instead of the build.  "
        "[env: ADRGRAPH_STORE]",
    )
    return store(user(command))


def named() -> str:
    """The location of the store that is named; empty for the build."""
    return click.get_current_context().meta.get(_STORE) or ""


def credentials() -> Credentials | None:
    """What lets us in at the store that is named, if anything is known."""
    found: Credentials | None = click.get_current_context().meta.get(_CREDENTIALS)
    return found


def _keep_store(context: click.Context, _: click.Parameter, value: str | None) -> None:
    context.meta[_STORE] = value


def _keep_credentials(context: click.Context, _: click.Parameter, value: str | None) -> None:
    location = context.meta.get(_STORE) or ""
    if location.startswith(("http:", "https:")) and not context.resilient_parsing:
        context.meta[_CREDENTIALS] = _credentials(location, value or "")


def _credentials(location: str, user: str) -> Credentials | None:
    """What lets us in at an address: never from the command line, where others could read it."""
    from adrgraph.transport import Credentials

    token = os.environ.get("ADRGRAPH_TOKEN", "")
    if token and not user:
        return Credentials(token=token)
    password = os.environ.get("ADRGRAPH_PASSWORD", "")
    if user and password:
        return Credentials(user, password)
    login, secret = _known(urlsplit(location).hostname or "")
    if login and user in {"", login}:
        return Credentials(login, secret)
    return Credentials(user, _asked(user)) if user else None


def _known(host: str) -> tuple[str, str]:
    """The login and password of a host in the file that curl and git read as well."""
    try:
        entry = netrc.netrc(os.environ.get("NETRC")).authenticators(host)
    except (FileNotFoundError, RuntimeError):  # no file, or no home
        return "", ""
    except netrc.NetrcParseError as error:
        raise click.UsageError(f"{error.filename}:{error.lineno}: {error.msg}.") from error
    return (entry[0], entry[2] or "") if entry else ("", "")


def _asked(user: str) -> str:
    if not sys.stdin.isatty():
        raise click.UsageError(
            f"The password of {user} is not known. Put it into ADRGRAPH_PASSWORD or ~/.netrc."
        )
    return str(click.prompt(f"Password of {user}", hide_input=True, err=True))
