"""The command line: the only package that prints or reads the environment.

Exit codes: 0 fine, 1 findings, 2 usage, 3 unreadable input; 130 after Ctrl-C, 141 when the reader
of a pipe has gone.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adrgraph.errors import AdrgraphError

FINE, FINDINGS, USAGE, UNREADABLE, INTERRUPTED, UNHEARD = 0, 1, 2, 3, 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and answer with its exit code."""
    try:
        return _answered(sys.argv[1:] if argv is None else list(argv))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _hush()
        return UNHEARD


def _answered(argv: list[str]) -> int:
    # Imported here, under the eyes of `main`: Ctrl-C is silent from the first moment.
    from adrgraph.errors import AdrgraphError

    try:
        code = _run(argv)
        if sys.stdout is not None:
            sys.stdout.flush()
    except AdrgraphError as error:
        return _told(str(error), _code(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        return _told(_reason(error), UNREADABLE)
    return code


def _run(argv: list[str]) -> int:
    import warnings

    import click

    from adrgraph.cli.commands import adrgraph

    instruction = os.environ.get("_ADRGRAPH_COMPLETE")
    if instruction:
        from click.shell_completion import shell_complete

        return shell_complete(adrgraph, {}, "adrgraph", "_ADRGRAPH_COMPLETE", instruction)
    warnings.showwarning = _warned
    try:
        with adrgraph.make_context("adrgraph", argv) as context:
            adrgraph.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    return FINE


def _code(error: AdrgraphError) -> int:
    from adrgraph import errors

    if isinstance(error, errors.InvalidGraph | errors.NotEntailed):
        return FINDINGS
    unreadable = (
        errors.UnreadableSources,
        errors.SourceError,
        errors.LayoutError,
        errors.StoreError,
        errors.HistoryError,
        errors.UncompilableAxiom,
    )
    return UNREADABLE if isinstance(error, unreadable) else USAGE


def _told(message: str, code: int) -> int:
    from adrgraph.cli.output import tell

    tell(message)
    return code


def _reason(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}." if error.filename else f"{reason}."


def _warned(message: Warning | str, *_place: object, **_how: object) -> None:
    _told(f"Warning: {message}", FINE)


def _hush() -> None:
    """Let the interpreter's last flush go nowhere instead of failing again."""
    from adrgraph.cli.output import hush

    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            hush(stream)
