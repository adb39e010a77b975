"""Where text comes from and goes to: the standard streams, and files that appear whole."""

from __future__ import annotations

import errno
import os
import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def tell(message: str) -> None:
    """Say something to the person that is no result; what cannot be printed is replaced."""
    if sys.stderr is None:
        return
    encoding = sys.stderr.encoding or "utf-8"
    shown = _CONTROL.sub("\ufffd", message).encode(encoding, "replace").decode(encoding)
    try:
        sys.stderr.write(shown + "\n")
        sys.stderr.flush()
    except OSError:  # nobody can be told; the answer and the exit code are not worse for it
        hush(sys.stderr)


def hush(stream: TextIO) -> None:
    """Let what is written to a stream go nowhere, as nothing can be written to where it led."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def read_input() -> bytes:
    """All of standard input."""
    if sys.stdin is None:
        raise OSError(errno.EBADF, "Standard input is closed")
    return sys.stdin.buffer.read()


def emit(result: bytes | str, *, output: str = "-") -> None:
    """Write a result to a file, or to standard output."""
    if output == "-":
        _print(result)
    else:
        write_whole(Path(output), result if isinstance(result, bytes) else result.encode())


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there: it is the old one or the new, never a part.

    A pipe or a device is written to as it is; a link keeps pointing at the file it names.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
        else:
            _replace(path.resolve(), content)
    except OSError as error:  # the file that was asked for, not the one beside it
        raise OSError(error.errno, error.strerror, str(path)) from error
    except RuntimeError as error:  # what Python says of links in a circle
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from error


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there: it appears whole, and never takes the place of another.

    Raises:
        FileExistsError: Something has this name.
    """
    path.parent.mkdir(exist_ok=True)  # the first thing of its kind
    with _beside(path, content) as beside:
        try:
            path.hardlink_to(beside)
        except OSError as error:  # the file that was asked for, not the one beside it
            raise OSError(error.errno, error.strerror, str(path)) from error


def _replace(target: Path, content: bytes) -> None:
    if not target.parent.exists():
        raise OSError(errno.ENOENT, f"There is no folder {target.parent}. Make it first")
    with _beside(target, content) as beside:
        beside.replace(target)


@contextmanager
def _beside(target: Path, content: bytes) -> Iterator[Path]:
    """A whole file in the folder of another; Ctrl-C too leaves nothing behind."""
    import tempfile

    number, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}."[:99])
    beside = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
        beside.chmod(_mode(target))
        yield beside
    finally:
        beside.unlink(missing_ok=True)


def is_terminal(*, of: str = "stdout") -> bool:
    """Whether a person looks at this stream."""
    stream = getattr(sys, of)
    return stream is not None and bool(stream.isatty())


def _mode(target: Path) -> int:
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _print(result: bytes | str) -> None:
    if sys.stdout is None:
        raise OSError(errno.EBADF, "It is closed", "Standard output")
    content = result
    if isinstance(content, str):
        ending = "" if content.endswith("\n") or not content else "\n"
        content = (content + ending).encode(sys.stdout.encoding or "utf-8", "replace")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except OSError as error:
        raise OSError(error.errno, error.strerror, "Standard output") from error
